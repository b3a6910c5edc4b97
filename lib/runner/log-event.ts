import type { EngineEvent } from "../engine/plan";
import type { Logger } from "../logging/logger";

const nameOf = (table: { readonly database: string; readonly table: string }) => `${table.database}.${table.table}`;

/** What the engine tells, as lines of the task's log. Keys of rows stay out: they are values of rows. */
export function logEvent(log: Logger, event: EngineEvent): void {
  const { position } = event;
  switch (event.kind) {
    case "phase":
      return log.info({ component: "engine", phase: event.phase }, "phase begins");
    case "table":
      return log[event.state === "stopped" ? "error" : "info"]({ component: "load", table: nameOf(event.table), state: event.state, rows: event.rows }, "table");
    case "ddl-applied":
      return log.info({ component: "schema", position, durationMs: event.durationMs, statement: event.statement }, "schema change applied");
    case "ddl-skipped":
      return log.warn({ component: "schema", position, reason: event.reason, statement: event.statement }, "schema change skipped");
    case "transaction-skipped":
      return log.warn({ component: "writer", position, transaction: event.transaction, tables: event.tables, reason: event.reason, actor: event.actor }, "transaction skipped");
    case "object-not-carried":
      return log.warn({ component: "schema", object: event.object, objectKind: event.objectKind, reason: event.reason }, "object not carried");
    case "conflict":
      return log[event.decision === "stop" ? "error" : "warn"]({ component: "writer", position, table: nameOf(event.table), conflict: event.conflict, decision: event.decision }, "conflict");
    case "warning":
      return log.warn({ component: "engine", code: event.code, table: event.table ? nameOf(event.table) : undefined }, event.message);
    case "recovered":
      return log.info({ component: "connection", afterMs: event.afterMs }, "recovered");
    case "retrying":
      return log.debug({ component: "connection", code: event.code, attempt: event.attempt, serverMessage: event.message }, "attempt failed");
    default:
      return log.info({ component: "engine", event }, "event");
  }
}
