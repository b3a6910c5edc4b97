/** What lies between two selections: what must be copied, what goes on untouched, what leaves. Pure. */
import type { TableName } from "../../mysql/table-definition";
import { sortedKinds, type ChangeKinds } from "../../change-kinds/change-kinds";
import { destinationDatabase } from "../../object-names/capitalization";
import type { SelectedDatabase, SelectedTable } from "../plan";
import { canonicalRules, canonicalTable, namesTables } from "./canonical-table";

export interface SelectionChange {
  /** What has to be brought up from nothing: added objects, and those that are carried in another way than before. */
  readonly supplement: readonly SelectedDatabase[];
  /** The old selection without what is carried in another way: the main stream goes on with it while the supplement is brought up. */
  readonly interim: readonly SelectedDatabase[];
  /** Tables (or whole databases, `table` empty) that `interim` lacks: their destination tables are made anew. */
  readonly anew: readonly TableName[];
  /** For people: added and removed by name; `table` empty = the whole database, or the rest of it. */
  readonly added: readonly TableName[];
  readonly removed: readonly TableName[];
  /** Carried before and behind, but other kinds of their changes; `table` empty = the database's own choice. Nothing is copied for that. */
  readonly kinds: readonly TableName[];
}

interface Answer {
  added: string[];
  changed: string[];
  removed: string[];
}

/** `reload`: tables of both that are copied anew all the same. */
export function compareSelections(from: readonly SelectedDatabase[], to: readonly SelectedDatabase[], reload: readonly TableName[] = []): SelectionChange {
  const change = { supplement: [] as SelectedDatabase[], interim: [] as SelectedDatabase[], anew: [] as TableName[], added: [] as TableName[], removed: [] as TableName[], kinds: [] as TableName[] };
  const names = new Set([...from, ...to].map((object) => object.database));
  for (const database of names) {
    const before = from.find((object) => object.database === database);
    const after = to.find((object) => object.database === database);
    const name = (table: string): TableName => ({ database, table });
    if (!after) {
      change.interim.push(before!);
      change.removed.push(...(before!.tables?.map((table) => name(table.name)) ?? [name("")]));
      continue;
    }
    if (!before) {
      change.supplement.push(after);
      change.added.push(...(after.tables?.map((table) => name(table.name)) ?? [name("")]));
      continue;
    }
    change.kinds.push(...otherKinds(before, after).map(name));
    if (targetOf(before) !== targetOf(after)) {
      change.supplement.push(after);
      change.anew.push(...(before.tables?.map((table) => name(table.name)) ?? [name("")]));
      continue;
    }
    const { added, changed, removed } = compareDatabase(before, after, reload.filter((table) => table.database === database).map(({ table }) => table));
    change.anew.push(...changed.map(name));
    change.added.push(...added.map(name));
    change.removed.push(...removed.map(name));
    const interim = without(before, changed);
    if (interim) change.interim.push(interim);
    const supplement = supplementOf(before, after, [...added, ...changed]);
    if (supplement) change.supplement.push(supplement);
  }
  return change;
}

/** What decides all names of the database there. */
const targetOf = (object: SelectedDatabase) => JSON.stringify([destinationDatabase(object, 0), object.capitalization ?? "source", canonicalRules(object.rules ?? [])]);

function compareDatabase(before: SelectedDatabase, after: SelectedDatabase, reloads: readonly string[]): Answer {
  const answer: Answer = { added: [], changed: [], removed: [] };
  const mentioned = new Set([before, after].flatMap((object) => [...(object.tables ?? []), ...(object.overrides ?? [])].map((table) => table.name)).concat(before.except ?? [], after.except ?? [], reloads));
  for (const table of mentioned) compareTable(before, after, table, reloads.includes(table), answer);
  if (before.tables === undefined && after.tables !== undefined) answer.removed.push("");
  if (before.tables !== undefined && after.tables === undefined) answer.added.push("");
  return answer;
}

function compareTable(before: SelectedDatabase, after: SelectedDatabase, table: string, reload: boolean, answer: Answer): void {
  const [was, is] = [wayOf(before, table), wayOf(after, table)];
  if (was === null && is !== null) answer.added.push(table);
  else if (was !== null && is === null) answer.removed.push(table);
  else if (was !== is || (reload && is !== null)) answer.changed.push(table);
}

function otherKinds(before: SelectedDatabase, after: SelectedDatabase): string[] {
  const print = (kinds: ChangeKinds) => JSON.stringify(sortedKinds(kinds));
  const [was, is] = [before, after].map((object) => new Map([...(object.tables ?? []), ...(object.overrides ?? [])].map((table) => [table.name, table])));
  const tables = [...new Set([...was!.keys(), ...is!.keys()])].filter((table) => wayOf(before, table) !== null && wayOf(after, table) !== null && print(was!.get(table) ?? {}) !== print(is!.get(table) ?? {}));
  return [...(print(before) === print(after) ? [] : [""]), ...tables];
}

/** How a table is carried, as a text to compare; null = not at all. */
function wayOf(object: SelectedDatabase, table: string): string | null {
  const options = (object.tables ?? object.overrides ?? []).find((one) => one.name === table);
  if (object.tables ? !options : (object.except?.includes(table) ?? false)) return null;
  // Which changes come through is no matter of what was copied.
  const { dml: _, ddl: _ddl, ...way } = canonicalTable(options ?? { name: table }, namesTables(object));
  return JSON.stringify(way);
}

function without(object: SelectedDatabase, tables: readonly string[]): SelectedDatabase | null {
  if (tables.length === 0) return object;
  if (object.tables === undefined) return { ...object, except: [...new Set([...(object.except ?? []), ...tables])] };
  const left = object.tables.filter((table) => !tables.includes(table.name));
  return left.length > 0 ? { ...object, tables: left } : null;
}

function supplementOf(before: SelectedDatabase, after: SelectedDatabase, tables: readonly string[]): SelectedDatabase | null {
  if (before.tables !== undefined && after.tables === undefined) {
    // The whole database, but for what is carried already and goes on.
    const kept = before.tables.map((table) => table.name).filter((table) => !tables.includes(table));
    return { ...after, except: [...new Set([...(after.except ?? []), ...kept])] };
  }
  const named = tables.filter((table) => table !== "");
  if (named.length === 0) return null;
  const options = (table: string): SelectedTable => [...(after.tables ?? []), ...(after.overrides ?? [])].find((one) => one.name === table) ?? { name: table };
  const { tables: _, overrides: _overrides, except: _except, ...database } = after;
  return { ...database, tables: named.map(options) };
}
