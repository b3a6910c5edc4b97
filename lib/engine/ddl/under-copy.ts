/**
 * A schema change that the copy of the initial load may have seen already. The log is replayed over rows that were read in part after it, but with the
 * definitions of before: what the statement does to values, names or places would then be done to them a second time.
 *
 * Harmless for a table with a key: whatever was written behind the change comes through the log once more, as a whole row. So TRUNCATE, DROP, new and
 * dropped columns, keys and wider types are replayed. What is not harmless stops the task before anything happens.
 */
import { AppError } from "../../errors/app-error";
import { tableKey } from "../../mysql/identifier";
import type { ColumnDefinition, TableDefinition, TableName } from "../../mysql/table-definition";
import type { DdlChange } from "../change";
import { upTo } from "../position/up-to";
import type { SourcePosition } from "../position/position";
import type { SchemaEffect } from "../schema/schema-history";
import { shorten } from "./carry-out";
import type { DdlExecutorOptions } from "./ddl-executor";
import type { DdlDecision } from "./decision";

/** Where the copy of a table stands: exactly at a position, or somewhere before it. */
export interface CopyEnd {
  readonly position: SourcePosition;
  readonly exact: boolean;
}

/** Throws `schema-changed-during-load` when a copied table would not hold the source's rows behind the change. `effects`: all that it does to the history. */
export function assertCopiesHold(ddl: DdlChange, decision: Exclude<DdlDecision, { kind: "stop" }>, effects: readonly SchemaEffect[], text: string, options: DdlExecutorOptions): void {
  const { history, router } = options;
  /** Null: not copied, or copied as a whole before the change. */
  const copyUnder = (name: TableName): CopyEnd | null => {
    const copy = options.copyOf?.(name) ?? null;
    return copy !== null && upTo(copy.position)(ddl) ? copy : null;
  };
  const stop = (name: TableName, why: string): never => {
    const table = `${name.database}.${name.table}`;
    throw new AppError("schema-changed-during-load", { detail: `${table} ${why}: ${shorten(text)}`, context: { table } });
  };
  const put = effects.flatMap((effect) => (effect.kind === "put-table" ? [effect.definition] : []));
  const removed = effects.flatMap((effect) => (effect.kind === "remove-table" ? [effect.name] : []));
  const touched = new Set((decision.kind === "apply" ? decision.steps : []).flatMap((step) => step.touches.filter(({ kind }) => kind === "table").map(({ name }) => tableKey(name))));
  const exchanges = decision.kind === "apply" && decision.steps.some((step) => step.whenUnseen === "ask");
  for (const { name } of history.tables) {
    const copy = copyUnder(name);
    if (copy === null) continue;
    const isTouched = touched.has(tableKey(router.mapping.table(name)));
    if (copy.exact && (isTouched || removed.some((one) => isSame(one, name)))) stop(name, "has no key, and was altered, emptied or dropped before its copy was read");
    if (exchanges && isTouched) stop(name, "exchanged a partition while it was copied");
    if (put.length > 0 && removed.some((one) => isSame(one, name))) stop(name, "was renamed while it was copied");
  }
  for (const after of put) {
    const before = history.table(after.name);
    if (before === null || copyUnder(after.name) === null) continue;
    const why = harm(before, after);
    if (why !== null) stop(after.name, why);
  }
}

const isSame = (a: TableName, b: TableName) => tableKey(a) === tableKey(b);

/** Why rows that were read with the definition of `before`, partly behind the change, are not those of the source once the change is replayed. */
function harm(before: TableDefinition, after: TableDefinition): string | null {
  const nameOf = (column: ColumnDefinition) => column.name.toLowerCase();
  const byName = new Map(after.columns.map((column) => [nameOf(column), column]));
  const known = new Set(before.columns.map(nameOf));
  const gained = after.columns.filter((column) => !known.has(nameOf(column)));
  const kept = before.columns.filter((column) => byName.has(nameOf(column)));
  if (kept.length < before.columns.length && gained.length > 0) return "got other names for its columns while it was copied";
  // Two columns that change their names with each other look like two that change their places.
  if (kept.map(nameOf).join("\0") !== after.columns.map(nameOf).filter((name) => known.has(name)).join("\0")) return "got another order of its columns while it was copied";
  if (gained.some((column) => column.autoIncrement)) return "got a column that numbers its rows while it was copied";
  const keyed = new Set(before.keys.filter(({ unique }) => unique).flatMap(({ parts }) => parts.map(({ column }) => column?.toLowerCase())));
  const changed = kept.find((column) => !travelsAlike(column, byName.get(nameOf(column))!, keyed.has(nameOf(column))));
  return changed ? `got another type for its column ${changed.name} while it was copied` : null;
}

const integers = new Set(["tinyint", "smallint", "mediumint", "int", "bigint"]);
const texts = new Set(["char", "varchar", "tinytext", "text", "mediumtext", "longtext"]);

/** Whether a value that was read behind the change means the same in the column of before: it travels as bytes, as a number, as the index of a member. */
function travelsAlike(before: ColumnDefinition, after: ColumnDefinition, isKey: boolean): boolean {
  if (before.columnType === after.columnType && before.charset === after.charset && before.generated === after.generated) return !isKey || before.collation === after.collation;
  if (before.generated !== after.generated || before.charset !== after.charset || (isKey && before.collation !== after.collation)) return false;
  if (integers.has(before.dataType) && integers.has(after.dataType)) return true;
  if (texts.has(before.dataType) && texts.has(after.dataType)) return true;
  if (before.dataType !== after.dataType) return false;
  // Members that are added at the end move none of the others.
  if (before.dataType === "enum" || before.dataType === "set") return after.columnType.startsWith(`${before.columnType.slice(0, -1)},`);
  return true;
}
