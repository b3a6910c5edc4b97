/**
 * What was sent to the destination, kept so that it can be compared with what is read back. A row is its literals in parentheses, as in the
 * INSERT statement: `(1,_binary'a')`.
 */
import { createHash, hash, type Hash } from "node:crypto";

/** Told of rows that the destination has taken: `buffer[start, ends[0])` is the first, the others follow behind a comma each. */
export interface SentRows {
  taken(buffer: Buffer, start: number, ends: readonly number[], keys: readonly string[]): void;
}

const comma = Buffer.from(",");

/** All rows in their order: costs one hash over the statements' bytes. */
export class OrderedRows implements SentRows {
  readonly #hash: Hash = createHash("sha256");

  taken(buffer: Buffer, start: number, ends: readonly number[]): void {
    if (ends.length === 0) return;
    this.#hash.update(buffer.subarray(start, ends.at(-1)!));
    this.#hash.update(comma);
  }

  digest(): string {
    return this.#hash.digest("latin1" as "hex");
  }
}

/** 128 bits of a row. `signless`: the server keeps no minus zero, so that it is taken for zero. */
export function rowDigest(row: Buffer, signless: boolean): string {
  if (!signless) return hash("sha256", row, "latin1" as "hex").slice(0, 16);
  return hash("sha256", Buffer.from(row.toString("latin1").replace(/([(,])-0e0(?=[,)])/g, "$10e0"), "latin1"), "latin1" as "hex").slice(0, 16);
}

function eachRow(buffer: Buffer, start: number, ends: readonly number[], onRow: (row: Buffer, index: number) => void): void {
  let from = start;
  ends.forEach((end, index) => {
    onRow(buffer.subarray(from, end), index);
    from = end + 1;
  });
}

/** Each row by its digest, with the condition that finds it by its key. */
export class RowsByDigest implements SentRows {
  readonly keys = new Map<string, string>();

  constructor(readonly signless: boolean) {}

  taken(buffer: Buffer, start: number, ends: readonly number[], keys: readonly string[]): void {
    eachRow(buffer, start, ends, (row, index) => this.keys.set(rowDigest(row, this.signless), keys[index] ?? ""));
  }
}

/** Rows without a key, in any order: their number and the sum of their digests. */
export class SummedRows implements SentRows {
  count = 0;
  readonly #sums = new Uint32Array(4);

  constructor(readonly signless: boolean) {}

  taken(buffer: Buffer, start: number, ends: readonly number[]): void {
    eachRow(buffer, start, ends, (row) => this.add(row));
  }

  add(row: Buffer): void {
    const digest = rowDigest(row, this.signless);
    this.count += 1;
    // Typed arrays add modulo 2^32.
    for (let i = 0; i < 4; i++) this.#sums[i]! += (digest.charCodeAt(i * 4) * 0x1000000 + (digest.charCodeAt(i * 4 + 1) << 16) + (digest.charCodeAt(i * 4 + 2) << 8) + digest.charCodeAt(i * 4 + 3)) >>> 0;
  }

  /** Whether these are the rows of `before` and `added` together. */
  isSumOf(before: SummedRows, added: SummedRows): boolean {
    return this.count === before.count + added.count && this.#sums.every((sum, i) => sum === (before.#sums[i]! + added.#sums[i]!) >>> 0);
  }
}
