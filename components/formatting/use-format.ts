"use client";
import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { durationParts, formatBytes, formatCount, formatExact } from "./quantity";

export interface Format {
  count(value: number): string;
  exact(value: number): string;
  bytes(value: number): string;
  /** 1,240 rows/s */
  rowRate(perSecond: number): string;
  /** 3.4 MB/s */
  byteRate(perSecond: number): string;
  /** 3 m 12 s */
  duration(ms: number): string;
  /** 2026-11-22 14:02:11 GMT+8 — logs and events: seconds and offset always. */
  timestamp(ms: number): string;
  /** Nov 22, 14:02 */
  dateTime(ms: number): string;
  /** 14:02:11 */
  clock(ms: number): string;
}

/** Numbers and times in the operator's language and zone. */
export function useFormat(): Format {
  const locale = useLocale();
  const { zone: timeZone } = useTimeZoneChoice();
  const t = useTranslations("common");
  return useMemo(() => {
    const moment = { timeZone, month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    const thisYear = new Intl.DateTimeFormat(locale, moment);
    const otherYear = new Intl.DateTimeFormat(locale, { ...moment, year: "numeric" });
    const clock = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: "medium", hourCycle: "h23" });
    // Swedish writes ISO order: sortable and the same in every language, as logs should be.
    const stamp = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    const offset = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" });
    const offsetName = (ms: number) => offset.formatToParts(ms).find((part) => part.type === "timeZoneName")?.value ?? "";
    return {
      count: (value) => formatCount(value, locale),
      exact: (value) => formatExact(value, locale),
      bytes: (value) => formatBytes(value, locale),
      rowRate: (value) => t("rowsPerSecond", { count: formatCount(value, locale) }),
      byteRate: (value) => t("bytesPerSecond", { bytes: formatBytes(value, locale) }),
      duration: (ms) => {
        const parts = durationParts(ms);
        switch (parts.form) {
          case "subsecond":
            return t("duration.subsecond");
          case "seconds":
            return t("duration.seconds", { s: parts.s });
          case "minutes":
            return t("duration.minutes", { m: parts.m, s: String(parts.s).padStart(2, "0") });
          case "hours":
            return t("duration.hours", { h: parts.h, m: parts.m });
          case "days":
            return t("duration.days", { d: parts.d, h: parts.h });
        }
      },
      timestamp: (ms) => `${stamp.format(ms)} ${offsetName(ms)}`,
      // The year only where it is not obvious.
      dateTime: (ms) => (Math.abs(ms - Date.now()) < 180 * 86_400_000 ? thisYear : otherYear).format(ms),
      clock: (ms) => clock.format(ms),
    };
  }, [locale, timeZone, t]);
}
