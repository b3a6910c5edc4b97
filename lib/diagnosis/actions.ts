"use server";

import { z } from "zod";
import { answer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import { runDiagnosis } from "./mutations";

/** Asks both servers and the runner now. Answers the number under which the result is kept. */
export async function diagnoseTask(input: { id: string }): Promise<Result<{ number: number }>> {
  return answer("diagnose-task", async (user) => ({ number: await runDiagnosis(parse(z.string().min(1).max(64), input.id), user.username) }));
}
