"use client";
import { useTranslations } from "use-intl";
import type { LagView } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { cn } from "../ui/class-names";

/** The lag in words: a duration, "Caught up", or "Unknown" — never a bare 0. */
export function useLagText(): (lag: LagView) => string {
  const t = useTranslations("tasks.lag");
  const format = useFormat();
  return (lag) => {
    switch (lag.state) {
      case "caught-up":
        return t("caughtUp");
      case "behind":
        return lag.lagMs === null ? t("unknown") : format.duration(lag.lagMs);
      case "unknown":
        return t("unknown");
      case "held":
        return t("held");
      case "none":
        return t("none");
    }
  };
}

export function LagValue({ lag, stale = false, className }: { lag: LagView; stale?: boolean; className?: string }) {
  const text = useLagText();
  const tone = stale || lag.state === "unknown" || lag.state === "held" || lag.state === "none" ? "text-muted" : lag.warn ? "text-warn" : "text-ink";
  return <span className={cn("nums whitespace-nowrap", tone, className)}>{text(lag)}</span>;
}
