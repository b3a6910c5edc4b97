"use client";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { Marks } from "@/lib/tasks/marks/marks";
import type { FigureSeries } from "@/lib/figures/series";
import { useFormat } from "../formatting/use-format";
import { charts, type ChartName } from "./chart-definitions";
import { ChartFlags } from "./chart-flags";
import { useDurationAxis } from "./chart-steps";
import { TimeSeries } from "./time-series";
import type { ChartWindow } from "./use-time-window";

interface Props {
  name: ChartName;
  taskId: string;
  data: FigureSeries;
  marks: Marks | undefined;
  window: ChartWindow;
  limitMs: number;
  /** `room`: none of its own, but its plot stands beside one that has them. */
  withFlags?: boolean | "room";
  height?: number;
}

/** One of a task's charts, with its words, units and marks. */
export function FigureChart({ name, taskId, data, marks, window, limitMs, withFlags = false, height }: Props) {
  const t = useTranslations("charts");
  const tLimit = useTranslations("status.charts");
  const format = useFormat();
  const durationAxis = useDurationAxis();
  const definition = charts[name];
  const say = (value: number): string => {
    switch (definition.unit) {
      case "duration":
      case "milliseconds":
        return durationAxis(definition.unit === "duration" && value > 2_000 ? Math.round(value / 1_000) * 1_000 : value);
      case "perSecond":
        return t("perSecond", { count: value > 0 && value < 10 ? String(Math.round(value * 10) / 10) : format.count(value) });
      case "bytes":
        return format.byteRate(Math.round(value));
      case "share":
        return t("percent", { count: String(Math.round(value * (value < 0.1 ? 1_000 : 100)) / (value < 0.1 ? 10 : 1)) });
      case "count":
        return format.count(value);
    }
  };
  const main: readonly (number | null)[] = data[definition.series[0]!.column];
  const summary = (() => {
    const known = main.filter((value): value is number => value !== null);
    const last = known.at(-1);
    if (last === undefined) return t("summary.none");
    if (definition.unit === "count") return t("summary.total", { count: format.count(known.reduce((sum, value) => sum + value, 0)) });
    const highest: readonly (number | null)[] = name === "lag" ? data.lagMaxMs : main;
    const max = say(highest.reduce<number>((most, value) => Math.max(most, value ?? 0), 0));
    const lastAtMs = data.atMs[main.lastIndexOf(last)] ?? data.toMs;
    const over = name === "lag" ? data.lagMaxMs.filter((value) => value !== null && value > limitMs).length : 0;
    // A value from minutes ago is not "now".
    const text =
      window.live && data.toMs - lastAtMs <= Math.max(30_000, data.resolutionSeconds * 2_000)
        ? t("summary.now", { now: say(last), max })
        : t("summary.last", { last: say(last), time: format.clock(lastAtMs), max });
    return over > 0 ? `${text}. ${t("summary.over", { count: over, limit: format.duration(limitMs) })}` : text;
  })();
  const series = useMemo(
    () => definition.series.map(({ name: each, column, ...look }) => ({ ...look, label: t(`series.${each}`), values: data[column] })),
    [definition, data, t],
  );
  const [fromMs, toMs] = window.live ? [data.fromMs, data.toMs] : [window.fromMs, window.toMs];
  return (
    <TimeSeries
      title={t(`names.${name}`)}
      summary={summary}
      atMs={data.atMs}
      fromMs={fromMs}
      toMs={toMs}
      series={series}
      format={say}
      floor={definition.floor}
      {...(definition.increments ? { increments: definition.increments } : {})}
      {...(name === "lag" ? { threshold: { value: limitMs, label: tLimit("threshold", { value: format.duration(limitMs) }) } } : {})}
      logToggle={definition.log ?? false}
      explain={t(`explains.${name}`)}
      syncKey={`task-${taskId}`}
      bands={marks?.bands ?? []}
      onZoom={window.zoom}
      {...(height ? { height } : {})}
      {...(withFlags === "room" && marks && marks.flags.length > 0 ? { flags: () => <div aria-hidden className="h-6 max-xl:hidden" /> } : {})}
      {...(withFlags === true && marks && marks.flags.length > 0
        ? { flags: (left: number, width: number) => <ChartFlags taskId={taskId} flags={marks.flags} fromMs={fromMs} toMs={toMs} left={left} width={width} /> }
        : {})}
    />
  );
}
