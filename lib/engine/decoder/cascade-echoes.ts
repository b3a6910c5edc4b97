import type { RoutedTable, RowChange } from "../change";

/**
 * MySQL from 9.6 on writes what cascades change to its log. Where a self-referencing key leads back to the row that the DELETE began with (1 → 2 → 1), it
 * logs that row's deletion a second time (measured on 9.7): whoever takes it at its word misses a row. One of these per source transaction.
 */
export class CascadeEchoes {
  readonly #gone = new Map<number, Set<string>>();

  /** Takes the echoes out of `changes`, which are of one table, from `from` on. Gives how many there were. */
  drop(changes: RowChange[], from: number): number {
    const table = changes[from]?.table;
    if (table === undefined || !echoes(table)) return 0;
    let gone = this.#gone.get(table.id);
    if (!gone) this.#gone.set(table.id, (gone = new Set()));
    let kept = from;
    for (let i = from; i < changes.length; i++) {
      const change = changes[i]!;
      if (change.after !== null) gone.delete(identityBytes(change, change.after));
      if (change.kind === "delete") {
        const row = identityBytes(change, change.before);
        if (gone.has(row)) continue;
        gone.add(row);
      }
      changes[kept++] = change;
    }
    const dropped = changes.length - kept;
    changes.length = kept;
    return dropped;
  }
}

function echoes(table: RoutedTable): boolean {
  if (table.identity === null) return false;
  return table.foreignKeys.some(({ cascades, parent }) => cascades && parent.table === table.source.table && parent.database === table.source.database);
}

/** The echo is the same row, byte for byte. */
function identityBytes({ table }: RowChange, image: RowChange["before"] & object): string {
  return table.identity!.parts.map(({ column }) => image.literal(column).toString("latin1")).join();
}
