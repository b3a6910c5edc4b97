import type { LiteralWriter } from "./escape";

/** Signed 64-bit little-endian integer. */
export function appendInt64(out: LiteralWriter, from: Buffer, at: number): void {
  const high = from[at + 4]! | (from[at + 5]! << 8) | (from[at + 6]! << 16) | (from[at + 7]! << 24);
  if (high >= -0x20_0000 && high < 0x20_0000) out.integer(high * 0x1_0000_0000 + from.readUInt32LE(at));
  else out.ascii(from.readBigInt64LE(at).toString());
}

/** Unsigned 64-bit little-endian integer. */
export function appendUint64(out: LiteralWriter, from: Buffer, at: number): void {
  const high = from.readUInt32LE(at + 4);
  if (high < 0x20_0000) out.integer(high * 0x1_0000_0000 + from.readUInt32LE(at));
  else out.ascii(from.readBigUInt64LE(at).toString());
}

/**
 * A DOUBLE literal of exactly this value (with an exponent: without one the server reads a DECIMAL). For a FLOAT column pass the value
 * widened to double, not shortened: the server rounds it back to the same float, and compares it as a double.
 */
export function appendDouble(out: LiteralWriter, value: number): void {
  if (value === 0) {
    out.ascii(1 / value < 0 ? "-0e0" : "0e0");
    return;
  }
  const text = String(value);
  out.ascii(text);
  if (!text.includes("e")) out.ascii("e0");
}

const bytesOfDigits = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4];

/** Bytes of a packed DECIMAL (server: strings/decimal.cc, decimal_bin_size). */
export function decimalSize(precision: number, scale: number): number {
  const whole = precision - scale;
  return Math.floor(whole / 9) * 4 + bytesOfDigits[whole % 9]! + Math.floor(scale / 9) * 4 + bytesOfDigits[scale % 9]!;
}

/** Packed DECIMAL as exact text. All fraction digits are written; leading zeros of the whole part are not. */
export function appendDecimal(out: LiteralWriter, from: Buffer, start: number, precision: number, scale: number): void {
  out.reserve(precision + 16);
  const whole = precision - scale;
  const flip = from[start]! & 0x80 ? 0 : 0xff;
  if (flip) out.byte(0x2d);
  let at = start;
  let started = false;
  // The first bit is the inverted sign; negative numbers have all bits inverted.
  const group = (size: number): number => {
    let value = 0;
    for (let i = 0; i < size; i++, at++) value = value * 256 + ((from[at]! ^ flip) & (at === start ? 0x7f : 0xff));
    // XOR with 0xff also flips the sign bit of the first byte, which the mask has removed.
    return value;
  };
  const leading = whole % 9;
  if (leading > 0) {
    const value = group(bytesOfDigits[leading]!);
    if (value > 0) {
      out.integer(value);
      started = true;
    }
  }
  for (let i = Math.floor(whole / 9); i > 0; i--) {
    const value = group(4);
    if (started) out.digits(value, 9);
    else if (value > 0) {
      out.integer(value);
      started = true;
    }
  }
  if (!started) out.byte(0x30);
  if (scale === 0) return;
  out.byte(0x2e);
  for (let i = Math.floor(scale / 9); i > 0; i--) out.digits(group(4), 9);
  const trailing = scale % 9;
  if (trailing > 0) out.digits(group(bytesOfDigits[trailing]!), trailing);
}
