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
