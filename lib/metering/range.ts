/** Time ranges of the usage page. Pure and browser-safe. */
export const usageRanges = ["24h", "7d", "30d", "month", "last-month"] as const;
export type UsageRange = (typeof usageRanges)[number];

const hourMs = 3_600_000;

/** Full hours (UTC) from the range's begin to now or its end. Months are those of UTC, as the hours are. */
export function usageRange(range: UsageRange, nowMs: number): { fromMs: number; toMs: number } {
  const end = Math.floor(nowMs / hourMs) * hourMs + hourMs;
  const now = new Date(nowMs);
  const month = (offset: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1);
  switch (range) {
    case "24h":
      return { fromMs: end - 24 * hourMs, toMs: end };
    case "7d":
      return { fromMs: end - 7 * 24 * hourMs, toMs: end };
    case "30d":
      return { fromMs: end - 30 * 24 * hourMs, toMs: end };
    case "month":
      return { fromMs: month(0), toMs: end };
    case "last-month":
      return { fromMs: month(-1), toMs: month(0) };
  }
}

export function parseUsageRange(text: string | null): UsageRange {
  return usageRanges.find((each) => each === text) ?? "30d";
}
