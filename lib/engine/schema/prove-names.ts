/**
 * A schema statement in which columns were given their names at the destination must do there what the source's statement did. Nobody has to believe the reading of
 * the text: the server runs it on an empty table with the destination's names, and the result must be, to the letter, what the source's statement made of the
 * same table with its columns renamed.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import { tableKey } from "../../mysql/identifier";
import { meetingColumns } from "../router/column-names";
import type { ColumnNames } from "../router/column-names";
import { createTableText } from "./definition-text";
import { onScratch } from "./evolve-definition";
import type { ScratchPlace } from "./evolve-definition";
import { withoutCounter } from "./schema-history";

export interface NamesProof {
  readonly before: TableDefinition;
  readonly names: ColumnNames;
  readonly namesAfter: ColumnNames;
  readonly parentColumns: (parent: TableName) => ColumnNames;
  readonly excludeColumns: readonly string[];
  /** The statement for the destination, on the scratch table. */
  readonly statement: (scratch: TableName, parent: (name: TableName) => TableName) => string;
}

/** A server that names an index after its column writes it as the column is written there: names of indexes have no case. */
const printed = (statement: string) => withoutCounter(statement).replaceAll(/^(\s*(?:UNIQUE |FULLTEXT |SPATIAL )?KEY )(`(?:[^`]|``)+`)/gm, (_, head: string, name: string) => head + name.toLowerCase());

/** `after`: what the source's statement has made of the table. `runs` false: only the names themselves are looked at. Throws `ddl-unsupported` when both differ, and what the server answers. */
export async function proveNames(connection: MysqlConnection, place: ScratchPlace, proof: NamesProof, after: TableDefinition, session: { enter(): Promise<void>; leave(): Promise<void> }, runs = true): Promise<void> {
  const { before, names, namesAfter, parentColumns, excludeColumns, statement } = proof;
  const text = { excludeColumns, utf8mb4Collation: place.utf8mb4Collation };
  const columnsOf = (own: ColumnNames) => (parent: TableName) => ([before.name, after.name].some((name) => tableKey(name) === tableKey(parent)) ? own : parentColumns(parent));
  const create = (scratch: TableName, parent: (name: TableName) => TableName) => createTableText(before, { ...text, target: scratch, parent, columnNames: names, parentColumns: columnsOf(names) });
  const meeting = meetingColumns(after, namesAfter, new Set(excludeColumns.map((column) => column.toLowerCase())));
  if (meeting) throw new AppError("ddl-unsupported", { detail: `columns ${meeting.columns.join(" and ")} of ${after.name.database}.${after.name.table} would both be ${meeting.name} at the destination. Reset the task with another name for one of them.` });
  if (!runs) return;
  const made = await onScratch(connection, place, create, session, statement);
  const same = (parent: TableName) => parent;
  const wanted = createTableText(after, { ...text, target: after.name, parent: same, columnNames: namesAfter, parentColumns: columnsOf(namesAfter) });
  const found = createTableText(made.after, { target: after.name, parent: (name) => made.standIns.meant(name, after.name), utf8mb4Collation: place.utf8mb4Collation });
  if (printed(wanted) === printed(found)) return;
  const line = found.split("\n").find((one) => !wanted.includes(one.replace(/,$/, ""))) ?? wanted.split("\n").find((one) => !found.includes(one.replace(/,$/, ""))) ?? "the order of columns";
  throw new AppError("ddl-unsupported", { detail: `columns of ${after.name.database}.${after.name.table} have other names at the destination, and the statement with those names would make something else of the table: ${line.trim().slice(0, 300)}` });
}
