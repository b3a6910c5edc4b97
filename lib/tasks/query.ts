/** What the URL of list pages says. One schema for pages, routes and query keys. Browser-safe. */
import { z } from "zod";
import { instanceClasses, type InstanceClass } from "./schema";
import { displayValues, type DisplayValue } from "./status";

const listOf = <T extends string>(values: readonly T[]) =>
  z
    .string()
    .optional()
    .transform((text) => (text ?? "").split(",").filter((part): part is T => (values as readonly string[]).includes(part)));

const whole = (fallback: number, lowest: number, highest: number) => z.coerce.number().int().min(lowest).max(highest).catch(fallback);

export const searchFields = ["name", "id", "source", "destination", "tag", "object"] as const;
export const taskSorts = ["created", "name", "status", "attention", "lag", "rps", "progress", "class"] as const;
export const topologies = ["one-way"] as const;
const classNames = Object.keys(instanceClasses) as InstanceClass[];
export const pageSizes = [20, 50, 100] as const;

export const taskListQuerySchema = z.object({
  region: z.string().trim().optional().catch(undefined),
  status: listOf(displayValues),
  attention: z
    .string()
    .optional()
    .transform((text) => text === "1" || text === "true"),
  q: z.string().trim().max(200).optional().catch(undefined),
  field: z.enum(searchFields).catch("name"),
  class: listOf(classNames),
  topology: listOf(topologies),
  createdFrom: z.iso.datetime().optional().catch(undefined),
  createdTo: z.iso.datetime().optional().catch(undefined),
  sort: z.enum(taskSorts).catch("created"),
  dir: z.enum(["asc", "desc"]).catch("desc"),
  page: whole(1, 1, 100_000),
  pageSize: z.coerce
    .number()
    .pipe(z.union(pageSizes.map((size) => z.literal(size))))
    .catch(20),
});
/** Parsed. `parseTaskListQuery({})` gives the defaults. */
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
  /** ISO moments, the first one included, the last one not. */
  readonly createdFrom?: string;
  readonly createdTo?: string;
  readonly sort: (typeof taskSorts)[number];
  readonly dir: "asc" | "desc";
  readonly page: number;
  readonly pageSize: number;
}

type Raw = Readonly<Record<string, string | string[] | undefined>>;
const single = (raw: Raw) => Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, Array.isArray(value) ? value.join(",") : value]));

/** From `searchParams` of a page or `Object.fromEntries(url.searchParams)`. Never throws: what is not understood is the default. */
export function parseTaskListQuery(raw: Raw): TaskListQuery {
  return taskListQuerySchema.parse(single(raw));
}

export const tableStates = ["waiting", "creating", "copying", "copied", "catching_up", "live", "stopped", "excluded"] as const;
export const tableSorts = ["name", "state", "rows", "copied", "bytes", "changes", "applied"] as const;

export const taskTableQuerySchema = z.object({
  state: listOf(tableStates),
  q: z.string().trim().max(200).optional().catch(undefined),
  sort: z.enum(tableSorts).catch("name"),
  dir: z.enum(["asc", "desc"]).catch("asc"),
  page: whole(1, 1, 100_000),
  pageSize: whole(50, 1, 500),
});
export interface TaskTableQuery {
  readonly state: readonly (typeof tableStates)[number][];
  readonly q?: string;
  readonly sort: (typeof tableSorts)[number];
  readonly dir: "asc" | "desc";
  readonly page: number;
  readonly pageSize: number;
}
export function parseTaskTableQuery(raw: Raw): TaskTableQuery {
  return taskTableQuerySchema.parse(single(raw));
}

export const severities = ["info", "warn", "error"] as const;
export const taskEventQuerySchema = z.object({
  before: z.coerce.number().int().positive().optional().catch(undefined),
  kind: z
    .string()
    .optional()
    .transform((text) => (text ?? "").split(",").filter((part) => part !== "")),
  severity: listOf(severities),
  limit: whole(50, 1, 200),
});
export interface TaskEventQuery {
  readonly before?: number;
  readonly kind: readonly string[];
  readonly severity: readonly (typeof severities)[number][];
  readonly limit: number;
}
export function parseTaskEventQuery(raw: Raw): TaskEventQuery {
  return taskEventQuerySchema.parse(single(raw));
}
