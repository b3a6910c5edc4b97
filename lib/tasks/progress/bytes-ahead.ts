/** How many bytes a full load still has to copy, from the sizes that the source's statistics give. Pure. */

/** Sums over tables of one state. */
export interface SizeSums {
  /** Of tables that are begun: what is left of each by its own bytes per row so far. */
  readonly begunAhead: number;
  /** Of tables that are begun and whose size is known: the share of that size whose rows are copied, and the bytes that these rows were. */
  readonly sizeCopied: number;
  readonly bytesOfSize: number;
  /** Of tables that are not begun: their sizes. */
  readonly sizeAhead: number;
  /** Tables that are not begun and whose size nobody knows. */
  readonly unsized: number;
}

/**
 * Bytes still to copy, in the measure in which copied bytes are counted: a table takes another number of bytes on the source's disk than in statements, and
 * those that were copied say how many. Null while a size is missing: then rows have to do. `open`: tables that are not copied yet, `all`: with the copied ones.
 */
export function bytesAhead(open: readonly SizeSums[], all: readonly SizeSums[]): number | null {
  const sum = (entries: readonly SizeSums[], value: (entry: SizeSums) => number) => entries.reduce((total, entry) => total + value(entry), 0);
  if (sum(open, (entry) => entry.unsized) > 0) return null;
  const size = sum(all, (entry) => entry.sizeCopied);
  const perByte = size > 0 ? sum(all, (entry) => entry.bytesOfSize) / size : 1;
  return Math.round(sum(open, (entry) => entry.begunAhead + entry.sizeAhead * perByte));
}
