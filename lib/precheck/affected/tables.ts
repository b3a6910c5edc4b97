/** From what a finding is about to the selected tables of the source: what can be taken out of the selection or given another name. Pure and browser-safe. */
import type { AffectedObject, CheckSide } from "../check";

export interface SourceTable {
  readonly database: string;
  readonly table: string;
}

/** Null where it is no selected table: a view, an account, a binlog file … */
export function affectedTable(side: CheckSide, object: AffectedObject): SourceTable | null {
  if (object.source) return object.source;
  if (side !== "objects" || object.database === null) return null;
  if (object.kind === "table") return { database: object.database, table: object.name };
  const dot = object.name.lastIndexOf(".");
  return object.kind === "column" && dot > 0 ? { database: object.database, table: object.name.slice(0, dot) } : null;
}

/** Each table once, by database. */
export function affectedTables(side: CheckSide, objects: readonly AffectedObject[]): ReadonlyMap<string, readonly string[]> {
  return byDatabase(objects.map((object) => affectedTable(side, object)));
}

/** Parents that foreign keys miss, each once, by database. */
export function missingParents(objects: readonly AffectedObject[]): ReadonlyMap<string, readonly string[]> {
  return byDatabase(objects.map((object) => object.parent ?? null));
}

function byDatabase(tables: readonly (SourceTable | null)[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const at of tables) {
    if (at !== null) found.set(at.database, (found.get(at.database) ?? new Set()).add(at.table));
  }
  return new Map([...found].map(([database, tables]) => [database, [...tables]]));
}
