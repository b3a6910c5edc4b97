"use server";

import { z } from "zod";
import { answer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import * as mutations from "./mutations";

export async function markCutover(input: { id: string }): Promise<Result<null>> {
  return answer("mark-cutover", async (user) => {
    await mutations.markCutover(parse(z.string().min(1).max(64), input.id), user.username);
    return null;
  });
}

/** Triggers and events of the destination begin to act. */
export async function takeGuardsOff(input: { id: string }): Promise<Result<{ triggers: number; events: number }>> {
  return answer("take-guards-off", (user) => mutations.takeGuardsOff(parse(z.string().min(1).max(64), input.id), user.username));
}
