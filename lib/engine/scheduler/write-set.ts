/**
 * What a transaction touches, as numbers. Two transactions whose write sets do not meet may run side by side in any order.
 */
import type { RoutedKey, RoutedTable, RowChange, RowImage } from "../change";
import { mustCascade } from "../sql/cascades";
import { foldPart, folded, hasNullPart, sameKeyBytes } from "../sql/key-fold";

/** Stands for all tables that a cascade of the destination can reach; table ids begin at 1. */
export const cascadeToken = 0;

export interface WriteSet {
  /** 32-bit hashes of (table, unique key, key value). Hashes that meet by chance only cost parallelism. */
  readonly hashes: readonly number[];
  /** Tables of which single rows are touched: meets only `exclusive`. */
  readonly shared: ReadonlySet<number>;
  /** Tables of which any row may be touched: meets `shared` and `exclusive`. */
  readonly exclusive: ReadonlySet<number>;
}

interface TableKeys {
  /** Keys with the parts that can be told from the bytes; the others are left out, which makes keys meet more often than they must. */
  readonly keys: readonly { readonly seed: number; readonly key: RoutedKey; readonly decidable: RoutedKey }[];
  /** Some unique key cannot be told at all, or there is no key: rows cannot be kept apart. */
  readonly wholeTable: boolean;
}

const cache = new WeakMap<RoutedTable, TableKeys>();

/**
 * The write set of a transaction's changes.
 *
 * - Every unique key of the before and the after image counts: a value that one transaction frees and another takes must keep their order.
 * - A table without identity, or with a unique key that the bytes do not tell, counts as a whole.
 * - Deletes and key changes of a parent whose cascades are not in the log touch child rows that no image shows: they are kept in order with
 *   every change of a table that has or is a parent. (Without such cascades foreign keys order nothing: sessions do not check them.)
 */
export function writeSetOf(changes: readonly RowChange[]): WriteSet {
  const hashes = new Set<number>();
  const shared = new Set<number>();
  const exclusive = new Set<number>();
  for (const change of changes) {
    const { table } = change;
    const keys = tableKeys(table);
    if (table.foreignKeys.length > 0 || table.isParent) shared.add(cascadeToken);
    if (mustCascade(change)) exclusive.add(cascadeToken);
    if (keys.wholeTable) {
      exclusive.add(table.id);
      continue;
    }
    shared.add(table.id);
    for (const entry of keys.keys) {
      const { before, after } = change;
      const told = (before === null || addKey(hashes, before, entry)) && (after === null || (before !== null && sameKeyBytes(before, after, entry.key)) || addKey(hashes, after, entry));
      if (!told) exclusive.add(table.id);
    }
  }
  for (const id of exclusive) shared.delete(id);
  return { hashes: [...hashes], shared, exclusive };
}

function tableKeys(table: RoutedTable): TableKeys {
  const known = cache.get(table);
  if (known) return known;
  const keys = table.keys.map((key, index) => ({
    seed: Math.imul(table.id * 31 + index + 1, 0x9e3779b1),
    key,
    decidable: { ...key, parts: key.parts.filter((part) => part.equality !== "unknown") },
  }));
  const made: TableKeys = {
    keys,
    wholeTable: table.identity === null || keys.some(({ key, decidable }) => key.opaque || decidable.parts.length === 0),
  };
  cache.set(table, made);
  return made;
}

function addKey(hashes: Set<number>, image: RowImage, entry: TableKeys["keys"][number]): boolean {
  if (hasNullPart(image, entry.key)) return true;
  let hash = entry.seed;
  for (const part of entry.decidable.parts) {
    if (!foldPart(image, part)) return false;
    const { bytes, start, end } = folded;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash = Math.imul(hash ^ 0x1ff, 0x01000193);
  }
  hash ^= hash >>> 15;
  hashes.add(Math.imul(hash, 0x2c1b3c6d) >>> 0);
  return true;
}
