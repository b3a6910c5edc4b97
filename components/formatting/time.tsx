"use client";
import { useTranslations } from "use-intl";
import { Exact } from "./exact";
import { useFormat } from "./use-format";
import { useNow } from "./use-now";

const day = 86_400_000;

/** A moment. `relative`: "3 m 12 s ago" within a day, the date after, with the exact time behind it; the others have it in their title. */
export function Time({ ms, form = "dateTime", className }: { ms: number; form?: "dateTime" | "timestamp" | "clock" | "relative"; className?: string }) {
  const format = useFormat();
  const t = useTranslations("common");
  const now = useNow();
  const recent = form === "relative" && now !== null && Math.abs(now - ms) < day;
  const text = recent
    ? now - ms < 1000
      ? t("justNow")
      : t("ago", { duration: format.duration(now - ms) })
    : form === "relative"
      ? format.dateTime(ms)
      : format[form](ms);
  const exact = format.timestamp(ms);
  return (
    <time dateTime={new Date(ms).toISOString()} title={form === "relative" ? undefined : exact} suppressHydrationWarning className={className}>
      {form === "relative" ? <Exact exact={exact}>{text}</Exact> : text}
    </time>
  );
}
