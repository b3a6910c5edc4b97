/**
 * What the destination holds of a chunk, read back inside the transaction that wrote it and printed as the literals that were sent. A trigger,
 * a column of another type or an engine that keeps nothing changes rows without an error or a warning: this is where it is found.
 *
 * Both sides of the comparison are prints of the same values by `cell-literal.ts`, the source's from its own cells. Nothing else writes what was
 * just written: the rows are locked by their transaction, and the task's own changes come behind the load.
 */
import { AppError } from "../../errors/app-error";
import type { CellServer } from "../../mysql/cell-server";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteTable } from "../../mysql/identifier";
import { RawCells, readRawRows } from "../../mysql/raw-rows";
import { keyLiteral, keyRangeCondition, wholeTable, type KeyRange } from "../sql/key-range";
import { appendRowLiterals, cellReader, type CellReader } from "../values/cell-literal";
import { LiteralWriter } from "../values/escape";
import { hasSnapshots } from "./keyless-table";
import { OrderedRows, rowDigest, type RowsByDigest, SummedRows } from "./sent-rows";
import type { TablePlan } from "./table-plan";

/** Longer rows with JSON are counted, not read back. */
const printedJsonBytes = 16 * 1024 * 1024;
/** Rows that are looked up by their keys at a time. */
const keysPerQuery = 200;
/** Bytes of printed rows that are hashed at a time. */
const hashedBytes = 256 * 1024;

export class ReadBack {
  readonly #readers: readonly CellReader[];
  readonly #quotedKey: readonly string[];
  /** Places of the key's cells in a raw row of the source, and how many cells that has. */
  readonly #keyCells: readonly number[];
  readonly #cells: number;
  /** MariaDB stores minus zero as zero. */
  readonly signless: boolean;

  private constructor(
    readonly plan: TablePlan,
    /** Columns of all indexes and the engine, as the destination has them. */
    readonly there: { readonly index: string | null; readonly transactional: boolean },
    server: CellServer,
    /** The destination prints every value of the table as the source does. */
    readonly comparable: boolean,
  ) {
    const written = plan.table.columns.slice(0, plan.table.writableCount);
    this.#readers = written.map((column, i) => cellReader(column.definition, quoteName(column.destinationName), { jsonTable: plan.readers[i]!.kind === "typed-json" }, plan.table.jsonIsText));
    const parts = plan.table.identity?.parts ?? [];
    this.#quotedKey = parts.map(({ column }) => quoteName(plan.table.columns[column]!.destinationName));
    this.#cells = plan.readers.reduce((sum, reader) => sum + reader.expressions.length, 0);
    this.#keyCells = parts.map(({ column }) => plan.readers.slice(0, column).reduce((sum, reader) => sum + reader.expressions.length, 0));
    this.signless = server.flavour === "mariadb" && plan.readers.some(({ kind }) => kind === "double");
  }

  static async open(connection: MysqlConnection, plan: TablePlan, server: CellServer): Promise<ReadBack> {
    const { database, table } = plan.table.destination;
    const [found] = await connection.query<{ engine: string | null }>("SELECT ENGINE AS engine FROM information_schema.TABLES WHERE TABLE_SCHEMA=? AND TABLE_NAME=?", [database, table]);
    const indexes = new Map<string, string[] | null>();
    for (const row of await connection.query("SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA=? AND TABLE_NAME=? ORDER BY INDEX_NAME, SEQ_IN_INDEX", [database, table])) {
      const name = row["INDEX_NAME"]!;
      const columns = indexes.get(name);
      // Parts of columns, expressions, and indexes that the optimizer may not use.
      if (row["SUB_PART"] != null || row["COLUMN_NAME"] == null || row["IS_VISIBLE"] === "NO" || row["IGNORED"] === "YES" || columns === null) indexes.set(name, null);
      else indexes.set(name, [...(columns ?? []), row["COLUMN_NAME"].toLowerCase()]);
    }
    const wanted = (plan.table.identity?.parts ?? []).map(({ column }) => plan.table.columns[column]!.destinationName.toLowerCase());
    const index = [...indexes].find(([, columns]) => columns !== null && wanted.length > 0 && wanted.every((name, i) => columns[i] === name))?.[0] ?? null;
    // JSON without the types of its nodes may be printed otherwise than it was.
    const comparable = plan.readers.every(({ kind }) => (kind === "typed-json" ? server.jsonTable : kind !== "json" || plan.table.jsonIsText === true));
    return new ReadBack(plan, { index, transactional: hasSnapshots(found?.engine ?? "") }, server, comparable);
  }

  /** Whether rows of this range can be read without reading the whole table each time. */
  reads(range: KeyRange): boolean {
    return this.comparable && (isWhole(range) || this.there.index !== null);
  }

  /** Whether a row of so many bytes can be printed again within the memory of a task: JSON takes several times its size. */
  holds(bytes: number): boolean {
    return bytes <= printedJsonBytes || this.plan.readers.every(({ kind }) => kind !== "typed-json");
  }

  /** Whether the destination has rows there already. */
  async holdsRows(connection: MysqlConnection, range: KeyRange): Promise<boolean> {
    let found = false;
    await readRawRows(connection, `SELECT 1 FROM ${this.#rows(range)} LIMIT 1`, () => void (found = true));
    return found;
  }

  /** The digest of the range's rows in the order that the destination gives them. */
  async ordered(connection: MysqlConnection, range: KeyRange): Promise<string> {
    const all = new OrderedRows();
    const text = new LiteralWriter(hashedBytes + 64 * 1024);
    const flush = () => {
      all.taken(text.buffer, 0, text.length === 0 ? [] : [text.length]);
      text.clear();
    };
    await readRawRows(connection, this.#select(range), (buffer, offset) => {
      if (text.length > 0) text.byte(0x2c);
      this.#append(text, buffer, offset);
      if (text.length >= hashedBytes) flush();
    });
    flush();
    return all.digest();
  }

  /** The digests of the range's rows. */
  async digests(connection: MysqlConnection, range: KeyRange, onDigest: (digest: string) => void): Promise<void> {
    await this.#each(connection, this.#select(range), (row) => onDigest(rowDigest(row, this.signless)));
  }

  /** All rows of a table. */
  async sums(connection: MysqlConnection): Promise<SummedRows> {
    const sums = new SummedRows(this.signless);
    await this.#each(connection, this.#select(wholeTable), (row) => sums.add(row));
    return sums;
  }

  /** How many of the rows are found by their keys, as they were sent; stops at `enough`. For keys that the destination sorts otherwise. */
  async findByKey(connection: MysqlConnection, sent: RowsByDigest, enough: number): Promise<number> {
    // A generated column in the key is not among the cells.
    if (this.plan.table.identity!.parts.some(({ column }) => column >= this.plan.table.writableCount)) return 0;
    const keys = [...sent.keys.values()];
    let found = 0;
    for (let from = 0; from < keys.length && found < enough; from += keysPerQuery) {
      const condition = keys.slice(from, from + keysPerQuery).map((key) => `(${key})`).join(" OR ");
      await this.#each(connection, `SELECT ${this.#expressions()} FROM ${quoteTable(this.plan.table.destination)} WHERE ${condition}`, (row) => {
        if (sent.keys.delete(rowDigest(row, this.signless))) found += 1;
      });
    }
    return found;
  }

  /** Condition that finds a raw row of the source by its key at the destination. */
  keyOf(buffer: Buffer, offset: number): string {
    if (this.#keyCells.some((cell) => cell >= this.#cells)) return "";
    const cells = new RawCells();
    const { table } = this.plan;
    let at = -1;
    const parts = table.identity!.parts.map(({ column }, i) => ({ column: table.columns[column]!.definition, cell: this.#keyCells[i]!, name: this.#quotedKey[i]!, literal: "" }));
    cells.begin(buffer, offset);
    // The parts of a key may stand in another order than their columns.
    for (const part of parts.toSorted((a, b) => a.cell - b.cell)) {
      for (; at < part.cell; at++) cells.next();
      const cell = buffer.subarray(cells.start, cells.end);
      part.literal = part.column.dataType === "bit" ? `0x${cell.toString("hex")}` : keyLiteral(part.column, cell);
    }
    return parts.map(({ name, literal }) => `${name}=${literal}`).join(" AND ");
  }

  /** Throws: the destination holds other rows than were sent. Names the table's triggers, which are the most likely reason. */
  async refuse(connection: MysqlConnection, rows: number): Promise<never> {
    const { database, table } = this.plan.table.destination;
    const triggers = await connection.query<{ name: string }>("SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA=? AND EVENT_OBJECT_TABLE=? AND EVENT_MANIPULATION='INSERT'", [database, table]);
    throw new AppError("destination-changes-rows", {
      detail: triggers.length === 0 ? `${database}.${table}` : `${database}.${table}, which has the triggers ${triggers.map(({ name }) => name).join(", ")}`,
      context: { role: "destination", table: `${database}.${table}`, rows },
    });
  }

  async #each(connection: MysqlConnection, sql: string, onRow: (row: Buffer) => void): Promise<void> {
    const text = new LiteralWriter(4096);
    await readRawRows(connection, sql, (buffer, offset) => {
      text.clear();
      this.#append(text, buffer, offset);
      onRow(text.view());
    });
  }

  #append(text: LiteralWriter, buffer: Buffer, offset: number): void {
    text.byte(0x28);
    appendRowLiterals(text, this.#readers, buffer, offset);
    text.byte(0x29);
  }

  #expressions(): string {
    return this.#readers.flatMap((reader) => reader.expressions).join(",") || "1";
  }

  #select(range: KeyRange): string {
    return `SELECT ${this.#expressions()} FROM ${this.#rows(range)}`;
  }

  /** Held to the key as at the source: a table that was just filled has no statistics to choose by, and rows come in the same order. */
  #rows(range: KeyRange): string {
    const condition = keyRangeCondition(this.#quotedKey, range);
    const { index } = this.there;
    return `${quoteTable(this.plan.table.destination)}${index === null ? "" : ` FORCE INDEX (${quoteName(index)})`}${condition === null ? "" : ` WHERE ${condition}`}`;
  }
}

function isWhole(range: KeyRange): boolean {
  return range.after === null && range.upTo === null;
}
