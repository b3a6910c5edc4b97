"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { taskSeriesOptions } from "@/lib/tasks/queries";
import { TimeSeries } from "../charts/time-series";
import { useFormat } from "../formatting/use-format";
import { useTask } from "../task-page/task-context";
import { Card } from "../ui/card";
import { Skeleton } from "../ui/skeleton";
import { ToggleGroup } from "../ui/toggle-group";

const minute = 60_000;
const hour = 60 * minute;
/** Milliseconds that read well as durations. */
const durationSteps = [
  100,
  200,
  500,
  1_000,
  2_000,
  5_000,
  10_000,
  15_000,
  30_000,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
  48 * hour,
  168 * hour,
];

/** Rows are whole. */
const countSteps = Array.from({ length: 8 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

const windows = ["15m", "1h", "6h", "24h"] as const;

/** Lag and throughput with one cursor and one window; the window is in the URL. */
export function TaskCharts() {
  const t = useTranslations("status.charts");
  const format = useFormat();
  const { task, paused } = useTask();
  // In the long window a task of minutes is a speck. Not changed under the eyes of who looks.
  const [usual] = useState<(typeof windows)[number]>(() => (Date.now() - (task.firstStartedAtMs ?? 0) < 15 * minute ? "15m" : "1h"));
  const [window, setWindow] = useQueryState("window", parseAsStringLiteral(windows).withDefault(usual).withOptions({ history: "push" }));
  const { data } = useQuery({
    ...taskSeriesOptions(task.id, { window }),
    placeholderData: keepPreviousData,
    refetchInterval: paused || !task.status.live ? false : window === "15m" || window === "1h" ? 5_000 : 30_000,
  });
  const limitMs = (task.settings.objects?.lagWarnSeconds ?? 30) * 1000;
  const summary = (values: readonly (number | null)[], say: (value: number) => string, key: "summaryLag" | "summaryRate") => {
    const known = values.filter((value): value is number => value !== null);
    const last = known.at(-1);
    if (last === undefined || !data) return t("none");
    const max = say(Math.max(...known));
    const lastAtMs = data.atMs[values.lastIndexOf(last)] ?? data.toMs;
    // A value from minutes ago is not "now".
    return data.toMs - lastAtMs <= Math.max(30_000, data.resolutionSeconds * 2_000)
      ? t(key, { now: say(last), max })
      : t("summaryLast", { last: say(last), time: format.clock(lastAtMs), max });
  };
  // Whole minutes and hours alone: the labels of an axis are short.
  const axis = (value: number) =>
    value === 0
      ? "0"
      : value % minute === 0 && value < hour
        ? t("axisMinutes", { m: value / minute })
        : value % hour === 0 && value < 24 * hour
          ? t("axisHours", { h: value / hour })
          : value < 1_000
            ? t("axisMs", { ms: value })
            : format.duration(value);
  return (
    <Card
      title={`${t("lag")} · ${t("throughput")}`}
      actions={
        <ToggleGroup
          label={t("window")}
          value={window}
          onValueChange={(next) => void setWindow(next)}
          options={windows.map((each) => ({ value: each, label: t(`windows.${each}`) }))}
        />
      }
    >
      {data ? (
        <div className="grid gap-x-6 gap-y-5 xl:grid-cols-2">
          <TimeSeries
            title={t("lag")}
            summary={summary(data.lagMs, format.duration, "summaryLag")}
            atMs={data.atMs}
            fromMs={data.fromMs}
            toMs={data.toMs}
            format={axis}
            increments={durationSteps}
            threshold={{ value: limitMs, label: t("threshold", { value: format.duration(limitMs) }) }}
            syncKey={`task-${task.id}`}
            series={[{ label: t("lag"), values: data.lagMs, color: "--series-1", fill: true }]}
          />
          <TimeSeries
            title={t("rows")}
            summary={summary(data.rowsPerSecond, format.rowRate, "summaryRate")}
            atMs={data.atMs}
            fromMs={data.fromMs}
            toMs={data.toMs}
            format={format.count}
            increments={countSteps}
            syncKey={`task-${task.id}`}
            series={[{ label: t("rows"), values: data.rowsPerSecond, color: "--series-3", fill: true }]}
          />
        </div>
      ) : (
        <div aria-busy className="grid gap-6 xl:grid-cols-2">
          <Skeleton className="h-55" />
          <Skeleton className="h-55" />
        </div>
      )}
    </Card>
  );
}
