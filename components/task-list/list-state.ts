"use client";
import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { searchFields, taskSorts, topologies, type TaskListQuery } from "@/lib/tasks/list-query";
import { instanceClasses, type InstanceClass } from "@/lib/tasks/instance-class";
import { displayValues, type DisplayValue } from "@/lib/tasks/status";

const parsers = {
  region: parseAsString,
  status: parseAsArrayOf(parseAsStringLiteral(displayValues)).withDefault([]),
  attention: parseAsString.withDefault(""),
  q: parseAsString.withDefault(""),
  field: parseAsStringLiteral(searchFields).withDefault("name"),
  class: parseAsArrayOf(parseAsStringLiteral(Object.keys(instanceClasses) as InstanceClass[])).withDefault([]),
  topology: parseAsArrayOf(parseAsStringLiteral(topologies)).withDefault([]),
  project: parseAsString,
  createdFrom: parseAsString,
  createdTo: parseAsString,
  sort: parseAsStringLiteral(taskSorts).withDefault("created"),
  dir: parseAsStringLiteral(["asc", "desc"] as const).withDefault("desc"),
  page: parseAsInteger.withDefault(1),
  pageSize: parseAsInteger.withDefault(20),
};

/** The list's filters, order and page live in the URL: a copied link shows the same rows. */
export function useListState() {
  const [state, setState] = useQueryStates(parsers, { history: "push", scroll: false });
  const query: TaskListQuery = {
    ...(state.region ? { region: state.region } : {}),
    status: state.status,
    attention: state.attention === "1",
    ...(state.q.trim() ? { q: state.q.trim() } : {}),
    field: state.field,
    class: state.class,
    topology: state.topology,
    ...(state.project ? { project: state.project } : {}),
    ...(state.createdFrom ? { createdFrom: state.createdFrom } : {}),
    ...(state.createdTo ? { createdTo: state.createdTo } : {}),
    sort: state.sort,
    dir: state.dir,
    page: state.page,
    pageSize: state.pageSize === 50 || state.pageSize === 100 ? state.pageSize : 20,
  };
  return { query, state, setState };
}
export type ListState = ReturnType<typeof useListState>["state"];
export type SetListState = ReturnType<typeof useListState>["setState"];

/** Everything that narrows the list; the order stays. */
export const noFilters = {
  region: null,
  status: null,
  attention: null,
  q: null,
  field: null,
  class: null,
  topology: null,
  project: null,
  createdFrom: null,
  createdTo: null,
  page: null,
} as const;

export function isFiltered(query: TaskListQuery): boolean {
  return (
    query.region !== undefined ||
    query.status.length > 0 ||
    query.attention ||
    query.q !== undefined ||
    query.class.length > 0 ||
    query.topology.length > 0 ||
    query.project !== undefined ||
    query.createdFrom !== undefined ||
    query.createdTo !== undefined
  );
}

/** The quick chips and what they stand for. */
export const chips = {
  all: [],
  attention: [],
  initializing: ["Starting", "Initializing"],
  synchronizing: ["Synchronizing", "Modifying", "Retrying"],
  paused: ["Pausing", "Suspending"],
  failed: ["PrecheckFailed", "InitializeFailed", "Failed"],
  "not-configured": ["NotConfigured", "NotStarted"],
  released: ["Releasing", "Released"],
} as const satisfies Record<string, readonly DisplayValue[]>;
export type Chip = keyof typeof chips;
export const chipNames = Object.keys(chips) as Chip[];

/** The chip that says the same as the filters, or null when they are a mixture of their own. */
export function activeChip(status: readonly DisplayValue[], attention: boolean): Chip | null {
  if (attention) return status.length === 0 ? "attention" : null;
  if (status.length === 0) return "all";
  return (
    chipNames.find(
      (name) => chips[name].length === status.length && chips[name].length > 0 && chips[name].every((value) => (status as readonly string[]).includes(value)),
    ) ?? null
  );
}
