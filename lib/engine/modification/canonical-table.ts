import { sortedKinds } from "../../change-kinds/change-kinds";
import type { NameRule } from "../../object-names/name-rules";
import type { SelectedDatabase, SelectedTable } from "../plan";

/** How a table is carried, written one way: without what means nothing. `keepsOwnName`: a name that is the source's own says something, as a policy would make another of it. Pure and browser-safe. */
export function canonicalTable({ name: table_, as, filter, excludeColumns, columnNames, dml, ddl }: SelectedTable, keepsOwnName: boolean): SelectedTable {
  const renamed = Object.entries(columnNames ?? {}).filter(([column, name]) => column !== name);
  return {
    name: table_,
    ...(as !== undefined && (keepsOwnName || as !== table_) ? { as } : {}),
    ...(filter?.trim() ? { filter: filter.trim() } : {}),
    ...(excludeColumns?.length ? { excludeColumns: [...excludeColumns].sort() } : {}),
    ...sortedKinds({ dml, ddl }),
    ...(renamed.length > 0 ? { columnNames: Object.fromEntries(renamed.sort(([a], [b]) => (a < b ? -1 : 1))) } : {}),
  };
}

/** Tables that nobody gave a name may get another one than the source's. */
export function namesTables({ capitalization = "source", rules = [] }: SelectedDatabase): boolean {
  return capitalization !== "source" || rules.length > 0;
}

export function canonicalRules(rules: readonly NameRule[]): NameRule[] {
  return rules.map(({ kind, text, replacement, like }) => ({ kind, ...(text ? { text } : {}), ...(replacement ? { replacement } : {}), ...(like ? { like } : {}) }));
}
