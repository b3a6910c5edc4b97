/**
 * What the operator chose, as a value: every operation answers a new selection and leaves the old one as it was (that is what Undo needs).
 * Pure and browser-safe. What is sent to the server is made of it in `selection-slice.ts`.
 */

import { sortedKinds, type ChangeKinds } from "@/lib/change-kinds/change-kinds";
import type { NameRule } from "@/lib/object-names/name-rules";
import { type Capitalization, destinationDatabase as namedDatabase, destinationTable as namedTable } from "@/lib/object-names/capitalization";

/** How one table differs from its source. Empty = not at all. */
export interface TableEdit extends ChangeKinds {
  /** Name in the destination; absent = unchanged. */
  readonly as?: string;
  /** SQL condition over the source's columns. */
  readonly filter?: string;
  readonly excludeColumns?: readonly string[];
  /** Source column → its name in the destination. */
  readonly columnNames?: ColumnNames;
}

export type ColumnNames = Readonly<Record<string, string>>;

export interface DatabaseChoice extends ChangeKinds {
  readonly database: string;
  /** Name in the destination; absent = unchanged. */
  readonly as?: string;
  /** Over the names of its tables and views that nobody gave, later ones included. Kept while `whole` is off, and of no effect then. */
  readonly rules?: readonly NameRule[];
  /** True: everything in it, later tables included. False: the `chosen` tables alone. */
  readonly whole: boolean;
  /** Tables chosen by name, in the order of choosing. Kept while `whole` is on, so that switching back restores them. */
  readonly chosen: readonly string[];
  /** What differs, by source table. */
  readonly edits: Readonly<Record<string, TableEdit>>;
  /** Of a whole database: tables that were set aside. They stay so until they are added by name. Kept while `whole` is off, so that switching back brings none of them back unseen. */
  readonly except?: readonly string[];
}

export type Selection = readonly DatabaseChoice[];

export const nothing: Selection = [];

export const findDatabase = (selection: Selection, database: string): DatabaseChoice | undefined => selection.find((choice) => choice.database === database);

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The chosen names as a set, built once per list: 50,000 tables are looked up while scrolling. */
export function chosenSet(choice: DatabaseChoice): ReadonlySet<string> {
  const known = sets.get(choice.chosen);
  if (known) return known;
  const made = new Set(choice.chosen);
  sets.set(choice.chosen, made);
  return made;
}

const noNames: readonly string[] = [];
/** Tables that are set aside. Empty unless the database is whole. */
export const setAside = (choice: DatabaseChoice): readonly string[] => (choice.whole ? (choice.except ?? noNames) : noNames);

/** Is this table carried? Later tables of a whole database are. */
export function holdsTable(selection: Selection, database: string, table: string): boolean {
  const choice = findDatabase(selection, database);
  return choice !== undefined && carries(choice, table);
}

export const carries = (choice: DatabaseChoice, table: string): boolean => (choice.whole ? !setAside(choice).includes(table) : chosenSet(choice).has(table));

/** With other tables set aside; none = the field is not there. */
function withAside(choice: DatabaseChoice, except: readonly string[]): DatabaseChoice {
  const { except: _, ...rest } = choice;
  return except.length === 0 ? rest : { ...rest, except };
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(record, key) ? record[key] : undefined);

export function editOf(choice: DatabaseChoice | undefined, table: string): TableEdit {
  return (choice && own(choice.edits, table)) ?? {};
}

export const isEdited = (edit: TableEdit): boolean => edit.dml !== undefined || edit.ddl !== undefined || edit.as !== undefined || edit.filter !== undefined || (edit.excludeColumns?.length ?? 0) > 0 || Object.keys(edit.columnNames ?? {}).length > 0;

const noRules: readonly NameRule[] = [];
/** Rules for names that are kept with the database. */
export const rulesOf = (choice: DatabaseChoice | undefined): readonly NameRule[] => (choice?.whole ? (choice.rules ?? noRules) : noRules);

/** Replaces the rules that are kept with a database; none = the field is not there. */
export function keepRules(selection: Selection, database: string, rules: readonly NameRule[]): Selection {
  const choice = findDatabase(selection, database);
  if (!choice) return selection;
  const { rules: _, ...rest } = choice;
  return put(selection, rules.length === 0 ? rest : { ...rest, rules });
}

/** What decides the names that nobody gave. Empty: they are the source's. */
export type Naming = Pick<Catalogue, "ignoresCase" | "capitalization">;

// A destination that ignores case is taken for one that stores lower case: 2 is known on file systems of desktops alone.
const foldingOf = (naming: Naming) => (naming.ignoresCase ? 1 : 0);
export const destinationDatabase = ({ database, as }: Pick<DatabaseChoice, "database" | "as">, naming: Naming = {}): string => namedDatabase({ database, as, capitalization: naming.capitalization }, foldingOf(naming));
export const destinationTable = (choice: DatabaseChoice | undefined, table: string, naming: Naming = {}): string => namedTable({ capitalization: naming.capitalization, rules: rulesOf(choice) }, { name: table, as: editOf(choice, table).as }, foldingOf(naming));

function put(selection: Selection, next: DatabaseChoice): Selection {
  const at = selection.findIndex((choice) => choice.database === next.database);
  return at < 0 ? [...selection, next] : selection.map((choice, index) => (index === at ? next : choice));
}

const fresh = (database: string): DatabaseChoice => ({ database, whole: false, chosen: [], edits: {} });

/** Everything in it, later tables included. Tables chosen before are remembered. */
export function addDatabase(selection: Selection, database: string): Selection {
  return put(selection, { ...(findDatabase(selection, database) ?? fresh(database)), whole: true });
}

/** Adds tables by name. A whole database holds them already, but for those set aside: they are brought back. */
export function addTables(selection: Selection, database: string, tables: readonly string[]): Selection {
  const choice = findDatabase(selection, database) ?? fresh(database);
  const aside = (choice.except ?? noNames).filter((table) => !tables.includes(table));
  if (choice.whole) return aside.length === setAside(choice).length ? selection : put(selection, withAside(choice, aside));
  const held = chosenSet(choice);
  const added = [...new Set(tables)].filter((table) => !held.has(table));
  return added.length === 0 ? selection : put(selection, withAside({ ...choice, chosen: [...choice.chosen, ...added] }, aside));
}

/** Leaves tables of a whole database out by name: later tables still follow. Of chosen tables they are taken out. What was edited about them stays with those set aside. */
export function setTablesAside(selection: Selection, database: string, tables: readonly string[]): Selection {
  const choice = findDatabase(selection, database);
  if (!choice) return selection;
  return choice.whole ? put(selection, withAside(choice, [...new Set([...setAside(choice), ...tables])])) : removeTables(selection, database, tables);
}

export const removeDatabase = (selection: Selection, database: string): Selection => selection.filter((choice) => choice.database !== database);

/**
 * Takes tables out, with what was edited about them. Out of a whole database: what stays is named then, so `known` (all tables it has) must be
 * given; later tables no longer follow. A database without tables leaves the selection.
 */
export function removeTables(selection: Selection, database: string, tables: readonly string[], known: readonly string[] = []): Selection {
  const choice = findDatabase(selection, database);
  if (!choice) return selection;
  const gone = new Set([...tables, ...setAside(choice)]);
  const chosen = (choice.whole ? known : choice.chosen).filter((table) => !gone.has(table));
  if (chosen.length === 0) return removeDatabase(selection, database);
  const edits = Object.fromEntries(Object.entries(choice.edits).filter(([table]) => !gone.has(table)));
  return put(selection, { ...choice, whole: false, chosen, edits });
}

/** Whole → the tables chosen before, or all `known` ones if none were. Tables → whole; the list is remembered. */
export function setWhole(selection: Selection, database: string, whole: boolean, known: readonly string[] = []): Selection {
  const choice = findDatabase(selection, database);
  if (!choice || choice.whole === whole) return selection;
  if (whole) return put(selection, { ...choice, whole: true });
  const chosen = choice.chosen.length > 0 ? choice.chosen : known.filter((table) => !setAside(choice).includes(table));
  return chosen.length === 0 ? selection : put(selection, { ...choice, whole: false, chosen });
}

/** A name equal to the source's is no renaming; `pinned`: it keeps the policy from making another of it. */
export function renameDatabase(selection: Selection, database: string, as: string | undefined, pinned = false): Selection {
  const choice = findDatabase(selection, database);
  if (!choice) return selection;
  const { as: _, ...rest } = choice;
  return put(selection, as === undefined || (as === database && !pinned) ? rest : { ...rest, as });
}

/** Replaces all that differs about a table. `pinned`: its name is a choice also where it is the source's own. */
export function editTable(selection: Selection, database: string, table: string, edit: TableEdit, pinned = false): Selection {
  const choice = findDatabase(selection, database);
  if (!choice) return selection;
  const next = tidy(table, edit, pinned || editOf(choice, table).as === table);
  const edits = Object.fromEntries(Object.entries(choice.edits).filter(([name]) => name !== table));
  return put(selection, { ...choice, edits: isEdited(next) ? { ...edits, [table]: next } : edits });
}

export const renameTable = (selection: Selection, database: string, table: string, as: string | undefined): Selection => {
  const choice = findDatabase(selection, database);
  if (!choice) return selection;
  const { as: _, ...rest } = editOf(choice, table);
  return editTable(selection, database, table, as === undefined || as === table ? rest : { ...rest, as });
};

/** Many names at once: source table → name in the destination. `pinned` as for one. */
export function renameTables(selection: Selection, database: string, names: ReadonlyMap<string, string>, pinned = false): Selection {
  const choice = findDatabase(selection, database);
  if (!choice || names.size === 0) return selection;
  const edits: Record<string, TableEdit> = { ...choice.edits };
  for (const [table, as] of names) {
    const next = tidy(table, { ...editOf(choice, table), as }, pinned);
    if (isEdited(next)) edits[table] = next;
    else delete edits[table];
  }
  return put(selection, { ...choice, edits });
}

function tidy(table: string, edit: TableEdit, pinned = false): TableEdit {
  const filter = edit.filter?.trim();
  const names = Object.entries(edit.columnNames ?? {}).filter(([column, as]) => column !== as && !edit.excludeColumns?.includes(column));
  return {
    ...(edit.as !== undefined && (pinned || edit.as !== table) && { as: edit.as }),
    ...(filter ? { filter } : {}),
    ...(edit.excludeColumns && edit.excludeColumns.length > 0 && { excludeColumns: edit.excludeColumns }),
    ...(names.length > 0 && { columnNames: Object.fromEntries(names) }),
    ...sortedKinds(edit),
  };
}

/** The own choice of a database; absent = as the task. */
export function chooseKinds(selection: Selection, database: string, kinds: ChangeKinds): Selection {
  const choice = findDatabase(selection, database);
  if (!choice) return selection;
  const { dml: _, ddl: _ddl, ...rest } = choice;
  return put(selection, { ...rest, ...sortedKinds(kinds) });
}

/** Many columns at once: source table → source column → name in the destination. */
export function renameColumns(selection: Selection, database: string, tables: ReadonlyMap<string, ColumnNames>): Selection {
  return [...tables].reduce((done, [table, names]) => {
    const edit = editOf(findDatabase(done, database), table);
    return editTable(done, database, table, { ...edit, columnNames: { ...edit.columnNames, ...names } });
  }, selection);
}

export const destinationColumn = (names: ColumnNames | undefined, column: string): string => (names && own(names, column)) ?? column;

/** Columns that would meet under one name in the destination, by source column: the name of another one of them. Servers compare without regard to case. */
export function meetingColumns(columns: readonly string[], names: ColumnNames, excluded: ReadonlySet<string>): ReadonlyMap<string, string> {
  const byTarget = new Map<string, string[]>();
  for (const column of columns) {
    if (excluded.has(column)) continue;
    const target = destinationColumn(names, column).toLowerCase();
    byTarget.set(target, [...(byTarget.get(target) ?? []), column]);
  }
  return new Map([...byTarget.values()].flatMap((met) => (met.length < 2 ? [] : met.map((column) => [column, met.find((other) => other !== column)!] as const))));
}

/** All source names back in the destination; filters and left-out columns stay. */
export function resetNames(selection: Selection, database: string): Selection {
  const choice = findDatabase(selection, database);
  if (!choice) return selection;
  const names = Object.keys(choice.edits);
  const plain = (done: Selection, table: string) => {
    const { as: _, columnNames: _names, ...rest } = editOf(findDatabase(done, database), table);
    return editTable(done, database, table, rest);
  };
  return names.reduce(plain, keepRules(renameDatabase(selection, database, undefined), database, []));
}

/** Tables of a choice that are known by name: the chosen ones, or those of the catalogue for a whole database (edited ones at least). */
export function knownTables(choice: DatabaseChoice, catalogue?: readonly string[]): readonly string[] {
  if (!choice.whole) return choice.chosen;
  const known = catalogue ?? Object.keys(choice.edits);
  return setAside(choice).length === 0 ? known : known.filter((table) => carries(choice, table));
}

/** All tables of the source by database, as far as they were loaded. */
export interface Catalogue extends ReadonlyMap<string, readonly string[]> {
  /** The destination takes names that differ in case only for one (lower_case_table_names is not 0). */
  readonly ignoresCase?: boolean;
  /** The task's policy for names that nobody gave. Absent = as at the source. */
  readonly capitalization?: Capitalization;
}

/** A name as the destination compares it. */
export function folded(name: string, catalogue: Pick<Catalogue, "ignoresCase">): string {
  return catalogue.ignoresCase ? name.toLowerCase() : name;
}
const noCatalogue: Catalogue = new Map();

/**
 * Two objects that would meet under one name: destination name → the source objects (two or more). Databases meet when one of them is whole, as a
 * later table could collide.
 */
export function collisions(selection: Selection, catalogue: Catalogue = noCatalogue): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, { readonly target: string; sources: string[] }>();
  const say = (target: string, source: string) => {
    const there = targets.get(folded(target, catalogue));
    if (there) there.sources.push(source);
    else targets.set(folded(target, catalogue), { target, sources: [source] });
  };
  const byDatabase = new Map<string, DatabaseChoice[]>();
  for (const choice of selection) {
    const to = destinationDatabase(choice, catalogue);
    byDatabase.set(folded(to, catalogue), [...(byDatabase.get(folded(to, catalogue)) ?? []), choice]);
    for (const table of knownTables(choice, catalogue.get(choice.database))) say(`${to}.${destinationTable(choice, table, catalogue)}`, `${choice.database}.${table}`);
  }
  for (const [to, choices] of byDatabase) {
    const [first] = choices;
    if (first && choices.length > 1 && choices.some((choice) => choice.whole)) targets.set(to, { target: destinationDatabase(first, catalogue), sources: choices.map((choice) => choice.database) });
  }
  return new Map([...targets.values()].filter(({ sources }) => sources.length > 1).map(({ target, sources }) => [target, sources]));
}

/** Which other selected table goes to `database`'s destination under the name `as`? Null = the name is free. */
export function takenBy(selection: Selection, database: string, table: string, as: string, catalogue: Catalogue = noCatalogue): string | null {
  const choice = findDatabase(selection, database);
  if (!choice) return null;
  const to = folded(destinationDatabase(choice, catalogue), catalogue);
  for (const other of selection) {
    if (folded(destinationDatabase(other, catalogue), catalogue) !== to) continue;
    for (const name of knownTables(other, catalogue.get(other.database))) {
      if (other.database === database && name === table) continue;
      if (folded(destinationTable(other, name, catalogue), catalogue) === folded(as, catalogue)) return `${other.database}.${name}`;
    }
  }
  return null;
}

export interface SelectionCounts {
  readonly databases: number;
  readonly whole: number;
  /** Tables chosen by name; those of whole databases are not counted. */
  readonly tables: number;
}

export function countSelection(selection: Selection): SelectionCounts {
  return {
    databases: selection.length,
    whole: selection.filter((choice) => choice.whole).length,
    tables: selection.reduce((sum, choice) => sum + (choice.whole ? 0 : choice.chosen.length), 0),
  };
}
