"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { taskLoadOptions } from "@/lib/tasks/load/queries";
import type { SideLoad } from "@/lib/tasks/load/view";
import { useFormat } from "../formatting/use-format";
import { Time } from "../formatting/time";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { Skeleton } from "../ui/skeleton";

/** Is now a good time for the full load? What both servers tell of their load, and what they do not. */
export function ServerLoad({ taskId }: { taskId: string }) {
  const t = useTranslations("wizard.load");
  const { data, isError } = useQuery(taskLoadOptions(taskId));
  return (
    <Card title={t("title")} description={t("advice")}>
      <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
        {(["source", "destination"] as const).map((side) => (
          <Side key={side} title={t(side)} load={data?.[side] ?? null} failed={isError && !data} />
        ))}
      </div>
      <p className="nums mt-3 text-xs text-muted">
        {t("processors")} {data && t.rich("asOf", { time: () => <Time ms={data.atMs} form="clock" /> })}
      </p>
    </Card>
  );
}

function Side({ title, load, failed }: { title: string; load: SideLoad | null; failed: boolean }) {
  const t = useTranslations("wizard.load");
  const format = useFormat();
  const figures = load?.ok ? load.figures : null;
  return (
    <section aria-label={title} className="min-w-0 text-sm">
      <div className="mb-1 flex min-h-6 flex-wrap items-center gap-2">
        <h3 className="font-medium">{title}</h3>
        {load?.ok && (
          <Badge tone={load.busy ? "warn" : "ok"} icon={load.busy ? <TriangleAlert aria-hidden /> : <CircleCheck aria-hidden />}>
            {t(load.busy ? "busy" : "quiet")}
          </Badge>
        )}
      </div>
      {figures ? (
        <dl className="nums grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 [&_dd]:text-right [&_dt]:text-muted">
          <dt>{t("running")}</dt>
          <dd>{format.exact(figures.threadsRunning)}</dd>
          <dt>{t("connections")}</dt>
          <dd>{t("ofMost", { count: format.exact(figures.threadsConnected), most: format.exact(figures.maxConnections) })}</dd>
          <dt>{t("statements")}</dt>
          <dd>{format.exact(Math.round(figures.statementsPerSecond))}</dd>
          <dt>{t("rowsWritten")}</dt>
          <dd>{format.exact(Math.round(figures.rowsWrittenPerSecond))}</dd>
          <dt>{t("fromDisk")}</dt>
          <dd>{figures.readsFromDisk === null ? "—" : t("percent", { value: Math.round(figures.readsFromDisk * 100) })}</dd>
        </dl>
      ) : load !== null && !load.ok ? (
        <p className="text-muted">{t("unreadable", { message: load.message })}</p>
      ) : failed ? (
        <p className="text-muted">{t("noAnswer")}</p>
      ) : (
        <Skeleton className="h-28" />
      )}
    </section>
  );
}
