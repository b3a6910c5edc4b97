/** Which tasks a query of the list means, and in what order. Pure. */
import type { Task } from "../generated/prisma/client";
import { instanceClasses } from "./instance-class";
import type { TaskListQuery } from "./list-query";
import { taskRecord } from "./record";
import type { SelectedObjects } from "./schema";
import type { DisplayValue } from "./status";
import type { TaskSummary } from "./view";

/** Does the search of the list mean this task? `tables`: "database.table" of every table that it carries, once it has begun; its configuration only says which it would. */
export function matches(row: Task, query: TaskListQuery, tables: ReadonlySet<string> | null = null): boolean {
  const text = query.q?.toLowerCase();
  if (!text) return true;
  const holds = (...values: (string | null | undefined)[]) => values.some((value) => value?.toLowerCase().includes(text) ?? false);
  switch (query.field) {
    case "name":
      return holds(row.name);
    case "id":
      return holds(row.id);
    case "source":
      return holds(row.hostId, row.sourceAddress);
    case "destination":
      return holds(row.clusterId, row.destinationAddress);
    case "tag":
      return Object.entries(row.tags as Record<string, string>).some(([key, value]) => holds(`${key}:${value}`, `${key}=${value}`));
    case "object":
      return carries(taskRecord(row).objects?.objects ?? [], tables, text);
  }
}

/** Does a selection, or what became of it, hold a database or table whose name contains `text` (in small letters)? */
export function carries(objects: SelectedObjects, tables: ReadonlySet<string> | null, text: string): boolean {
  // What runs is known table by table: one that is set aside, or was never there, is not carried.
  if (tables !== null && tables.size > 0) return [...tables].some((name) => name.toLowerCase().includes(text));
  return objects.some((entry) => {
    const database = entry.database.toLowerCase();
    if (database.includes(text)) return true;
    if (entry.tables !== undefined) return entry.tables.some((table) => `${database}.${table.name.toLowerCase()}`.includes(text));
    // A whole database that nobody has read yet may hold any table but those that were taken out.
    const excepted = entry.except ?? [];
    return text.startsWith(`${database}.`) && !excepted.some((name) => `${database}.${name.toLowerCase()}` === text);
  });
}

/** Worst first when descending. */
const severity: Record<DisplayValue, number> = {
  Failed: 14,
  InitializeFailed: 13,
  PrecheckFailed: 12,
  Retrying: 11,
  Suspending: 10,
  Pausing: 9,
  Starting: 8,
  Prechecking: 7,
  Initializing: 6,
  Modifying: 5.5,
  Synchronizing: 5,
  PreCheckPass: 4,
  NotStarted: 3,
  NotConfigured: 2,
  Releasing: 1,
  Released: 0,
};

/** Most urgent first when descending. */
const urgency: Record<TaskSummary["attention"]["kind"], number> = {
  failed: 10,
  "no-runner": 9,
  "precheck-failed": 8,
  "runway-short": 7,
  retrying: 6,
  "modification-failed": 5,
  "lag-high": 5,
  "start-missed": 8,
  "precheck-warnings": 4,
  "term-over": 3.5,
  "ready-to-start": 3,
  "waiting-for-start": 2,
  configure: 1,
  none: 0,
};

/** The order that the list asks for; equal ones by id, so that pages do not overlap. */
export function ordering(query: TaskListQuery): (a: TaskSummary, b: TaskSummary) => number {
  const sign = query.dir === "asc" ? 1 : -1;
  const key = (summary: TaskSummary): number | string => {
    switch (query.sort) {
      case "created":
        return summary.createdAtMs;
      case "name":
        return summary.name.toLowerCase();
      case "status":
        return severity[summary.status.value];
      case "attention":
        return urgency[summary.attention.kind];
      case "class":
        return Object.keys(instanceClasses).indexOf(summary.instanceClass);
      case "lag":
        // Unknown is worse than any number that is known.
        return summary.lag.state === "unknown" || summary.lag.state === "held" ? Number.MAX_SAFE_INTEGER : (summary.lag.lagMs ?? -1);
      case "rps":
        return summary.rowsPerSecond ?? -1;
      case "progress":
        return summary.progress?.load.percent ?? -1;
    }
  };
  return (a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left !== right) return (left < right ? -1 : 1) * sign;
    return a.id < b.id ? -1 : 1;
  };
}
