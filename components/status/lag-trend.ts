export type Trend = "falling" | "steady" | "rising";

/** Direction of the lag over the last five minutes, from one value per minute, oldest first; null when too little is known. */
export function lagTrend(history: readonly (number | null)[]): Trend | null {
  const recent = history.slice(-6).filter((value): value is number => value !== null);
  const first = recent[0];
  const last = recent.at(-1);
  if (recent.length < 3 || first === undefined || last === undefined) return null;
  // Below two seconds, or a tenth of the lag, it is noise and not a direction.
  const tolerance = Math.max(2_000, Math.max(first, last) * 0.1);
  if (last - first > tolerance) return "rising";
  if (first - last > tolerance) return "falling";
  return "steady";
}
