"use client";
import { useTranslations } from "use-intl";
import { BandLegend } from "../charts/band-legend";
import { EmptyWindow } from "../charts/empty-window";
import { FigureChart } from "../charts/figure-chart";
import { TimeRange } from "../charts/time-range";
import { useFigures } from "../charts/use-figures";
import { useTimeWindow } from "../charts/use-time-window";
import { useTask } from "../task-page/task-context";
import { Card } from "../ui/card";
import { QueryPanel } from "../ui/query-panel";
import { Skeleton } from "../ui/skeleton";

/** Lag and throughput with one cursor and one window; the window is in the URL. */
export function TaskCharts() {
  const t = useTranslations("status.charts");
  const { task } = useTask();
  const window = useTimeWindow(task.firstStartedAtMs);
  const { figures, marks } = useFigures(window);
  const limitMs = (task.settings.objects?.lagWarnSeconds ?? 30) * 1000;
  return (
    <Card title={`${t("lag")} · ${t("throughput")}`} actions={<TimeRange window={window} />}>
      <QueryPanel
        query={figures}
        skeleton={
          <div className="grid gap-6 xl:grid-cols-2">
            <Skeleton className="h-55" />
            <Skeleton className="h-55" />
          </div>
        }
      >
        {(data) => (
          <div className="flex flex-col gap-3">
            <EmptyWindow data={data} window={window} />
            <div className="grid items-end gap-x-6 gap-y-5 xl:grid-cols-2">
              <FigureChart name="lag" taskId={task.id} data={data} marks={marks} window={window} limitMs={limitMs} withFlags />
              <FigureChart name="rows" taskId={task.id} data={data} marks={marks} window={window} limitMs={limitMs} withFlags="room" />
            </div>
            <BandLegend bands={marks?.bands ?? []} />
          </div>
        )}
      </QueryPanel>
    </Card>
  );
}
