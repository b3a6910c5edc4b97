"use server";

import { z } from "zod";
import type { PositionMove } from "../../engine/plan";
import { answer } from "../../http/action";
import { parse } from "../../http/parse";
import type { Result } from "../../http/result";
import { once } from "../../operations/mutations";
import { assertNamed } from "../mutations";
import { applyReset, examineReset } from "./run";
import { resetPositionSchema, resetTargetSchema, type ResetPositionInput, type ResetTargetInput } from "./schema";

/** A person waits while the log between both places is read. */
const timeoutMs = 120_000;

/** What would become of it if the task went on there. Changes nothing. */
export async function examinePosition(input: { id: string; target: ResetTargetInput }): Promise<Result<PositionMove>> {
  return answer("examine-position", async () => {
    const id = parse(z.string().min(1).max(64), input.id);
    return examineReset(id, parse(resetTargetSchema, input.target, "target"), AbortSignal.timeout(timeoutMs));
  });
}

/** Sets the position that was shown. The task still stands: it goes on from there when it is resumed. */
export async function resetPosition(input: { id: string; requestId: string; confirmName: string; reset: ResetPositionInput }): Promise<Result<null>> {
  return answer("reset-position", async (user) => {
    const id = parse(z.string().min(1).max(64), input.id);
    const requestId = parse(z.string().min(8).max(64), input.requestId, "requestId");
    const reset = parse(resetPositionSchema, input.reset);
    await once(requestId, user.username, "reset-position", async () => {
      await assertNamed(id, input.confirmName);
      await applyReset({ id, requestId, actor: user.username }, reset, AbortSignal.timeout(timeoutMs));
      return null;
    });
    return null;
  });
}
