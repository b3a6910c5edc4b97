/** Numbers as operators read them. Pure; the locale comes in. */

/** Counts below 100,000 in full, above shortened: 1,240 · 1.24M. */
export function formatCount(value: number, locale: string): string {
  if (!Number.isFinite(value)) return "—";
  if (Math.abs(value) < 100_000) return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value);
  const parts = new Intl.NumberFormat(locale, { notation: "compact", minimumSignificantDigits: 3, maximumSignificantDigits: 3 }).formatToParts(value);
  // Chinese sets a space before the myriad: 124 万.
  return parts.map((part) => (part.type === "compact" && locale.startsWith("zh") ? ` ${part.value}` : part.value)).join("");
}

export function formatExact(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

const byteUnits = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Decimal units: 61.2 GB. */
export function formatBytes(bytes: number, locale: string): string {
  if (!Number.isFinite(bytes)) return "—";
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 0, maximumFractionDigits: digits }).format(bytes < 0 ? -value : value);
  return `${number} ${byteUnits[unit]}`;
}

/** Rounded down and never 100 before it is done: 99.97 % is not finished. */
export function floorPercent(done: number, total: number, finished: boolean): number {
  if (finished) return 100;
  if (!(total > 0)) return 0;
  return Math.max(0, Math.min(99, Math.floor((done / total) * 100)));
}

export type DurationParts =
  | { readonly form: "subsecond" }
  | { readonly form: "seconds"; readonly s: number }
  | { readonly form: "minutes"; readonly m: number; readonly s: number }
  | { readonly form: "hours"; readonly h: number; readonly m: string }
  | { readonly form: "days"; readonly d: number; readonly h: number };

/** <1 s · 4 s · 3 m 12 s · 2 h 05 m · 3 d 4 h. Milliseconds in, never rounded up. */
export function durationParts(ms: number): DurationParts {
  const total = Math.max(0, Math.floor(ms / 1000));
  if (total < 1) return { form: "subsecond" };
  if (total < 60) return { form: "seconds", s: total };
  if (total < 3600) return { form: "minutes", m: Math.floor(total / 60), s: total % 60 };
  if (total < 86_400) return { form: "hours", h: Math.floor(total / 3600), m: String(Math.floor((total % 3600) / 60)).padStart(2, "0") };
  return { form: "days", d: Math.floor(total / 86_400), h: Math.floor((total % 86_400) / 3600) };
}

const spans = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
] as const;

/** A span that somebody chose, in the largest unit that says it without a rest: "2 hours", "10 minutes". */
export function formatSpan(ms: number, locale: string): string {
  const [size, unit] = spans.find(([each]) => ms % each === 0) ?? [1_000, "second"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(ms / size);
}
