/**
 * Row filters: which rows of a table exist at the destination. The text is checked here, so that it can only be a deterministic expression over the
 * table's own columns; what it means is left to a server, on a temporary table with exactly the source's column types and collations.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName } from "../../mysql/identifier";
import { tokenize } from "../../mysql/sql-tokens";
import type { TableDefinition } from "../../mysql/table-definition";
import { literalSession } from "../../mysql/connection";
import type { RoutedTable, RowChange, RowImage } from "../change";
import { mayCascade } from "../sql/cascades";

const operators = new Set(["AND", "OR", "NOT", "XOR", "IN", "IS", "NULL", "TRUE", "FALSE", "UNKNOWN", "BETWEEN", "LIKE", "ESCAPE", "DIV", "MOD", "BINARY", "CASE", "WHEN", "THEN", "ELSE", "END", "REGEXP", "RLIKE"]);
const functions = new Set([
  "ABS", "MOD", "FLOOR", "CEIL", "CEILING", "ROUND", "TRUNCATE", "SIGN", "CRC32", "COALESCE", "IFNULL", "NULLIF", "IF", "LOWER", "UPPER", "LENGTH", "CHAR_LENGTH", "LEFT", "RIGHT", "SUBSTRING", "SUBSTR",
  "CONCAT", "TRIM", "LTRIM", "RTRIM", "LOCATE", "INSTR", "HEX", "GREATEST", "LEAST", "YEAR", "MONTH", "DAY", "DAYOFMONTH", "DATE", "TIME", "HOUR", "MINUTE", "SECOND", "QUARTER", "DAYOFWEEK", "WEEKDAY", "DAYOFYEAR", "TO_DAYS", "DATEDIFF",
]);
/** In front of a string literal. */
const literalWords = new Set(["DATE", "TIME", "TIMESTAMP"]);
const marks = new Set(["(", ")", ",", "=", "<", ">", "!", "+", "-", "*", "/", "%", "&", "|", "^", "~"]);

/** Faults of a filter for people; empty when it may be used. Columns are compared without regard to case, as the server does. */
export function filterFaults(filter: string, table: Pick<TableDefinition, "columns" | "name">): string[] {
  const lexed = tokenize(filter);
  if (!lexed) return ["A quote or comment does not end."];
  const { tokens } = lexed;
  if (tokens.length === 0) return ["The filter is empty."];
  const faults: string[] = [];
  const columns = new Set(table.columns.map((column) => column.name.toLowerCase()));
  let open = 0;
  tokens.forEach((token, index) => {
    if (token.text === "(") open += 1;
    if (token.text === ")") open -= 1;
    if (open < 0) faults.push("A closing parenthesis has no opening one.");
    const next = tokens[index + 1];
    if (token.kind === "variable") faults.push(`${token.text}: variables are not allowed.`);
    else if (token.kind === "mark") {
      if (!marks.has(token.text)) faults.push(`${token.text} is not allowed.`);
    } else if (token.kind === "name") {
      if (!columns.has(token.value.toLowerCase())) faults.push(`${token.value} is not a column of the table.`);
    } else if (token.kind === "word") {
      if (next?.text === "(" && functions.has(token.value)) return;
      if (literalWords.has(token.value) && next?.kind === "string") return;
      if (columns.has(token.text.toLowerCase()) && next?.text !== "(") return;
      if (operators.has(token.value)) return;
      faults.push(next?.text === "(" ? `${token.text}() is not allowed: only functions that always give the same result.` : `${token.text} is not a column of the table.`);
    }
  });
  if (open > 0) faults.push("An opening parenthesis is not closed.");
  return [...new Set(faults)];
}

/** The filter's expression as it may stand in a WHERE clause: comments are gone, so that none can hide what follows. Throws `config-invalid`. */
export function filterExpression(filter: string, table: Pick<TableDefinition, "columns" | "name">): string {
  const faults = filterFaults(filter, table);
  if (faults.length > 0) throw new AppError("config-invalid", { detail: `filter of ${table.name.database}.${table.name.table}: ${faults.join(" ")}` });
  return `(${tokenize(filter)!.plain})`;
}

/** Names (in lower case) of the columns that the filter looks at. */
export function filterColumns(filter: string, table: Pick<TableDefinition, "columns">): ReadonlySet<string> {
  const used = new Set((tokenize(filter)?.tokens ?? []).filter((token) => token.kind === "word" || token.kind === "name").map((token) => (token.kind === "word" ? token.text : token.value).toLowerCase()));
  return new Set(table.columns.map((column) => column.name.toLowerCase()).filter((name) => used.has(name)));
}

/** Session of the connection that `FilterEvaluator` uses, also for reading the source with a filter: nothing but the columns decides. */
export const filterSession = literalSession;

/** Rows per question. */
const batchRows = 500;
/** Bytes of literals per question, under the smallest usual max_allowed_packet. */
const batchBytes = 1_000_000;

/**
 * Asks the destination which row images fulfil their table's filter. One per lane or stream, with a connection of its own (`filterSession`), because it
 * keeps temporary tables there; after a lost connection make a new one.
 */
export class FilterEvaluator {
  readonly #made = new Map<number, { readonly version: number; readonly name: string; readonly columns: readonly number[] }>();

  constructor(
    private readonly connection: MysqlConnection,
    /** A database in which the account may make temporary tables. */
    private readonly database: string,
  ) {}

  /**
   * The same changes as they concern the destination: an update that leaves the filter becomes a delete, one that enters it an insert; what is
   * outside before and after is dropped. Order is kept. Changes of tables without a filter pass. Throws `cascade-hidden` where the source's cascades and
   * those of what would be run here are not the same, and its log does not show them.
   */
  async applyFilter(changes: readonly RowChange[]): Promise<RowChange[]> {
    const inside = new Map<RowImage, boolean>();
    const byTable = new Map<RoutedTable, RowImage[]>();
    for (const change of changes) {
      if (change.table.filter === null) continue;
      const images = byTable.get(change.table) ?? [];
      if (images.length === 0) byTable.set(change.table, images);
      if (change.before) images.push(change.before);
      if (change.after) images.push(change.after);
    }
    for (const [table, images] of byTable) await this.#ask(table, images, inside);
    return changes.flatMap((change): RowChange[] => {
      if (change.table.filter === null) return [change];
      const before = change.before !== null && inside.get(change.before) === true;
      const after = change.after !== null && inside.get(change.after) === true;
      if (change.table.cascadesUnlogged) assertSameCascades(change, before, after);
      if (change.kind === "update") {
        if (before && after) return [change];
        if (before) return [{ kind: "delete", table: change.table, before: change.before, after: null }];
        if (after) return [{ kind: "insert", table: change.table, before: null, after: change.after }];
        return [];
      }
      return before || after ? [change] : [];
    });
  }

  async #ask(table: RoutedTable, images: readonly RowImage[], inside: Map<RowImage, boolean>): Promise<void> {
    const { name, columns } = await this.#table(table);
    const expression = filterExpression(table.filter!, table.definition);
    for (let at = 0; at < images.length; ) {
      const parts: Buffer[] = [Buffer.from(`INSERT INTO ${name} VALUES `)];
      let bytes = 0;
      const from = at;
      while (at < images.length && at - from < batchRows && (at === from || bytes < batchBytes)) {
        const image = images[at]!;
        parts.push(Buffer.from(`${at === from ? "" : ","}(${at - from}`));
        for (const column of columns) {
          const literal = image.literal(column);
          bytes += literal.length;
          parts.push(Buffer.from(","), literal);
        }
        parts.push(Buffer.from(")"));
        at += 1;
      }
      await this.connection.run(`DELETE FROM ${name}`);
      await this.connection.run(Buffer.concat(parts));
      const rows = await this.connection.query<{ i: string | number }>(`SELECT \`#i\` AS i FROM ${name} WHERE ${expression}`);
      const fulfilled = new Set(rows.map((row) => Number(row.i)));
      for (let index = from; index < at; index += 1) inside.set(images[index]!, fulfilled.has(index - from));
    }
  }

  /** A temporary table with the filter's columns, typed as at the source. */
  async #table(table: RoutedTable): Promise<{ name: string; columns: readonly number[] }> {
    const known = this.#made.get(table.id);
    if (known?.version === table.version) return known;
    const name = `${quoteName(this.database)}.\`filter_${table.id}\``;
    const used = filterColumns(table.filter!, table.definition);
    const columns = table.columns.flatMap((column, index) => (used.has(column.definition.name.toLowerCase()) ? [index] : []));
    const definitions = columns.map((index) => {
      const { definition } = table.columns[index]!;
      const collate = definition.collation === null ? "" : ` CHARACTER SET ${definition.charset} COLLATE ${definition.collation}`;
      return `${quoteName(definition.name)} ${definition.columnType}${collate} NULL`;
    });
    await this.connection.run(`DROP TEMPORARY TABLE IF EXISTS ${name}`);
    await this.connection.run(`CREATE TEMPORARY TABLE ${name} (${["`#i` INT NOT NULL", ...definitions].join(", ")})`);
    const made = { version: table.version, name, columns };
    this.#made.set(table.id, made);
    return made;
  }
}

/** Only what stays inside the filter, or never was in it and has no children, cascades here as it does at the source. */
function assertSameCascades(change: RowChange, before: boolean, after: boolean): void {
  const same = change.kind === "insert" || (change.kind === "delete" ? before : before && after) || (change.kind === "update" && !before && !mayCascade(change));
  if (same) return;
  const { database, table } = change.table.source;
  throw new AppError("cascade-hidden", { detail: `a ${change.kind} of ${database}.${table} crosses the row filter, and other tables refer to this one with cascades`, context: { table: `${database}.${table}` } });
}
