/** Looks at another position for a task that stands still, and sets it. */
import { resetPosition } from "../../engine/reset-position";
import type { PositionMove, ResetTarget } from "../../engine/plan";
import { AppError } from "../../errors/app-error";
import { errorCatalogue } from "../../errors/catalogue";
import { buildPlan } from "../../runner/build-plan";
import { getTaskRow } from "../data";
import type { LifecycleRequest } from "../lifecycle/mutations";
import { taskRecord } from "../record";
import { askForReset, confirmReset, withdrawReset } from "./mutations";
import type { ResetPosition } from "./schema";

async function planOf(id: string) {
  const row = await getTaskRow(id);
  const { status } = taskRecord(row);
  if (status !== "paused" && status !== "failed") throw new AppError("transition-refused", { context: { status, action: "reset-position" } });
  return buildPlan(row, row.epoch);
}

/** What would become of it. Changes nothing. */
export async function examineReset(id: string, target: ResetTarget, signal: AbortSignal): Promise<PositionMove> {
  return resetPosition(await planOf(id), { target }, signal);
}

/** Does what was shown, or throws with nothing moved; where the destination does not answer in the middle, the record stays open and says so. */
export async function applyReset(request: LifecycleRequest, { from, to, reason }: ResetPosition, signal: AbortSignal): Promise<PositionMove> {
  const plan = await planOf(request.id);
  const target: ResetTarget = to.file === "" ? { kind: "gtid", gtidSet: to.gtidSet ?? "" } : { kind: "file", file: to.file, offset: to.offset };
  const shown = await resetPosition(plan, { target }, signal);
  const told = { ...request, reason };
  const key = await askForReset(told, shown);
  try {
    const move = await resetPosition(plan, { target, commit: { key: `reset-${key}`, from } }, signal);
    await confirmReset(key, told, move);
    return move;
  } catch (error) {
    // An answer of ours comes before anything is written.
    if (error instanceof AppError && (errorCatalogue[error.code].disposition === "answer" || error.code === "fenced")) await withdrawReset(key);
    throw error;
  }
}
