"use client";
import { Pause, Play, RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "../formatting/use-format";
import { useBrowserNow } from "../formatting/use-now";
import { cn } from "../ui/class-names";
import { IconButton } from "../ui/icon-button";

/** How old the data of this page is, with a way to stop the updates (WCAG 2.2.2) and to ask now. */
export function Freshness({
  updatedAtMs,
  failing,
  paused,
  onPausedChange,
  onRefresh,
}: {
  updatedAtMs: number;
  failing: boolean;
  paused: boolean;
  onPausedChange: (paused: boolean) => void;
  onRefresh: () => void;
}) {
  const t = useTranslations("shell.freshness");
  const format = useFormat();
  const now = useBrowserNow();
  const age = now === null || updatedAtMs === 0 ? null : Math.max(0, now - updatedAtMs);
  const stale = !paused && age !== null && (age > 15_000 || (failing && age > 10_000));
  return (
    <div className={cn("flex items-center gap-1 text-xs text-muted", stale && "text-warn")}>
      {stale && <TriangleAlert aria-hidden className="size-3.5" />}
      <span className="nums text-right sm:min-w-30">
        {age === null
          ? t("waiting")
          : paused
            ? t("paused", { duration: format.duration(age) })
            : stale
              ? t("stale", { duration: format.duration(age) })
              : t("updated", { duration: format.duration(age) })}
      </span>
      {(paused || stale) && <IconButton label={t("refresh")} icon={<RotateCw aria-hidden />} onClick={onRefresh} className="text-muted" />}
      <IconButton
        aria-pressed={paused}
        label={paused ? t("resume") : t("pause")}
        icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
        onClick={() => onPausedChange(!paused)}
        className="text-muted"
      />
    </div>
  );
}
