/**
 * Cascades that nobody would hear of: the source does not write what they change to its log (`ServerFacts.logsCascades` is false), so the destination has to
 * run them itself, and here it cannot, or would run something else than the source did. Pure.
 */
import { tableKey } from "../../mysql/identifier";
import type { ForeignKeyDefinition, TableDefinition, TableName } from "../../mysql/table-definition";
import type { ObjectSelection } from "./object-selection";
import { filterColumns } from "./row-filter";

export type HiddenBecause =
  /** The parent's changes are not read. */
  | "parent-not-selected"
  /** A parent row that leaves the filter is deleted here alone, one outside of it at the source alone. */
  | "parent-filtered"
  /** The cascade changes columns that decide whether the child's row is carried. */
  | "child-filtered"
  /** The foreign key is not at the destination. */
  | "column-left-out";

export interface HiddenCascade {
  readonly child: TableName;
  readonly key: ForeignKeyDefinition;
  readonly because: HiddenBecause;
}

const acts = (action: string) => action === "CASCADE" || action === "SET NULL" || action === "SET DEFAULT";

export const isCascading = (key: ForeignKeyDefinition) => acts(key.onDelete) || acts(key.onUpdate);

/** `ON DELETE CASCADE, ON UPDATE SET NULL`. */
export function cascadeActions({ onDelete, onUpdate }: ForeignKeyDefinition): string {
  return [acts(onDelete) ? `ON DELETE ${onDelete}` : "", acts(onUpdate) ? `ON UPDATE ${onUpdate}` : ""].filter(Boolean).join(", ");
}

/** Those of the selected tables among `tables`. Only of a source that does not log cascades. */
export function hiddenCascades(tables: readonly TableDefinition[], selection: ObjectSelection): HiddenCascade[] {
  const definitions = new Map(tables.map((table) => [keyOf(table.name, selection), table]));
  return tables
    .filter(({ name }) => selection.selects(name))
    .flatMap((child) =>
      child.foreignKeys.filter(isCascading).flatMap((key) => {
        const because = reasonOf(child, key, definitions.get(keyOf(key.referenced, selection)), selection);
        return because === null ? [] : [{ child: child.name, key, because }];
      }),
    );
}

/** Those of `after` that are not in `before`; a child that was renamed since is still the same one. */
export function newHiddenCascades(before: readonly HiddenCascade[], after: readonly HiddenCascade[]): HiddenCascade[] {
  const identify = ({ key, because }: HiddenCascade) => `${key.name} ${tableKey(key.referenced)} ${because}`;
  const isChild = (a: HiddenCascade, b: HiddenCascade) => tableKey(a.child) === tableKey(b.child) && identify(a) === identify(b);
  const gone = before.filter((one) => !after.some((other) => isChild(one, other))).map(identify);
  return after.filter((one) => {
    if (before.some((other) => isChild(one, other))) return false;
    const moved = gone.indexOf(identify(one));
    if (moved >= 0) gone.splice(moved, 1);
    return moved < 0;
  });
}

/** For people who read logs: the key and what is wrong with it. */
export function sayHidden({ child, key, because }: HiddenCascade): string {
  const parent = `${key.referenced.database}.${key.referenced.table}`;
  const why: Record<HiddenBecause, string> = {
    "parent-not-selected": `${parent} is not synchronized`,
    "parent-filtered": `${parent} has a row filter`,
    "child-filtered": "the row filter of the table looks at columns that the cascade changes",
    "column-left-out": "a column of the key is left out",
  };
  return `${child.database}.${child.table}, foreign key ${key.name} (${cascadeActions(key)} of ${parent}): ${why[because]}, and the source does not log what it changes`;
}

const keyOf = (name: TableName, selection: ObjectSelection) => tableKey({ database: selection.fold(name.database), table: selection.fold(name.table) });

function reasonOf(child: TableDefinition, key: ForeignKeyDefinition, parent: TableDefinition | undefined, selection: ObjectSelection): HiddenBecause | null {
  if (!selection.selects(key.referenced)) return "parent-not-selected";
  const of = selection.options(child.name);
  const ofParent = selection.options(key.referenced);
  const leftOut = (names: readonly string[], excluded: readonly string[] = []) => names.some((name) => excluded.some((one) => one.toLowerCase() === name.toLowerCase()));
  if (leftOut(key.columns, of?.excludeColumns) || leftOut(key.referencedColumns, ofParent?.excludeColumns)) return "column-left-out";
  // A parent that is not there (dropped while nobody checked) changes nothing.
  if (parent && ofParent?.filter?.trim()) return "parent-filtered";
  const filter = of?.filter?.trim();
  if (filter && (acts(key.onUpdate) || (acts(key.onDelete) && key.onDelete !== "CASCADE"))) {
    const used = filterColumns(filter, child);
    // What a generated column is made of is not known here.
    if (child.columns.some(({ name, generated }) => used.has(name.toLowerCase()) && (generated !== null || leftOut([name], key.columns)))) return "child-filtered";
  }
  return null;
}
