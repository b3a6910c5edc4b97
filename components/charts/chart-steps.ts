import { useTranslations } from "use-intl";
import { useFormat } from "../formatting/use-format";

const minute = 60_000;
const hour = 60 * minute;

/** Milliseconds that read well as durations. */
export const durationSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 6 * hour, 12 * hour, 24 * hour, 48 * hour, 168 * hour];

/** Whole things: rows, retries. */
export const countSteps = Array.from({ length: 8 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** Durations on an axis: milliseconds below a second, whole minutes and hours alone. */
export function useDurationAxis(): (ms: number) => string {
  const t = useTranslations("status.charts");
  const format = useFormat();
  return (value) =>
    value === 0
      ? "0"
      : value % minute === 0 && value < hour
        ? t("axisMinutes", { m: value / minute })
        : value % hour === 0 && value < 24 * hour
          ? t("axisHours", { h: value / hour })
          : value < 1_000
            ? t("axisMs", { ms: value < 10 ? Math.round(value * 10) / 10 : Math.round(value) })
            : format.duration(value);
}
