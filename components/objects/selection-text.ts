/**
 * A selection as lines of text:
 *   shop                             whole database
 *   shop => shop_prod                whole database under another name
 *   crm.orders                       one table
 *   crm.orders => crm_new.orders_v2  one table under other names
 * Names with a dot, blank, `#`, backtick or arrow stand in backticks (doubled inside). Empty lines and lines that begin with `#` say nothing.
 */
import { addDatabase, addTables, destinationDatabase, destinationTable, editOf, renameDatabase, renameTables, rulesOf, type Selection, setAside } from "./selection";

export interface ImportLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly database: string;
  /** Absent = whole database. */
  readonly table?: string;
  readonly toDatabase?: string;
  readonly toTable?: string;
}

/** `syntax`: not of this form. `conflict`: says something else than an earlier line. `unknown-…`: the source does not have it. */
export type ImportProblem = "syntax" | "conflict" | "unknown-database" | "unknown-table";

export interface ImportFault {
  readonly line: number;
  readonly text: string;
  readonly problem: ImportProblem;
}

const plain = /^[^\s`.#]+$/;
const quote = (name: string) => (plain.test(name) && !name.includes("=>") ? name : `\`${name.replaceAll("`", "``")}\``);

/** Filters and left-out columns have no place in this format: the caller says so. */
export function exportText(selection: Selection): string {
  const lines: string[] = [];
  for (const choice of selection) {
    const to = destinationDatabase(choice);
    const line = (table: string) => {
      const target = destinationTable(choice, table);
      const from = `${quote(choice.database)}.${quote(table)}`;
      lines.push(to === choice.database && target === table ? from : `${from} => ${quote(to)}.${quote(target)}`);
    };
    if (choice.whole) {
      lines.push(to === choice.database ? quote(choice.database) : `${quote(choice.database)} => ${quote(to)}`);
      for (const [table, edit] of Object.entries(choice.edits)) if (edit.as !== undefined) line(table);
    } else choice.chosen.forEach(line);
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** How much of a selection the text cannot say. */
export function unsaidInText(selection: Selection): number {
  return selection.reduce(
    (sum, choice) =>
      sum +
      setAside(choice).length +
      rulesOf(choice).length +
      (choice.dml || choice.ddl ? 1 : 0) +
      Object.keys(choice.edits).filter((table) => editOf(choice, table).filter !== undefined || editOf(choice, table).excludeColumns !== undefined || editOf(choice, table).columnNames !== undefined || editOf(choice, table).dml !== undefined || editOf(choice, table).ddl !== undefined).length,
    0,
  );
}

function readNames(text: string): [string, string?] | null {
  const names: string[] = [];
  const token = /\s*(?:`((?:[^`]|``)+)`|([^\s`.#]+))\s*(\.|$)/y;
  let at = 0;
  for (;;) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return null;
    names.push(match[1] !== undefined ? match[1].replaceAll("``", "`") : match[2]!);
    at = token.lastIndex;
    if (match[3] === "") break;
  }
  const [database, table] = names;
  return names.length > 2 || database === undefined ? null : table === undefined || table === "*" ? [database] : [database, table];
}

/** Splits at the arrow that stands outside of backticks. */
function splitArrow(text: string): [string, string?] {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "`") quoted = !quoted;
    if (!quoted && text.startsWith("=>", at)) return [text.slice(0, at), text.slice(at + 2)];
  }
  return [text];
}

/** Reads the lines; what cannot be read is listed, with its line. */
export function parseText(text: string): { readonly lines: readonly ImportLine[]; readonly faults: readonly ImportFault[] } {
  const lines: ImportLine[] = [];
  const faults: ImportFault[] = [];
  const targetOf = new Map<string, string>();
  text.split(/\r\n|\n|\r/).forEach((raw, index) => {
    const line = index + 1;
    const said = raw.trim().replace(/;$/, "");
    if (said === "" || said.startsWith("#")) return;
    const [left, right] = splitArrow(said);
    const from = readNames(left);
    const to = right === undefined ? undefined : readNames(right);
    // A whole database goes to a database, a table to a table.
    if (from === null || to === null || (to !== undefined && (to[1] === undefined) !== (from[1] === undefined))) {
      faults.push({ line, text: said, problem: "syntax" });
      return;
    }
    const [database, table] = from;
    const target = to?.[0] ?? database;
    const earlier = targetOf.get(database);
    // All tables of a database go to one database.
    if (earlier !== undefined && earlier !== target) {
      faults.push({ line, text: said, problem: "conflict" });
      return;
    }
    targetOf.set(database, target);
    lines.push({
      line,
      text: said,
      database,
      ...(table !== undefined && { table }),
      ...(to && { toDatabase: to[0] }),
      ...(to?.[1] !== undefined && { toTable: to[1] }),
    });
  });
  return { lines, faults };
}

/** Lines about objects that the source does not have. `tablesOf` answers null for an unknown database. */
export function unknownLines(lines: readonly ImportLine[], tablesOf: (database: string) => ReadonlySet<string> | null): readonly ImportFault[] {
  return lines.flatMap((line): ImportFault[] => {
    const tables = tablesOf(line.database);
    if (tables === null) return [{ line: line.line, text: line.text, problem: "unknown-database" }];
    if (line.table !== undefined && !tables.has(line.table)) return [{ line: line.line, text: line.text, problem: "unknown-table" }];
    return [];
  });
}

/** Adds what the lines say. Names of tables are set also within a whole database. */
export function importLines(selection: Selection, lines: readonly ImportLine[]): Selection {
  const grouped = new Map<string, ImportLine[]>();
  for (const line of lines) {
    const earlier = grouped.get(line.database);
    if (earlier) earlier.push(line);
    else grouped.set(line.database, [line]);
  }
  let next = selection;
  for (const [database, own] of grouped) {
    const tables = own.flatMap((line) => (line.table === undefined ? [] : [line.table]));
    next = own.some((line) => line.table === undefined) ? addDatabase(next, database) : addTables(next, database, tables);
    const target = own.find((line) => line.toDatabase !== undefined)?.toDatabase;
    if (target !== undefined) next = renameDatabase(next, database, target);
    next = renameTables(
      next,
      database,
      new Map(own.flatMap((line) => (line.table === undefined || line.toTable === undefined ? [] : [[line.table, line.toTable] as const]))),
    );
  }
  return next;
}
