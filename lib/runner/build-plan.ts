/** A task and its endpoints → what the engine is told: the only place that opens secrets for the engine. */
import { connectionOf } from "../tasks/connection";
import type { EnginePlan } from "../engine/plan";
import type { SourcePosition } from "../engine/position/position";
import { AppError } from "../errors/app-error";
import { withCapitalization } from "../object-names/capitalization";
import type { Task } from "../generated/prisma/client";
import { ddlOverridesOf } from "../tasks/schema-changes/data";
import { transactionSkipsOf } from "../tasks/skipped-transactions/data";
import { taskRecord, type TaskRecord } from "../tasks/record";
import { openModification } from "../tasks/modification/data";
import { instanceClasses } from "../tasks/instance-class";
import { bookkeepingDatabase, type InitializationSlice } from "../tasks/schema";

/** Names the task at the destination. Reset makes another name, so that the old checkpoint is not gone on from. */
export function engineTaskId(row: Pick<Task, "id" | "generation">): string {
  return row.generation === 1 ? row.id : `${row.id}-${row.generation}`;
}

/** Throws `assertion-failed` when the configuration is incomplete, `not-found` and `secret-…` when an endpoint cannot be opened. */
export async function buildPlan(row: Task, epoch: number): Promise<EnginePlan> {
  const record = taskRecord(row);
  const { objects, initialization } = record;
  if (objects === null || initialization === null) throw new AppError("assertion-failed", { detail: "the task's configuration is incomplete" });
  const [source, destination, ddlOverrides, skips] = await Promise.all([connectionOf(row, "source"), connectionOf(row, "destination"), ddlOverridesOf(row), transactionSkipsOf(row)]);
  const modification = await openModification(row);
  const klass = instanceClasses[record.instanceClass];
  const position = startPosition(initialization);
  return {
    taskId: engineTaskId(row),
    epoch,
    source,
    destination,
    objects: withCapitalization(objects.objects, objects.capitalization),
    ...(modification === null ? {} : { modification: { ...modification, objects: withCapitalization(modification.objects, objects.capitalization) } }),
    existingTables: objects.existingTables,
    conflictPolicy: objects.conflictPolicy ?? (objects.existingTables === "ignore" ? "overwrite" : "stop"),
    onlineDdlTables: objects.onlineDdlTables,
    initialSchema: initialization.schema,
    initialData: initialization.data,
    ...(position === undefined ? {} : { startPosition: position }),
    ...(record.phase === null || record.phase === "schema" ? {} : { begun: true }),
    dml: objects.dml,
    ddl: objects.ddl,
    ddlOverrides,
    skips,
    followRenames: objects.followRenames,
    triggers: objects.triggers,
    events: objects.events,
    ...(objects.heartbeatSeconds === undefined ? {} : { heartbeatSeconds: objects.heartbeatSeconds }),
    bookkeepingDatabase,
    parallel: {
      appliers: objects.parallel.appliers ?? klass.appliers,
      loaders: objects.parallel.loaders ?? klass.loaders,
      chunkRows: objects.parallel.chunkRows ?? 50_000,
    },
    limits: { memoryBytes: 64 * 1024 * 1024 },
    caps: { full: objects.caps.full, incremental: incrementalCaps(record) },
  };
}

/** The class is an upper limit; the task's own cap may be lower. */
function incrementalCaps(record: TaskRecord): { rowsPerSecond?: number; bytesPerSecond?: number } {
  const own = record.objects?.caps.incremental ?? {};
  const limit = instanceClasses[record.instanceClass].rowsPerSecond;
  const rows = Math.min(own.rowsPerSecond ?? Number.POSITIVE_INFINITY, limit ?? Number.POSITIVE_INFINITY);
  return { ...(Number.isFinite(rows) ? { rowsPerSecond: rows } : {}), ...(own.bytesPerSecond === undefined ? {} : { bytesPerSecond: own.bytesPerSecond }) };
}

/** Where to begin without initial data; undefined = where the source stands. */
export function startPosition(initialization: Pick<InitializationSlice, "data" | "position">): SourcePosition | undefined {
  const { position } = initialization;
  if (initialization.data || position.kind === "now") return undefined;
  if (position.kind === "file") return { file: position.file, offset: position.offset, gtidSet: null, flavour: "mysql" };
  const gtidSet = position.gtidSet.replaceAll(/\s+/g, "");
  // MariaDB writes domain-server-sequence, MySQL uuid:ranges.
  return { file: "", offset: 4, gtidSet, flavour: /^\d+-\d+-\d+(,|$)/.test(gtidSet) ? "mariadb" : "mysql" };
}
