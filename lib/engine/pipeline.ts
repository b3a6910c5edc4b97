import { AppError } from "../errors/app-error";
import { connect, metadataSession } from "../mysql/connection";
import { openAttempt, type Failpoint } from "./attempt";
import { beginTask } from "./begin-task";
import { checkpointExists } from "./checkpoint/checkpoint-store";
import { ClosingStack } from "./closing-stack";
import { LoadClock } from "./load-clock";
import type { EngineObserver, EngineOutcome, EnginePlan } from "./plan";
import { streamChanges } from "./stream-changes";

/**
 * One attempt of a task, from its checkpoint on:
 *
 *   open     both servers reached and recognised, checkpoint claimed, schema as of the position restored   attempt.ts
 *   schema   position P0 and the definitions at P0, tables, views and routines at the destination           begin-task.ts
 *   load     all rows in chunks, then indexes and foreign keys; the source's position is Pe                 begin-task.ts
 *   catch_up the log from P0 to Pe, idempotently                                                            stream-changes.ts
 *   stream   the log from then on, strictly                                                                 stream-changes.ts
 *
 * Ends with an outcome when the signal is aborted or the plan's goal is reached, else throws AppError; the caller decides by its
 * disposition (`attempts.ts`). Whatever happens, also `kill -9`, calling it again goes on from what the destination holds.
 */
export async function runPipeline(plan: EnginePlan, observer: EngineObserver, signal: AbortSignal, failpoint?: Failpoint): Promise<EngineOutcome> {
  await using stack = new ClosingStack();
  try {
    const attempt = await openAttempt(plan, observer, signal, stack, failpoint);
    const from = await prepare(attempt);
    // The phases before changed what is stored; what streaming needs of it is read anew by the claim.
    return await streamChanges({ ...attempt, progress: await attempt.store.open() }, from);
  } catch (error) {
    if (signal.aborted) return { kind: "stopped" };
    if (error instanceof AppError && error.code === "destination-table-missing") await assertCheckpoint(plan, error);
    throw error instanceof AppError ? error : new AppError("unknown", { cause: error });
  }
}

async function prepare(attempt: Awaited<ReturnType<typeof openAttempt>>) {
  using clock = new LoadClock(attempt);
  // Awaited here: the clock ends with this block.
  return await beginTask(attempt, (phase, start) => clock.begin(phase, start));
}

/** A table that is missing may be the least of it: connections that were opened anew may lead to another server, which is what an operator has to hear. */
async function assertCheckpoint(plan: EnginePlan, cause: AppError): Promise<void> {
  const isThere = await (async () => {
    await using connection = await connect(plan.destination, { session: metadataSession });
    return checkpointExists(connection, plan.bookkeepingDatabase, plan.taskId);
  })().catch(() => true);
  if (!isThere) throw new AppError("checkpoint-missing", { cause, context: { database: plan.bookkeepingDatabase } });
}
