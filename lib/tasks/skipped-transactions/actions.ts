"use server";

import { z } from "zod";
import { answer } from "../../http/action";
import { parse } from "../../http/parse";
import type { Result } from "../../http/result";
import { once } from "../../operations/mutations";
import { assertNamed } from "../mutations";
import * as mutations from "./mutations";
import { skipSchema, type SkipInput } from "./schema";

/** Pass over the transaction that the task stands at; the task goes on behind it. Confirmed by the task's name. */
export async function skipTransaction(input: { id: string; requestId: string; confirmName: string; skip: SkipInput }): Promise<Result<null>> {
  return answer("skip-transaction", async (user) => {
    const id = parse(z.string().min(1).max(64), input.id);
    const requestId = parse(z.string().min(8).max(64), input.requestId, "requestId");
    const skip = parse(skipSchema, input.skip);
    await once(requestId, user.username, "skip-transaction", async () => {
      await assertNamed(id, input.confirmName);
      await mutations.skipTransaction({ id, requestId, actor: user.username, skip });
      return null;
    });
    return null;
  });
}
