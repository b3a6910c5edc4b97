import type { RoutedKey, RoutedTable, RowChange, RowImage } from "../change";
import { keyText, sameKeyBytes } from "../sql/key-fold";
import type { ApplyMode } from "./apply-mode";

/** A row before and after the batch; null where it did not or does not exist. */
export interface NetChange {
  first: RowImage | null;
  last: RowImage | null;
}

/**
 * The changes of one table within a batch, and their net effect per identity as long as that can be told.
 *
 * It cannot be told when the table has no identity, when the bytes do not tell whether two key values are equal, when the changes do not follow
 * from each other, and (strict) when an update moves a unique key: that must reach the row that is there, in its turn.
 */
export class TableChanges {
  readonly inOrder: RowChange[] = [];
  readonly #net = new Map<string, NetChange>();
  #decidable: boolean;
  readonly #identity: RoutedKey | null;
  readonly #bytesDecide: boolean;

  constructor(
    readonly table: RoutedTable,
    private readonly mode: ApplyMode,
  ) {
    this.#identity = table.identity;
    this.#decidable = table.identity !== null && !table.keys.some((key) => key.opaque);
    this.#bytesDecide = table.identity?.parts.every((part) => part.equality === "exact") ?? false;
  }

  add(change: RowChange): void {
    this.inOrder.push(change);
    if (!this.#decidable) return;
    switch (change.kind) {
      case "insert":
        return this.#appear(change.after);
      case "delete":
        return this.#vanish(change.before);
      case "update":
        if (sameUniqueKeys(this.table, change.before, change.after)) return this.#change(change.before, change.after);
        if (this.mode === "strict") return this.#giveUp();
        this.#vanish(change.before);
        return this.#appear(change.after);
    }
  }

  /** Net effect, or null: apply in order. */
  get net(): Iterable<NetChange> | null {
    return this.#decidable ? this.#net.values() : null;
  }

  #appear(after: RowImage): void {
    const key = this.#key(after);
    if (key === null) return this.#giveUp();
    const known = this.#net.get(key);
    if (!known) this.#net.set(key, { first: null, last: after });
    else if (known.last !== null || !this.#same(known, after)) this.#giveUp();
    else known.last = after;
  }

  #vanish(before: RowImage): void {
    const key = this.#key(before);
    if (key === null) return this.#giveUp();
    const known = this.#net.get(key);
    if (!known) this.#net.set(key, { first: before, last: null });
    else if (known.last === null || !this.#same(known, before)) this.#giveUp();
    else if (known.first === null && this.mode === "strict") this.#net.delete(key);
    else {
      // Idempotent: a later state of the row may be in the copy, so that the delete is still needed.
      known.first ??= before;
      known.last = null;
    }
  }

  #change(before: RowImage, after: RowImage): void {
    const key = this.#key(before);
    if (key === null) return this.#giveUp();
    const known = this.#net.get(key);
    if (!known) this.#net.set(key, { first: before, last: after });
    else if (known.last === null || !this.#same(known, before)) this.#giveUp();
    else known.last = after;
  }

  #key(image: RowImage): string | null {
    return keyText(image, this.#identity!);
  }

  /** Equal folds of different bytes may be two rows or one. */
  #same(known: NetChange, image: RowImage): boolean {
    return this.#bytesDecide || sameKeyBytes((known.last ?? known.first)!, image, this.#identity!);
  }

  #giveUp(): void {
    this.#decidable = false;
    this.#net.clear();
  }
}

/** No unique key of the row changes, byte for byte. */
export function sameUniqueKeys(table: RoutedTable, before: RowImage, after: RowImage): boolean {
  for (const key of table.keys) if (!sameKeyBytes(before, after, key)) return false;
  return true;
}
