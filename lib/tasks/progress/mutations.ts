/** The runner's reports about a task: mirror for the screen; the destination is right where they differ. */
import type { EngineEvent, ModificationEvent, TableProgress } from "../../engine/plan";
import { database } from "../../db/client";
import { Prisma } from "../../generated/prisma/client";
import type { RetryState } from "../record";
import { keepFacts } from "../schema-changes/mutations";
import { keepSkipped } from "../skipped-transactions/mutations";
import type { TaskEventView } from "../event-view";

/** At most this many rows in one statement: SQLite takes 32,766 values. */
const rowsPerStatement = 500;

/** Writes the present state of tables. One transaction per call. */
export async function saveTables(taskId: string, epoch: number, changed: readonly TableProgress[]): Promise<void> {
  await database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id: taskId }, select: { epoch: true } });
    if (row?.epoch !== epoch) return;
    for (let from = 0; from < changed.length; from += rowsPerStatement) {
      const values = changed
        .slice(from, from + rowsPerStatement)
        .map(
          (table) =>
            Prisma.sql`(${taskId}, ${table.source.database}, ${table.source.table}, ${table.destination.database}, ${table.destination.table}, ${table.state}, ${table.rowsEstimated}, ${table.rowsCopied}, ${table.bytesCopied}, ${table.bytesEstimated ?? null}, ${table.chunks ? JSON.stringify(table.chunks) : null}, ${table.startedAt}, ${table.endedAt}, ${table.inserts}, ${table.updates}, ${table.deletes}, ${table.ddls}, ${table.lastAppliedAt}, ${table.errorCode})`,
        );
      await tx.$executeRaw`
        INSERT INTO "TaskTable" ("taskId", "sourceDatabase", "sourceTable", "destinationDatabase", "destinationTable", "state", "rowsEstimated", "rowsCopied", "bytesCopied", "bytesEstimated", "chunks", "startedAtMs", "endedAtMs", "inserts", "updates", "deletes", "ddls", "lastAppliedAtMs", "errorCode")
        VALUES ${Prisma.join(values)}
        ON CONFLICT ("taskId", "sourceDatabase", "sourceTable") DO UPDATE SET
          "destinationDatabase" = excluded."destinationDatabase", "destinationTable" = excluded."destinationTable", "state" = excluded."state",
          "rowsEstimated" = excluded."rowsEstimated", "rowsCopied" = excluded."rowsCopied", "bytesCopied" = excluded."bytesCopied", "bytesEstimated" = COALESCE(excluded."bytesEstimated", "bytesEstimated"), "chunks" = COALESCE(excluded."chunks", "chunks"),
          "startedAtMs" = COALESCE("startedAtMs", excluded."startedAtMs"), "endedAtMs" = COALESCE("endedAtMs", excluded."endedAtMs"),
          "inserts" = excluded."inserts", "updates" = excluded."updates", "deletes" = excluded."deletes", "ddls" = excluded."ddls",
          "lastAppliedAtMs" = COALESCE(excluded."lastAppliedAtMs", "lastAppliedAtMs"), "errorCode" = excluded."errorCode"`;
    }
  });
}

/** Counters of the engine begin at nought with each attempt: what was counted before is set aside. */
export async function foldTableCounters(taskId: string): Promise<void> {
  await database().$executeRaw`
    UPDATE "TaskTable" SET
      "insertsBefore" = "insertsBefore" + "inserts", "updatesBefore" = "updatesBefore" + "updates", "deletesBefore" = "deletesBefore" + "deletes", "ddlsBefore" = "ddlsBefore" + "ddls",
      "inserts" = 0, "updates" = 0, "deletes" = 0, "ddls" = 0
    WHERE "taskId" = ${taskId}`;
}

/** Events of one flush; conflicts, decisions and objects that are not carried also in tables of their own. */
export async function saveEvents(taskId: string, events: readonly EngineEvent[]): Promise<void> {
  const rows = withConflictsSummed(events).map((event) => ({ taskId, ...event }));
  await database().$transaction(async (tx) => {
    await tx.taskEvent.createMany({ data: rows.map(({ detail, ...row }) => ({ ...row, detail: detail as Prisma.InputJsonValue })) });
    await keepFacts(tx, taskId, events);
    await keepSkipped(tx, taskId, events);
  });
}

/** A storm of conflicts is one line per table and kind in the history: each of them is in the list of conflicts. */
function withConflictsSummed(events: readonly EngineEvent[]): DescribedEvent[] {
  const lines: DescribedEvent[] = [];
  const sums = new Map<string, { at: number; count: number }>();
  for (const event of events) {
    if (event.kind !== "conflict") {
      lines.push(describeEvent(event));
      continue;
    }
    const key = JSON.stringify([event.table, event.conflict, event.decision]);
    const known = sums.get(key);
    if (known) known.count += 1;
    else {
      sums.set(key, { at: lines.length, count: 1 });
      lines.push(describeEvent(event));
    }
  }
  for (const { at, count } of sums.values()) {
    const line = lines[at]!;
    if (count > 1) lines[at] = { ...line, message: `${count} × ${line.message}`, detail: { ...line.detail, count } };
  }
  return lines;
}

type DescribedEvent = Omit<TaskEventView, "id">;

/** An engine event as a line of the task's history. Pure. */
export function describeEvent(event: EngineEvent): DescribedEvent {
  const base = { atMs: event.atMs, actor: "runner", code: null, position: event.position ?? null, severity: "info" as const };
  const name = (table: { database: string; table: string }) => `${table.database}.${table.table}`;
  switch (event.kind) {
    case "phase":
      return { ...base, kind: "phase", message: `Phase ${event.phase} begins.`, detail: { phase: event.phase } };
    case "table":
      return {
        ...base,
        kind: "table",
        severity: event.state === "stopped" ? "error" : "info",
        message: `Table ${name(event.table)}: ${event.state}.`,
        detail: { table: name(event.table), state: event.state, rows: event.rows ?? null },
      };
    case "ddl-applied":
      return { ...base, kind: "ddl-applied", message: schemaChangeText(event.tables ?? []), detail: { statement: cut(event.statement), durationMs: event.durationMs, table: event.tables?.[0] ? name(event.tables[0]) : null } };
    case "ddl-skipped":
      return {
        ...base,
        kind: "ddl-skipped",
        severity: "warn",
        message: `Schema change skipped: ${event.reason}`,
        detail: { statement: cut(event.statement), reason: event.reason },
      };
    case "ddl-overridden":
      return {
        ...base,
        kind: "ddl-overridden",
        severity: "warn",
        actor: event.actor,
        message: { skip: "Schema change skipped by decision", edit: "Schema change replaced by decision", done: "Schema change taken for done by decision" }[event.action] + `: ${event.reason}`,
        detail: { change: event.change, action: event.action, statement: cut(event.statement), replacement: event.replacement === null ? null : cut(event.replacement), reason: event.reason },
      };
    case "transaction-skipped":
      return {
        ...base,
        kind: "transaction-skipped",
        severity: "warn",
        actor: event.actor,
        message: `Transaction skipped by decision: ${event.reason}`,
        detail: { transaction: event.transaction, tables: cut(event.tables.map(({ source, inserts, updates, deletes }) => `${source} +${inserts} ~${updates} -${deletes}`).join(", ")), table: event.tables[0]?.source ?? null, reason: event.reason },
      };
    case "object-not-carried":
      return {
        ...base,
        kind: "object-not-carried",
        severity: "warn",
        message: `${event.objectKind} ${event.object} is not carried: ${event.reason}`,
        detail: { object: event.object, objectKind: event.objectKind, reason: event.reason },
      };
    case "conflict":
      return {
        ...base,
        kind: "conflict",
        severity: event.decision === "stop" ? "error" : "warn",
        message: `Conflict in ${name(event.table)}: ${event.conflict}, ${event.decision}.`,
        detail: { table: name(event.table), conflict: event.conflict, key: cut(event.key), decision: event.decision },
      };
    case "warning":
      return {
        ...base,
        kind: "warning",
        severity: "warn",
        code: event.code,
        message: event.message,
        detail: event.table === undefined ? {} : { table: name(event.table) },
      };
    case "retrying":
      return {
        ...base,
        kind: "retrying",
        severity: "warn",
        code: event.code,
        message: event.message,
        detail: { attempt: event.attempt, nextAtMs: event.nextAtMs, windowEndsMs: event.windowEndsMs },
      };
    case "modification":
      return { ...base, kind: "configuration", ...describeModification(event) };
    case "recovered":
      return { ...base, kind: "recovered", message: "Recovered.", detail: { afterMs: event.afterMs } };
  }
}

function schemaChangeText(tables: readonly { readonly database: string; readonly table: string }[]): string {
  const names = tables.slice(0, 3).map(({ database: schema, table }) => `${schema}.${table}`);
  if (names.length === 0) return "Schema change applied.";
  return `Schema change applied: ${names.join(", ")}${tables.length > names.length ? ` and ${tables.length - names.length} more` : ""}.`;
}

function describeModification(event: ModificationEvent): Pick<DescribedEvent, "severity" | "message" | "detail" | "code"> {
  const detail = { modification: event.id, state: event.state };
  switch (event.state) {
    case "began":
      return { severity: "info", code: null, message: "The change of the synchronized objects begins.", detail };
    case "left":
      return { severity: "info", code: null, message: "Tables that are copied anew have left the stream.", detail: { ...detail, tables: event.removed.length } };
    case "merged":
      return { severity: "info", code: null, message: "The synchronized objects are changed.", detail: { ...detail, removed: event.removed.length } };
    case "failed":
      return { severity: "error", code: event.code, message: event.message, detail: { ...detail, detail: cut(event.detail ?? "") } };
  }
}

function cut(text: string): string {
  return text.length > 4_000 ? `${text.slice(0, 4_000)}…` : text;
}

/** Keeps the countdown of a retrying task on the row; the status itself is moved by `transition`. */
export async function saveRetry(taskId: string, epoch: number, retry: RetryState | null): Promise<void> {
  await database().task.updateMany({
    where: { id: taskId, epoch },
    data: { retry: retry === null ? Prisma.DbNull : (retry as unknown as Prisma.InputJsonValue) },
  });
}

/** Old history of released and living tasks: what nobody scrolls back to. */
export async function dropOldRecords(now = Date.now()): Promise<void> {
  const db = database();
  await db.taskEvent.deleteMany({ where: { kind: { in: ["retrying", "table"] }, atMs: { lt: now - 30 * 86_400_000 } } });
  await db.runnerNode.deleteMany({ where: { heartbeatAtMs: { lt: now - 86_400_000 } } });
}

/** A runner goes on with a task that was running already: a line in its history. */
export async function saveTakeover(taskId: string, epoch: number, runnerId: string): Promise<void> {
  await database().taskEvent.create({
    data: { taskId, atMs: Date.now(), kind: "worker", severity: "info", actor: "runner", message: `A runner has taken over: ${runnerId}.`, detail: { runner: runnerId, epoch } },
  });
}
