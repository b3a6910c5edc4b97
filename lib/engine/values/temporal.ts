import type { LiteralWriter } from "./escape";

const quote = 0x27;
const dash = 0x2d;
const colon = 0x3a;

function date(out: LiteralWriter, year: number, month: number, day: number): void {
  out.digits(year, 4);
  out.byte(dash);
  out.digits(month, 2);
  out.byte(dash);
  out.digits(day, 2);
}

function clock(out: LiteralWriter, hour: number, minute: number, second: number): void {
  out.digits(hour, hour > 99 ? 3 : 2);
  out.byte(colon);
  out.digits(minute, 2);
  out.byte(colon);
  out.digits(second, 2);
}

/** `value` counts the units of the stored fraction (hundredths, ten-thousandths or millionths: two digits per byte). */
function fraction(out: LiteralWriter, value: number, digits: number): void {
  if (digits === 0) return;
  out.byte(0x2e);
  out.digits(digits & 1 ? Math.floor(value / 10) : value, digits);
}

/** Bytes of a fraction of `digits` digits. */
export function fractionSize(digits: number): number {
  return (digits + 1) >> 1;
}

function bigEndian(from: Buffer, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + from[at + i]!;
  return value;
}

/** DATE: 3 bytes, day 5 bits, month 4, year 15. */
export function appendDate(out: LiteralWriter, from: Buffer, at: number): void {
  const value = from[at]! | (from[at + 1]! << 8) | (from[at + 2]! << 16);
  out.byte(quote);
  date(out, value >> 9, (value >> 5) & 15, value & 31);
  out.byte(quote);
}

/** DATETIME of MySQL 5.6 on: 5 bytes big-endian, 0x8000000000 is zero, then the fraction. */
export function appendDatetime(out: LiteralWriter, from: Buffer, at: number, digits: number): void {
  const high = (from[at]! & 0x7f) * 0x1_0000 + from[at + 1]! * 0x100 + from[at + 2]!;
  const low = from[at + 3]! * 0x100 + from[at + 4]!;
  // 22 bits year*13+month and day: value >> 17 is year*13+month, 5 bits day, 5 hour, 6 minute, 6 second.
  const yearMonth = high >> 6;
  const value = ((high & 0x3f) << 16) | low;
  out.byte(quote);
  date(out, Math.floor(yearMonth / 13), yearMonth % 13, (value >> 17) & 31);
  out.byte(0x20);
  clock(out, (value >> 12) & 31, (value >> 6) & 63, value & 63);
  fraction(out, bigEndian(from, at + 5, fractionSize(digits)), digits);
  out.byte(quote);
}

/** TIME of MySQL 5.6 on: 3 bytes big-endian and the fraction, together one number with 0x800000… as zero. */
export function appendTime(out: LiteralWriter, from: Buffer, at: number, digits: number): void {
  const fractionBytes = fractionSize(digits);
  const unit = 256 ** fractionBytes;
  let value = bigEndian(from, at, 3 + fractionBytes) - 0x80_0000 * unit;
  out.byte(quote);
  if (value < 0) {
    out.byte(dash);
    value = -value;
  }
  const whole = Math.floor(value / unit);
  clock(out, (whole >> 12) & 0x3ff, (whole >> 6) & 63, whole & 63);
  fraction(out, value % unit, digits);
  out.byte(quote);
}

/** TIMESTAMP of MySQL 5.6 on, 4 bytes big-endian and the fraction: UTC text. Zero is the zero date. */
export function appendTimestamp(out: LiteralWriter, from: Buffer, at: number, digits: number): void {
  timestamp(out, from.readUInt32BE(at), bigEndian(from, at + 4, fractionSize(digits)), digits);
}

/** TIMESTAMP before 5.6: 4 bytes little-endian. */
export function appendOldTimestamp(out: LiteralWriter, from: Buffer, at: number): void {
  timestamp(out, from.readUInt32LE(at), 0, 0);
}

function timestamp(out: LiteralWriter, seconds: number, units: number, digits: number): void {
  out.byte(quote);
  if (seconds === 0 && units === 0) {
    date(out, 0, 0, 0);
    out.byte(0x20);
    clock(out, 0, 0, 0);
  } else {
    const days = Math.floor(seconds / 86_400);
    const rest = seconds - days * 86_400;
    // Civil date from days since 1970 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    const shifted = days + 719_468;
    const era = Math.floor(shifted / 146_097);
    const dayOfEra = shifted - era * 146_097;
    const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
    const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
    const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    date(out, yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1);
    out.byte(0x20);
    clock(out, Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60);
  }
  fraction(out, units, digits);
  out.byte(quote);
}

/** DATETIME before 5.6: the number YYYYMMDDhhmmss in 8 bytes little-endian. */
export function appendOldDatetime(out: LiteralWriter, from: Buffer, at: number): void {
  const value = from.readUInt32LE(at + 4) * 0x1_0000_0000 + from.readUInt32LE(at);
  const day = Math.floor(value / 1e6);
  const time = value - day * 1e6;
  out.byte(quote);
  date(out, Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100);
  out.byte(0x20);
  clock(out, Math.floor(time / 10_000), Math.floor(time / 100) % 100, time % 100);
  out.byte(quote);
}

/** TIME before 5.6: the signed number hhmmss in 3 bytes little-endian. */
export function appendOldTime(out: LiteralWriter, from: Buffer, at: number): void {
  let value = ((from[at]! << 8) | (from[at + 1]! << 16) | (from[at + 2]! << 24)) >> 8;
  out.byte(quote);
  if (value < 0) {
    out.byte(dash);
    value = -value;
  }
  clock(out, Math.floor(value / 10_000), Math.floor(value / 100) % 100, value % 100);
  out.byte(quote);
}

/** Text of a date, time or datetime in the server's packed 64-bit form, as JSON holds it (server: mysys/my_time.cc, TIME_from_longlong_…_packed). */
export function packedTemporalText(kind: "date" | "time" | "datetime", packed: bigint): string {
  const negative = packed < 0n;
  const value = negative ? -packed : packed;
  const micro = (value & 0xff_ffffn).toString().padStart(6, "0");
  const whole = Number(value >> 24n);
  const two = (part: number) => String(part).padStart(2, "0");
  if (kind === "time") return `${negative ? "-" : ""}${two((whole >> 12) & 0x3ff)}:${two((whole >> 6) & 63)}:${two(whole & 63)}.${micro}`;
  const yearMonthDay = Math.floor(whole / 0x2_0000);
  const time = whole % 0x2_0000;
  const yearMonth = yearMonthDay >> 5;
  const day = `${String(Math.floor(yearMonth / 13)).padStart(4, "0")}-${two(yearMonth % 13)}-${two(yearMonthDay & 31)}`;
  return kind === "date" ? day : `${day} ${two(time >> 12)}:${two((time >> 6) & 63)}:${two(time & 63)}.${micro}`;
}
