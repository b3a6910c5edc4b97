"use client";
import { Activity } from "lucide-react";
import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { isFlowing } from "@/lib/tasks/status";
import { BandLegend } from "../charts/band-legend";
import { chartNames, type ChartName } from "../charts/chart-definitions";
import { EmptyWindow } from "../charts/empty-window";
import { FigureChart } from "../charts/figure-chart";
import { TimeRange } from "../charts/time-range";
import { useFigures } from "../charts/use-figures";
import { useTimeWindow } from "../charts/use-time-window";
import { useTask } from "../task-page/task-context";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { EmptyState } from "../ui/empty-state";
import { Popover } from "../ui/popover";
import { Button } from "../ui/button";
import { QueryPanel } from "../ui/query-panel";
import { Skeleton } from "../ui/skeleton";
import { Diagnosis } from "./diagnosis";
import { TopologyStrip } from "./topology-strip";

/** Where the time goes: five stages, their history, and a look at both servers on demand. */
export function PerformanceScreen() {
  const t = useTranslations("performance");
  const tCharts = useTranslations("charts");
  const { task, stale } = useTask();
  const window = useTimeWindow(task.firstStartedAtMs);
  const { figures, marks } = useFigures(window);
  const [shown, setShown] = useQueryState(
    "m",
    parseAsArrayOf(parseAsStringLiteral(chartNames))
      .withDefault([...chartNames])
      .withOptions({ history: "replace", scroll: false }),
  );
  const limitMs = (task.settings.objects?.lagWarnSeconds ?? 30) * 1000;
  if (task.firstStartedAtMs === null)
    return (
      <EmptyState icon={<Activity />} title={t("title")}>
        {t("waiting")}
      </EmptyState>
    );
  const toggle = (name: ChartName, on: boolean) => {
    const next = chartNames.filter((each) => (each === name ? on : shown.includes(each)));
    void setShown(next.length === chartNames.length ? null : next.length === 0 ? [name] : next);
  };
  return (
    <div className="flex flex-col gap-4">
      <Card title={t("topology.title")}>
        {task.figures ? (
          <TopologyStrip figures={task.figures} still={stale || !isFlowing(task.status.status)} />
        ) : (
          <p className="text-sm text-muted">{t("topology.none")}</p>
        )}
      </Card>
      <Card
        title={t("charts")}
        description={tCharts("more")}
        actions={
          <>
            <TimeRange window={window} />
            <Popover align="end" title={t("choose")} trigger={<Button size="sm">{t("choose")}</Button>}>
              <div className="flex flex-col gap-1.5">
                {chartNames.map((name) => (
                  <Checkbox key={name} checked={shown.includes(name)} onCheckedChange={(on) => toggle(name, on)} label={tCharts(`names.${name}`)} />
                ))}
              </div>
            </Popover>
          </>
        }
      >
        <QueryPanel
          query={figures}
          skeleton={
            <div className="grid gap-6 xl:grid-cols-2">
              {chartNames.map((name) => (
                <Skeleton key={name} className="h-50" />
              ))}
            </div>
          }
        >
          {(data) => (
            <div className="flex flex-col gap-4">
              <EmptyWindow data={data} window={window} />
              <div className="grid items-end gap-x-6 gap-y-6 xl:grid-cols-2">
                {chartNames
                  .filter((name) => shown.includes(name))
                  .map((name, index) => (
                    <FigureChart
                      key={name}
                      name={name}
                      taskId={task.id}
                      data={data}
                      marks={marks}
                      window={window}
                      limitMs={limitMs}
                      withFlags={index === 0 ? true : index === 1 && "room"}
                      height={160}
                    />
                  ))}
              </div>
              <BandLegend bands={marks?.bands ?? []} />
            </div>
          )}
        </QueryPanel>
      </Card>
      <Diagnosis />
    </div>
  );
}
