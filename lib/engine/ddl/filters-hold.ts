/**
 * A row filter says which rows are carried by what their columns hold. A schema change that gives a column of the filter other values, or lets them compare
 * otherwise, moves rows over the filter's border without a row change in the log: those are decided by a person.
 */
import { AppError } from "../../errors/app-error";
import type { ColumnDefinition, TableDefinition } from "../../mysql/table-definition";
import type { ObjectSelection } from "../router/object-selection";
import { filterColumns } from "../router/row-filter";
import type { SchemaEffect, SchemaHistory } from "../schema/schema-history";

/** Throws `ddl-unsupported`. */
export function assertFiltersHold(effects: readonly SchemaEffect[], history: SchemaHistory, selection: ObjectSelection): void {
  const leaving = effects.flatMap((effect) => (effect.kind === "remove-table" ? [effect.name] : []));
  for (const effect of effects) {
    if (effect.kind !== "put-table") continue;
    const { definition } = effect;
    const before = history.table(definition.name) ?? (leaving.length === 1 ? history.table(leaving[0]!) : null);
    const filter = (selection.options(before?.name ?? definition.name) ?? selection.options(definition.name))?.filter?.trim();
    if (!before || !filter) continue;
    const column = [...filterColumns(filter, before)].find((name) => !isSame(columnOf(before, name)!, columnOf(definition, name)));
    if (column === undefined) continue;
    const table = `${before.name.database}.${before.name.table}`;
    throw new AppError("ddl-unsupported", { detail: `it changes ${column}, which the row filter of ${table} looks at: other rows than before may pass it`, context: { table } });
  }
}

const columnOf = ({ columns }: TableDefinition, name: string) => columns.find((one) => one.name.toLowerCase() === name);

/** What the values are and how they compare. A text that may be longer is the same text; what may be NULL from now on is not by that. */
function isSame(before: ColumnDefinition, after: ColumnDefinition | undefined): boolean {
  if (!after || before.generated !== after.generated || before.collation !== after.collation || before.charset !== after.charset || (before.nullable && !after.nullable)) return false;
  if (before.columnType === after.columnType) return true;
  return before.dataType === after.dataType && /^var(char|binary)$/.test(before.dataType) && lengthOf(after) >= lengthOf(before);
}

const lengthOf = ({ columnType }: ColumnDefinition) => Number(/\((\d+)\)/.exec(columnType)?.[1] ?? 0);
