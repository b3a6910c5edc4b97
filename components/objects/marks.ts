/** What is ticked in the Available tree, to be added. A ticked database means all of it, later tables included. Pure. */
export interface Marks {
  readonly databases: ReadonlySet<string>;
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
}

export const noMarks: Marks = { databases: new Set(), tables: new Map() };

export type Checked = boolean | "mixed";

const noTables: ReadonlySet<string> = new Set();
export const markedTables = (marks: Marks, database: string): ReadonlySet<string> => marks.tables.get(database) ?? noTables;

export const countMarks = (marks: Marks): number => marks.databases.size + [...marks.tables.values()].reduce((sum, tables) => sum + tables.size, 0);

export function databaseChecked(marks: Marks, database: string): Checked {
  if (marks.databases.has(database)) return true;
  return markedTables(marks, database).size > 0 ? "mixed" : false;
}

/** Of the group "Tables": `free` is how many of its tables are not selected yet. */
export function groupChecked(marks: Marks, database: string, free: number): Checked {
  if (marks.databases.has(database)) return true;
  const count = markedTables(marks, database).size;
  return count === 0 ? false : count >= free ? true : "mixed";
}

export const tableChecked = (marks: Marks, database: string, table: string): boolean =>
  marks.databases.has(database) || markedTables(marks, database).has(table);

export function markDatabase(marks: Marks, database: string, on: boolean): Marks {
  const databases = new Set(marks.databases);
  const tables = new Map(marks.tables);
  tables.delete(database);
  if (on) databases.add(database);
  else databases.delete(database);
  return { databases, tables };
}

/** Unticking a table of a ticked database leaves its other tables ticked: `free` are all that can be. */
export function markTables(marks: Marks, database: string, names: readonly string[], on: boolean, free: readonly string[]): Marks {
  if (marks.databases.has(database) && on) return marks;
  const databases = new Set(marks.databases);
  const own = new Set(databases.delete(database) ? free : markedTables(marks, database));
  for (const name of names) {
    if (on) own.add(name);
    else own.delete(name);
  }
  const tables = new Map(marks.tables);
  if (own.size === 0) tables.delete(database);
  else tables.set(database, own);
  return { databases, tables };
}
