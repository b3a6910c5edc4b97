"use client";
import { RotateCcw } from "lucide-react";
import { useTranslations } from "use-intl";
import { presets } from "@/lib/figures/time-window";
import { useFormat } from "../formatting/use-format";
import { Button } from "../ui/button";
import { ToggleGroup } from "../ui/toggle-group";
import type { ChartWindow } from "./use-time-window";

/** Presets of the window; what was zoomed into, and the way back. */
export function TimeRange({ window }: { window: ChartWindow }) {
  const t = useTranslations("charts");
  const format = useFormat();
  return (
    <div className="flex flex-wrap items-center gap-2">
      {window.zoomed && (
        <>
          <span className="nums text-xs text-muted">{t("range", { from: format.dateTime(window.fromMs), to: window.live ? t("nowWord") : format.dateTime(window.toMs) })}</span>
          <Button size="sm" icon={<RotateCcw aria-hidden />} onClick={window.reset}>
            {t("reset")}
          </Button>
        </>
      )}
      <ToggleGroup
        label={t("window")}
        value={window.preset ?? ("" as (typeof presets)[number])}
        onValueChange={window.choose}
        options={presets.map((preset) => ({ value: preset, label: t(`presets.${preset}`) }))}
      />
    </div>
  );
}
