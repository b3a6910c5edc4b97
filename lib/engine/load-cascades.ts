/**
 * Cascades that the source did not log, up to the end of the load. The destination runs them itself, over rows that may have been copied as they were later.
 * That is right as long as the log brings back whatever such a cascade takes from a row that it should not have reached. Not always does it:
 *
 * 1. A row leaves a key (deleted, or its key changed), another one takes the key later, and brings rows with it by ON UPDATE CASCADE, of which the log says
 *    nothing. They go with the first row and never come again.
 * 2. A row leaves a key, a row with that key is there again, and a third row is made to refer to it. When it was copied behind all that, it goes with the first row,
 *    and comes again by its own change; but not what refers to *it* (nor, where what it refers by is its own key, does it leave the key that the cascade gave it).
 * 3. A table without a key, whose copy stands at a place of the log: changes before are passed over, and bring nothing back.
 *
 * Which rows belong to whom cannot be told then: the task stops.
 */
import { AppError } from "../errors/app-error";
import type { RowChange, RowImage, RoutedForeignKey, RoutedTable } from "./change";
import { mustCascade } from "./sql/cascades";
import { sameLiteral } from "./sql/key-fold";

/** More keys than these are not kept: from then on every taken key may have been left before. */
const mostKeys = 2_000_000;

/** Of the tables of this task. */
export interface CopiedTables {
  /** Null: not carried. */
  resolve(database: string, table: string): RoutedTable | null;
  /** Whether the table's copy may have seen this change. */
  mayHaveSeen(table: RoutedTable): boolean;
}

export class LeftKeys {
  readonly #left = new Map<RoutedTable["id"], Set<string>>();
  #count = 0;

  /** `isComplete`: nothing of the log since the begin of the load was applied before. */
  constructor(private readonly isComplete: boolean) {}

  /** In the order of the log, also of changes that are passed over because a copy holds them. Throws `cascade-during-load` when one of the cases is there, or cannot be ruled out. */
  follow(change: RowChange, copies: CopiedTables): void {
    this.#refers(change, copies);
    if (!mustCascade(change) || change.before === null) return;
    const { table, before, after } = change;
    if (table.copiedUpTo !== null && copies.mayHaveSeen(table)) throw doubt(table, null);
    for (const column of referenced(table)) {
      if (after !== null && sameLiteral(before, after, column)) continue;
      if (after !== null && !after.isNull(column) && this.#mayHaveLeft(table, column, keyOf(after, column), copies)) throw doubt(table, column);
      this.#leave(table, column, keyOf(before, column));
    }
  }

  /** Cases 2 and 3. */
  #refers(change: RowChange, copies: CopiedTables): void {
    const { table, before, after } = change;
    if (after === null || table.foreignKeys.length === 0) return;
    for (const key of table.foreignKeys) {
      if (!key.cascades || key.columns.some((column) => after.isNull(column)) || !losesMore(change, key)) continue;
      if (before !== null && key.columns.every((column) => sameLiteral(before, after, column))) continue;
      const parent = copies.resolve(key.parent.database, key.parent.table);
      if (!parent?.cascadesUnlogged || !copies.mayHaveSeen(table)) continue;
      key.columns.forEach((column, part) => {
        const referred = parent.columns.findIndex(({ definition }) => definition.name.toLowerCase() === key.parentColumns[part]?.toLowerCase());
        const value = referred >= 0 && writtenAlike(table, column, parent, referred) ? keyOf(after, column) : null;
        if (this.#mayHaveLeft(parent, referred, value, copies)) throw doubt(table, column);
      });
    }
  }

  #leave(table: RoutedTable, column: number, key: string | null): void {
    const left = this.#left.get(table.id) ?? new Set();
    this.#left.set(table.id, left);
    const entry = key === null ? anyOf(column) : `${column}:${key}`;
    if (this.#count >= mostKeys || left.has(entry)) return;
    left.add(entry);
    this.#count += 1;
  }

  /** `key` null: it cannot be told which one. */
  #mayHaveLeft(table: RoutedTable, column: number, key: string | null, copies: CopiedTables): boolean {
    if (!this.isComplete || this.#count >= mostKeys || this.#goesUnheard(table, copies, new Set())) return true;
    const left = this.#left.get(table.id);
    return left !== undefined && left.size > 0 && (key === null || left.has(`${column}:${key}`) || left.has(anyOf(column)));
  }

  /** Rows of a table that is a child itself also go by cascades that nobody hears of, once a row of a parent has gone. */
  #goesUnheard(table: RoutedTable, copies: CopiedTables, seen: Set<number>): boolean {
    if (seen.has(table.id)) return false;
    seen.add(table.id);
    return table.foreignKeys.some((key) => {
      const parent = key.cascades ? copies.resolve(key.parent.database, key.parent.table) : null;
      return parent !== null && ((this.#left.get(parent.id)?.size ?? 0) > 0 || this.#goesUnheard(parent, copies, seen));
    });
  }
}

/** Whether a cascade from `key` takes more from the row than its own change gives back. */
function losesMore({ kind, table }: RowChange, { columns }: RoutedForeignKey): boolean {
  return table.identity === null || (kind === "update" && table.cascadesUnlogged) || table.identity.parts.some((part) => columns.includes(part.column));
}

function referenced(table: RoutedTable): number[] {
  return table.columns.flatMap(({ definition }, index) => (table.referencedColumns === undefined || table.referencedColumns.has(definition.name.toLowerCase()) ? [index] : []));
}

const integers = new Set(["tinyint", "smallint", "mediumint", "int", "bigint"]);

/** Whether equal values of both columns have equal literals. */
function writtenAlike(table: RoutedTable, column: number, parent: RoutedTable, referred: number): boolean {
  const [a, b] = [table.columns[column]!.definition, parent.columns[referred]!.definition];
  return a.columnType === b.columnType || (integers.has(a.dataType) && integers.has(b.dataType)) || (a.dataType === "varchar" && b.dataType === "varchar");
}

const anyOf = (column: number) => `${column}:*`;

/**
 * Two spellings of one key under the column's collation are one here: letters in one case, without spaces at the end. Null: of other characters that is not known.
 */
function keyOf(image: RowImage, column: number): string | null {
  const text = image.literal(column).toString("latin1");
  return /^[ -~]*$/.test(text) ? text.toLowerCase().replace(/ +'$/, "'") : null;
}

function doubt({ source: { database, table }, columns }: RoutedTable, column: number | null): AppError {
  const name = `${database}.${table}`;
  return new AppError("cascade-during-load", { detail: column === null ? name : `${name}.${columns[column]!.definition.name}`, context: { table: name } });
}
