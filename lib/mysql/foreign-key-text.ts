/**
 * Foreign keys out of SHOW CREATE TABLE text. The server prints one per line in one fixed form (sql_quote_show_create=1), with names
 * in backticks, and leaves out the default action:
 * ``CONSTRAINT `n` FOREIGN KEY (`a`, `b`) REFERENCES [`d`.]`t` (`c`, `d`) [ON DELETE x] [ON UPDATE y]``
 */
import { unquoteName } from "./identifier";
import type { ForeignKeyDefinition, ReferentialAction } from "./table-definition";

const name = "`(?:[^`]|``)*`";
const list = `\\((${name}(?:, ?${name})*)\\)`;
const line = new RegExp(`^  CONSTRAINT (${name}) FOREIGN KEY ${list} REFERENCES (?:(${name})\\.)?(${name}) ${list}(.*?),?$`, "gm");

/** Sorted by name. `database` is that of the table: a parent without a database is in it. */
export function parseForeignKeys(createStatement: string, database: string): ForeignKeyDefinition[] {
  const result: ForeignKeyDefinition[] = [];
  for (const [, constraint, columns, parentDatabase, parent, parentColumns, actions] of createStatement.matchAll(line)) {
    result.push({
      name: unquoteName(constraint!),
      columns: names(columns!),
      referenced: { database: parentDatabase ? unquoteName(parentDatabase) : database, table: unquoteName(parent!) },
      referencedColumns: names(parentColumns!),
      onDelete: action(actions!, "DELETE"),
      onUpdate: action(actions!, "UPDATE"),
    });
  }
  return result.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function names(text: string): string[] {
  return [...text.matchAll(new RegExp(name, "g"))].map(([token]) => unquoteName(token));
}

function action(text: string, on: "DELETE" | "UPDATE"): ReferentialAction {
  const found = new RegExp(`ON ${on} (CASCADE|SET NULL|SET DEFAULT|RESTRICT|NO ACTION)`).exec(text)?.[1];
  return (found as ReferentialAction | undefined) ?? "NO ACTION";
}
