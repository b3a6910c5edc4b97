"use client";
import { useTranslations } from "use-intl";
import type { FigureSeries } from "@/lib/figures/series";
import { presetMs } from "@/lib/figures/time-window";
import { Button } from "../ui/button";
import type { ChartWindow } from "./use-time-window";

/** Says so when nothing at all was measured in the window, with the way to a wider one. Draws nothing otherwise. */
export function EmptyWindow({ data, window }: { data: FigureSeries; window: ChartWindow }) {
  const t = useTranslations("charts");
  if (data.rowsPerSecond.some((value) => value !== null) || data.lagMs.some((value) => value !== null)) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm text-muted">
      <p>{t("emptyWindow")}</p>
      {window.toMs - window.fromMs < presetMs("24h") && (
        <Button size="sm" onClick={() => window.choose("24h")}>
          {t("widen")}
        </Button>
      )}
    </div>
  );
}
