"use client";
import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { searchFields, taskSorts, type TaskListQuery } from "@/lib/tasks/query";
import { displayValues, type DisplayValue } from "@/lib/tasks/status";

const parsers = {
  region: parseAsString,
  status: parseAsArrayOf(parseAsStringLiteral(displayValues)).withDefault([]),
  attention: parseAsString.withDefault(""),
  q: parseAsString.withDefault(""),
  field: parseAsStringLiteral(searchFields).withDefault("name"),
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
    sort: state.sort,
    dir: state.dir,
    page: state.page,
    pageSize: state.pageSize === 50 || state.pageSize === 100 ? state.pageSize : 20,
  };
  return { query, state, setState };
}
export type ListState = ReturnType<typeof useListState>["state"];
export type SetListState = ReturnType<typeof useListState>["setState"];

/** The quick chips and what they stand for. */
export const chips = {
  all: [],
  attention: [],
  initializing: ["Starting", "Initializing"],
  synchronizing: ["Synchronizing", "Modifying", "Retrying"],
  paused: ["Pausing", "Suspending"],
  failed: ["PrecheckFailed", "InitializeFailed", "Failed"],
  "not-configured": ["NotConfigured", "NotStarted"],
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
