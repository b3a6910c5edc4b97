/**
 * When are two key values equal to the server? Told from literal bytes, in two directions:
 * folded forms that differ mean different keys; equal bytes mean equal keys. Equal folds of different bytes are *maybe* equal
 * (trailing spaces count under some collations), and an undecidable literal may equal every other.
 */
import { largeBytes } from "../../mysql/large-memory";
import type { RoutedKey, RoutedKeyPart, RowImage } from "../change";

/** `_binary'` in front of text literals. */
const binaryPrefixLength = 8;
const quote = 0x27;

/** Where the folded bytes of the last `foldPart` are. Shared scratch: one thread, used at once. */
export const folded: { bytes: Buffer; start: number; end: number } = { bytes: Buffer.alloc(0), start: 0, end: 0 };
let scratch: Buffer = Buffer.alloc(1024);

/**
 * Puts the folded form of one part into `folded`; false when it cannot be told (`unknown` equality, bytes outside printable ASCII in
 * folding text, a prefix that is shorter than the value). Control characters count as undecidable: UCA collations ignore them.
 */
export function foldPart(image: RowImage, part: RoutedKeyPart): boolean {
  if (part.equality === "unknown") return false;
  const bytes = image.bytes;
  const start = image.start(part.column);
  let end = image.end(part.column);
  const quoted = bytes[end - 1] === quote;
  if (part.prefix !== null) {
    const content = quoted ? end - 1 - start - (bytes[start] === quote ? 1 : binaryPrefixLength) : end - start;
    if (content > part.prefix) return false;
  }
  if (part.equality === "exact" || !quoted) {
    // The scratch outlives the row: of a large one it takes a copy of the key alone.
    const isLarge = bytes.length > largeBytes;
    folded.bytes = isLarge ? Buffer.from(bytes.subarray(start, end)) : bytes;
    folded.start = isLarge ? 0 : start;
    folded.end = isLarge ? end - start : end;
    return true;
  }
  end -= 1;
  while (end > start && bytes[end - 1] === 0x20) end -= 1;
  if (scratch.length < end - start) scratch = Buffer.alloc((end - start) * 2);
  let at = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte < 0x20 || byte > 0x7e) return false;
    scratch[at++] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  }
  folded.bytes = scratch;
  folded.start = 0;
  folded.end = at;
  return true;
}

/** One string per key value: different strings are different keys. Null when undecidable. The key has no NULL parts. */
export function keyText(image: RowImage, key: RoutedKey): string | null {
  let text = "";
  for (const part of key.parts) {
    if (!foldPart(image, part)) return null;
    text += folded.bytes.toString("latin1", folded.start, folded.end);
    text += "\0";
  }
  return text;
}

/** A part is NULL: the row is not held by this unique key. */
export function hasNullPart(image: RowImage, key: RoutedKey): boolean {
  if (key.notNull) return false;
  for (const part of key.parts) if (image.isNull(part.column)) return true;
  return false;
}

export function sameLiteral(a: RowImage, b: RowImage, column: number): boolean {
  const startA = a.start(column);
  const startB = b.start(column);
  const count = a.end(column) - startA;
  if (b.end(column) - startB !== count) return false;
  if (count < 32) {
    const bytesA = a.bytes;
    const bytesB = b.bytes;
    for (let i = 0; i < count; i++) if (bytesA[startA + i] !== bytesB[startB + i]) return false;
    return true;
  }
  return a.bytes.compare(b.bytes, startB, startB + count, startA, startA + count) === 0;
}

export function sameKeyBytes(a: RowImage, b: RowImage, key: RoutedKey): boolean {
  for (const part of key.parts) if (!sameLiteral(a, b, part.column)) return false;
  return true;
}

/** The first `count` literals are the same bytes. */
export function sameRun(a: RowImage, b: RowImage, count: number): boolean {
  const startA = a.start(0);
  const startB = b.start(0);
  const length = a.end(count - 1) - startA;
  return b.end(count - 1) - startB === length && a.bytes.compare(b.bytes, startB, startB + length, startA, startA + length) === 0;
}
