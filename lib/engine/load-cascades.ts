import { AppError } from "../errors/app-error";
import type { RowChange, RowImage, RoutedTable } from "./change";
import { mustCascade } from "./sql/cascades";
import { sameLiteral } from "./sql/key-fold";

/** More keys than these are not kept: from then on every taken key may have been left before. */
const mostKeys = 2_000_000;

/**
 * Up to the end of the load a cascade that the source did not log runs over children that may have been copied as they were later. It reaches too many
 * of them in one case alone: a row leaves a key (deleted, or its key changed), and behind that another row takes the same key and brings its children with
 * it by ON UPDATE CASCADE, of which the log says nothing. Children that were copied behind both would go with the first row and never come again.
 */
export class LeftKeys {
  readonly #left = new Map<RoutedTable["id"], Set<string>>();
  #count = 0;

  /** `isComplete`: nothing of the log since the begin of the load was applied before. */
  constructor(private readonly isComplete: boolean) {}

  /** In the order of the log. Throws `cascade-during-load` when the case is there, or cannot be ruled out. */
  follow(change: RowChange): void {
    if (!mustCascade(change) || change.before === null) return;
    const { table, before, after } = change;
    for (const column of referenced(table)) {
      if (after !== null && sameLiteral(before, after, column)) continue;
      const left = this.#left.get(table.id) ?? new Set();
      this.#left.set(table.id, left);
      // Rows of a table that is a child itself also go by cascades that nobody hears of.
      const isUnclear = !this.isComplete || this.#count >= mostKeys || table.foreignKeys.some(({ cascades }) => cascades);
      if (after !== null && !after.isNull(column) && (isUnclear || left.has(keyOf(after, column)))) {
        const name = `${table.source.database}.${table.source.table}`;
        throw new AppError("cascade-during-load", { detail: `${name}.${table.columns[column]!.definition.name}`, context: { table: name } });
      }
      if (this.#count < mostKeys && !left.has(keyOf(before, column))) {
        left.add(keyOf(before, column));
        this.#count += 1;
      }
    }
  }
}

function referenced(table: RoutedTable): number[] {
  return table.columns.flatMap(({ definition }, index) => (table.referencedColumns === undefined || table.referencedColumns.has(definition.name.toLowerCase()) ? [index] : []));
}

/** Two spellings of one key under the column's collation are one here: printable letters in one case, without spaces at the end. */
const keyOf = (image: RowImage, column: number) => `${column}:${image.literal(column).toString("latin1").toLowerCase().replace(/ +'$/, "'")}`;
