/** The precheck of the objects that a modification adds, from the same network place as the task; the task itself runs on meanwhile. */
import { AppError } from "../errors/app-error";
import type { Logger } from "../logging/logger";
import { withCapitalization } from "../object-names/capitalization";
import { saveCheckResult } from "../precheck/mutations";
import { runPrecheck } from "../precheck/run";
import { getTaskRow } from "../tasks/data";
import { finishModificationCheck, type ModificationCheck } from "../tasks/modification/mutations";
import { precheckInput } from "./run-precheck";

/** Never throws. */
export async function runModificationCheck(check: ModificationCheck, log: Logger, signal: AbortSignal): Promise<void> {
  let saving: Promise<void> = Promise.resolve();
  try {
    const input = await precheckInput(await getTaskRow(check.taskId), { number: check.reportNumber, only: check.only }, signal);
    await runPrecheck({ ...input, objects: withCapitalization(check.objects, input.objects[0]?.capitalization) }, (result) => {
      saving = saving.then(() => saveCheckResult(check.taskId, check.reportNumber, result));
    });
    await saving;
    await finishModificationCheck(check, null);
  } catch (cause) {
    if (signal.aborted) return;
    const error = cause instanceof AppError ? cause : new AppError("unknown", { cause });
    log.error({ taskId: check.taskId, code: error.code, error }, "precheck of added objects could not run");
    await finishModificationCheck(check, { code: error.code }).catch((failure: unknown) => log.warn({ taskId: check.taskId, error: failure }, "verdict not written"));
  }
}
