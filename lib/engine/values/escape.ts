/**
 * Bytes of SQL literals. Only `'` and `\` mean something inside a quoted literal of our sessions (backslash escapes on, a character set
 * whose multi-byte characters never hold an ASCII byte); everything else, NUL included, is sent as it is.
 */

import { allocateLarge, largeBytes } from "../../mysql/large-memory";

const quote = 0x27;
const backslash = 0x5c;
/** Below this a loop in JavaScript beats two native searches and a native copy. */
const shortValue = 64;

/** A byte buffer that grows. All writing is by position; `buffer` is replaced when it grows, so read it anew after each call. */
export class LiteralWriter {
  buffer: Buffer;
  length = 0;

  constructor(capacity = 1024) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
  }

  /** Forgets what was written; the memory is used again. */
  clear(): void {
    this.length = 0;
  }

  /** What was written: a view, valid until the next write. */
  view(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  /** A copy of what was written. */
  copy(): Buffer {
    return Buffer.from(this.view());
  }

  /** Where the part begins that stays together when the buffer is replaced: positions are kept relative to it. */
  get origin(): number {
    return 0;
  }

  /** A point to go back to with `rewind`; survives a replacement of the buffer. */
  mark(): number {
    return this.length - this.origin;
  }

  rewind(mark: number): void {
    this.length = this.origin + mark;
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count > this.buffer.length) this.grow(count);
  }

  protected grow(count: number): void {
    const needed = this.length + count;
    const wider = allocateLarge(needed < largeBytes ? Math.max(this.buffer.length * 2, needed) : needed + spare(needed, count));
    this.buffer.copy(wider, 0, 0, this.length);
    this.buffer = wider;
  }

  byte(value: number): void {
    if (this.length === this.buffer.length) this.grow(1);
    this.buffer[this.length++] = value;
  }

  /** Text of ASCII characters only. */
  ascii(text: string): void {
    const count = text.length;
    this.reserve(count);
    const to = this.buffer;
    let at = this.length;
    for (let i = 0; i < count; i++) to[at++] = text.charCodeAt(i);
    this.length = at;
  }

  bytes(from: Uint8Array, start = 0, end = from.length): void {
    const count = end - start;
    this.reserve(count);
    const to = this.buffer;
    let at = this.length;
    if (count < shortValue) for (let i = start; i < end; i++) to[at++] = from[i]!;
    else {
      to.set(start === 0 && end === from.length ? from : from.subarray(start, end), at);
      at += count;
    }
    this.length = at;
  }

  /** A whole number of at most 2^53 - 1 in decimal. */
  integer(value: number): void {
    this.reserve(20);
    if (value < 0) {
      this.buffer[this.length++] = 0x2d;
      value = -value;
    }
    if (value > 0xffffffff) {
      const high = Math.floor(value / 1e9);
      this.integer(high);
      this.digits(value - high * 1e9, 9);
      return;
    }
    let count = 1;
    for (let bound = 10; value >= bound; bound *= 10) count++;
    this.digits(value, count);
  }

  /** The last `count` decimal digits of a whole number below 2^32, with leading zeros. */
  digits(value: number, count: number): void {
    this.reserve(count);
    const to = this.buffer;
    let at = this.length + count;
    this.length = at;
    while (count-- > 0) {
      const tenth = (value / 10) >>> 0;
      to[--at] = 0x30 + (value - tenth * 10);
      value = tenth;
    }
  }

  /** Two hexadecimal digits per byte. */
  hex(from: Uint8Array, start = 0, end = from.length): void {
    this.reserve((end - start) * 2);
    for (let i = start; i < end; i++) {
      const value = from[i]!;
      this.buffer[this.length++] = hexDigit(value >> 4);
      this.buffer[this.length++] = hexDigit(value & 15);
    }
  }
}

/** Room beyond what is needed now: little behind one large value, more when a large row grows in small steps. */
export function spare(needed: number, count: number): number {
  return count > needed >> 2 ? 4096 : needed >> 2;
}

function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x37 + value;
}

const binaryPrefix = Buffer.from("_binary'");

/** Appends `_binary'…'`: the bytes of a character column of any character set, a binary column, a geometry, a vector. */
export function appendBinary(out: LiteralWriter, from: Uint8Array, start = 0, end = from.length): void {
  out.bytes(binaryPrefix);
  appendEscaped(out, from, start, end);
  out.byte(quote);
}

/** Appends `'…'` without an introducer. */
export function appendQuoted(out: LiteralWriter, from: Uint8Array, start = 0, end = from.length): void {
  out.byte(quote);
  appendEscaped(out, from, start, end);
  out.byte(quote);
}

/** How many bytes will stand behind a backslash: a large value is given its room at once, never moved. */
export function countEscaped(from: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (from[i] === quote || from[i] === backslash) count += 1;
  return count;
}

/** Appends the bytes with `'` and `\` escaped by a backslash. */
export function appendEscaped(out: LiteralWriter, from: Uint8Array, start = 0, end = from.length): void {
  const count = end - start;
  if (count < shortValue) {
    out.reserve(count * 2);
    const to = out.buffer;
    let at = out.length;
    for (let i = start; i < end; i++) {
      const value = from[i]!;
      if (value === quote || value === backslash) to[at++] = backslash;
      to[at++] = value;
    }
    out.length = at;
    return;
  }
  out.reserve(count < largeBytes ? count + (count >> 6) : count + countEscaped(from, start, end));
  const value = from.subarray(start, end);
  let nextQuote = value.indexOf(quote);
  let nextBackslash = value.indexOf(backslash);
  let at = 0;
  // Plain stretches are copied as a whole. Dense bytes to escape (they come in compressed data too) go through the loop instead.
  while (nextQuote !== -1 || nextBackslash !== -1) {
    const next = nextBackslash === -1 || (nextQuote !== -1 && nextQuote < nextBackslash) ? nextQuote : nextBackslash;
    out.bytes(value, at, next);
    out.byte(backslash);
    out.byte(value[next]!);
    at = next + 1;
    if (next === nextQuote) nextQuote = value.indexOf(quote, at);
    else nextBackslash = value.indexOf(backslash, at);
  }
  out.bytes(value, at, count);
}
