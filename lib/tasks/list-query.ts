/** What list pages can be asked for: names, orders and the parsed form. Apart from the schemas of `query.ts`: pages build queries, only the server parses them. */
import type { InstanceClass } from "./instance-class";
import type { DisplayValue } from "./status";

export const searchFields = ["name", "id", "source", "destination", "tag", "object"] as const;
export const taskSorts = ["created", "name", "status", "attention", "lag", "rps", "progress", "class"] as const;
export const topologies = ["one-way"] as const;
export const pageSizes = [20, 50, 100] as const;

/** Parsed. `wholeTaskList({})` gives the defaults. */
export interface TaskListQuery {
  readonly region?: string;
  /** Empty = all but Released. */
  readonly status: readonly DisplayValue[];
  readonly attention: boolean;
  readonly q?: string;
  readonly field: (typeof searchFields)[number];
  /** Empty = every class. */
  readonly class: readonly InstanceClass[];
  readonly topology: readonly (typeof topologies)[number][];
  readonly project?: string;
  /** ISO moments, the first one included, the last one not. */
  readonly createdFrom?: string;
  readonly createdTo?: string;
  readonly sort: (typeof taskSorts)[number];
  readonly dir: "asc" | "desc";
  readonly page: number;
  readonly pageSize: number;
}

/** A list as it is without any filter, but for what is given. */
export function wholeTaskList(given: Partial<TaskListQuery>): TaskListQuery {
  return { status: [], attention: false, field: "name", class: [], topology: [], sort: "created", dir: "desc", page: 1, pageSize: 20, ...given };
}

export const tableStates = ["waiting", "creating", "copying", "copied", "catching_up", "live", "stopped", "excluded"] as const;
export const tableSorts = ["name", "state", "rows", "copied", "bytes", "changes", "applied"] as const;
export interface TaskTableQuery {
  readonly state: readonly (typeof tableStates)[number][];
  readonly q?: string;
  readonly sort: (typeof tableSorts)[number];
  readonly dir: "asc" | "desc";
  readonly page: number;
  readonly pageSize: number;
}

export const severities = ["info", "warn", "error"] as const;
export interface TaskEventQuery {
  /** Those with a smaller id. */
  readonly before?: number;
  /** Begins a little after this moment, milliseconds since 1970. */
  readonly around?: number;
  /** None older than this, milliseconds since 1970. */
  readonly from?: number;
  readonly kind: readonly string[];
  readonly severity: readonly (typeof severities)[number][];
  readonly limit: number;
}
