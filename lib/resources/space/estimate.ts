/** Space at a destination, which no MySQL server tells over SQL: what somebody typed, and what was copied since. Pure and browser-safe. */

export const gib = 1024 ** 3;
/** As it was typed. */
export const inGib = (bytes: number) => Math.round((bytes / gib) * 1_000) / 1_000;
/** The vendor documents that tables filled by parallel inserts become larger than the source's. */
export const fragmentation = 1.3;

export interface TypedSpace {
  /** Null: nobody typed it. */
  readonly storageBytes: number | null;
  readonly freeBytes: number | null;
  /** When the free space was typed. */
  readonly freeAtMs: number | null;
}

/** What is left of the storage, in per cent with one decimal, once so many bytes were copied since the number was typed. Null: not enough was typed. */
export function freePercent({ storageBytes, freeBytes }: TypedSpace, copiedSince: number): number | null {
  if (storageBytes === null || freeBytes === null || storageBytes === 0) return null;
  return Math.max(0, Math.round(((freeBytes - copiedSince * fragmentation) / storageBytes) * 1_000) / 10);
}
