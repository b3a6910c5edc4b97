/** What the URL of list pages says, as the server reads it. */
import { z } from "zod";
import { instanceClassNames } from "./instance-class";
import { pageSizes, searchFields, severities, tableSorts, tableStates, type TaskEventQuery, type TaskListQuery, type TaskTableQuery, taskSorts, topologies } from "./list-query";
import { displayValues } from "./status";

const listOf = <T extends string>(values: readonly T[]) =>
  z
    .string()
    .optional()
    .transform((text) => (text ?? "").split(",").filter((part): part is T => (values as readonly string[]).includes(part)));

const whole = (fallback: number, lowest: number, highest: number) => z.coerce.number().int().min(lowest).max(highest).catch(fallback);


export const taskListQuerySchema = z.object({
  region: z.string().trim().optional().catch(undefined),
  status: listOf(displayValues),
  attention: z
    .string()
    .optional()
    .transform((text) => text === "1" || text === "true"),
  q: z.string().trim().max(200).optional().catch(undefined),
  field: z.enum(searchFields).catch("name"),
  class: listOf(instanceClassNames),
  topology: listOf(topologies),
  project: z.string().trim().min(1).max(64).optional().catch(undefined),
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

type Raw = Readonly<Record<string, string | string[] | undefined>>;
const single = (raw: Raw) => Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, Array.isArray(value) ? value.join(",") : value]));

/** From `searchParams` of a page or `Object.fromEntries(url.searchParams)`. Never throws: what is not understood is the default. */
export function parseTaskListQuery(raw: Raw): TaskListQuery {
  return taskListQuerySchema.parse(single(raw));
}


export const taskTableQuerySchema = z.object({
  state: listOf(tableStates),
  q: z.string().trim().max(200).optional().catch(undefined),
  sort: z.enum(tableSorts).catch("name"),
  dir: z.enum(["asc", "desc"]).catch("asc"),
  page: whole(1, 1, 100_000),
  pageSize: whole(50, 1, 500),
});
export function parseTaskTableQuery(raw: Raw): TaskTableQuery {
  return taskTableQuerySchema.parse(single(raw));
}

export const taskEventQuerySchema = z.object({
  before: z.coerce.number().int().positive().optional().catch(undefined),
  around: z.coerce.number().int().positive().optional().catch(undefined),
  from: z.coerce.number().int().positive().optional().catch(undefined),
  kind: z
    .string()
    .optional()
    .transform((text) => (text ?? "").split(",").filter((part) => part !== "")),
  severity: listOf(severities),
  limit: whole(50, 1, 200),
});
export function parseTaskEventQuery(raw: Raw): TaskEventQuery {
  return taskEventQuerySchema.parse(single(raw));
}
