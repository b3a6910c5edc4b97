/** One claimed precheck: from the same network place and with the same accounts as the task itself. */
import { carriesAnyDdl } from "../change-kinds/change-kinds";
import { connectionOf } from "../tasks/connection";
import type { Kind } from "../endpoints/kind";
import { kinds } from "../endpoints/kinds/index";
import { AppError } from "../errors/app-error";
import { errorCatalogue } from "../errors/catalogue";
import type { Task } from "../generated/prisma/client";
import type { Logger } from "../logging/logger";
import type { PrecheckInput } from "../precheck/check";
import { acceptedFailures } from "../precheck/acceptance/data";
import { getPrecheckRun } from "../precheck/data";
import { finishPrecheck, openRun, saveCheckResult } from "../precheck/mutations";
import { runPrecheck } from "../precheck/run";
import { isMet } from "../precheck/unchecked";
import { getTaskRow, listOtherTasks } from "../tasks/data";
import { taskRecord } from "../tasks/record";
import { bookkeepingDatabase } from "../tasks/schema";
import { runnerCapacity } from "../resources/data";
import { typedFreeSpace } from "../resources/space/data";
import { engineTaskId, startPosition } from "./build-plan";
import type { Job } from "./job";
import { withCapitalization } from "../object-names/capitalization";

export interface RunPrecheckOptions {
  readonly run?: typeof runPrecheck;
}

/** Runs the newest open run of the task to its verdict. Stopped in between, the run stays open for the next runner, or was cancelled. */
export async function runClaimedPrecheck(job: Job, log: Logger, options: RunPrecheckOptions = {}): Promise<void> {
  const { taskId, epoch } = job.claim;
  const row = await getTaskRow(taskId);
  const open = await openRun(taskId);
  if (open === null) {
    log.error({ taskId }, "no open precheck run");
    return;
  }
  const begun = performance.now();
  let saving: Promise<void> = Promise.resolve();
  try {
    const input = await precheckInput(row, open, job.signal);
    await (options.run ?? runPrecheck)(input, (result) => {
      saving = saving.then(() => saveCheckResult(taskId, open.number, result));
    });
    await saving;
    const verdict = await finishPrecheck(taskId, open.number, epoch, null);
    log.info({ taskId, number: open.number, verdict, durationMs: Math.round(performance.now() - begun) }, "precheck done");
  } catch (cause) {
    await saving.catch((error: unknown) => log.warn({ taskId, error }, "a result was not written"));
    if (job.signal.aborted) return;
    const error = cause instanceof AppError ? cause : new AppError("unknown", { cause });
    if (error.code === "lease-lost" || error.code === "transition-refused") return;
    log.error({ taskId, code: error.code, error }, "precheck could not run");
    await finishPrecheck(taskId, open.number, epoch, { code: error.code, message: errorCatalogue[error.code].sentence });
  }
}

/** What the checks are told of a task. */
export async function precheckInput(
  row: Task,
  open: { readonly number: number; readonly only: readonly string[] | null },
  signal: AbortSignal,
): Promise<PrecheckInput> {
  const { objects, initialization, endpoints } = taskRecord(row);
  if (objects === null || initialization === null || endpoints === null)
    throw new AppError("assertion-failed", { detail: "the task's configuration is incomplete" });
  const [source, destination, run, others, capacity, accepted, free] = await Promise.all([
    connectionOf(row, "source"),
    connectionOf(row, "destination"),
    getPrecheckRun(row.id, open.number),
    listOtherTasks(row.id),
    runnerCapacity(row.destinationRegionId, row.id),
    acceptedFailures(row.id),
    typedFreeSpace(endpoints.destination.kind === "polardb" ? row.clusterId : null),
  ]);
  const position = startPosition(initialization);
  const facts = (kind: Kind) => ({ kind: kind.kind, managed: kind.facts.managed });
  return {
    source,
    destination,
    objects: withCapitalization(objects.objects, objects.capitalization),
    options: {
      existingTables: objects.existingTables,
      initialSchema: initialization.schema,
      initialData: initialization.data,
      onlineDdlTables: objects.onlineDdlTables,
      bookkeepingDatabase,
      taskId: engineTaskId(row),
      ddl: carriesAnyDdl(objects),
      kinds: { dml: objects.dml, ddl: objects.ddl },
      followRenames: objects.followRenames,
      triggers: objects.triggers,
      events: objects.events,
      heartbeat: objects.heartbeatSeconds !== undefined,
      writeProbe: true,
      ...(position === undefined ? {} : { startPosition: position }),
    },
    endpoints: { source: facts(kinds[endpoints.source.kind]), destination: facts(kinds[endpoints.destination.kind]) },
    otherTasks: others.map((other) => ({ ...other, consoleId: other.taskId, taskId: engineTaskId({ id: other.taskId, generation: other.generation }) })),
    capacity,
    accepted,
    ...(free === null ? {} : { destinationFree: free }),
    ...(open.only === null ? {} : { only: open.only, met: run?.items.filter(isMet).map((item) => item.id) ?? [] }),
    signal,
  };
}
