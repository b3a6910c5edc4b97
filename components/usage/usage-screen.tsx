"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download, Gauge } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { queryString } from "@/lib/http/fetch-json";
import { answerOf, polled } from "@/lib/live/queries";
import { metered, meterKinds } from "@/lib/metering/meter-kind";
import { usageRanges } from "@/lib/metering/range";
import type { UsageReport } from "@/lib/metering/view";
import { useFormat } from "../formatting/use-format";
import { PageHeader } from "../shell/page-header";
import { Badge } from "../ui/badge";
import { buttonClass } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { ToggleGroup } from "../ui/toggle-group";
import { UsageHoursTable } from "./usage-hours";
import { UsageTasksTable } from "./usage-tasks";

const parsers = { range: parseAsStringLiteral(usageRanges).withDefault("30d"), task: parseAsString };

/** What every task used: metered and free time, rows and bytes; one task by the hour; everything as a file. */
export function UsageScreen() {
  const t = useTranslations("usage");
  const format = useFormat();
  const [url, setUrl] = useQueryStates(parsers, { history: "push", scroll: false });
  const { data, error } = useQuery({
    queryKey: ["usage", url.range],
    ...answerOf<UsageReport>(`/api/usage${queryString({ range: url.range })}`),
    placeholderData: keepPreviousData,
    refetchInterval: polled(30_000),
  });
  const total = (value: (task: UsageReport["tasks"][number]) => number) => (data?.tasks ?? []).reduce((sum, task) => sum + value(task), 0);
  // Nothing is not "less than a second".
  const time = (ms: number) => (ms === 0 ? "0" : format.duration(ms));
  const chosen = data?.tasks.find((task) => task.taskId === url.task);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          <a className={buttonClass({})} href={`/api/usage/export${queryString({ range: url.range })}`} download>
            <Download aria-hidden />
            {t("export")}
          </a>
        }
      />
      <ToggleGroup
        className="mb-3"
        label={t("range")}
        value={url.range}
        onValueChange={(range) => void setUrl({ range })}
        options={usageRanges.map((each) => ({ value: each, label: t(`ranges.${each}`) }))}
      />
      {error && (
        <Notice tone="bad" className="mb-3">
          {t("failed")}
        </Notice>
      )}
      {!data ? (
        <Skeleton className="h-64" />
      ) : (
        <div className="flex flex-col gap-4">
          <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-4">
            {[
              { key: "metered", value: time(total((task) => task.meteredMs)) },
              { key: "free", value: time(total((task) => task.freeMs)) },
              { key: "rows", value: format.count(total((task) => task.rows)) },
              { key: "bytes", value: format.bytes(total((task) => task.bytes)) },
            ].map(({ key, value }) => (
              <div key={key} className="bg-bg px-4 py-3">
                <dt className="text-xs text-muted">{t(`total.${key as "metered" | "free" | "rows" | "bytes"}`)}</dt>
                <dd className="text-lg font-semibold tabular-nums">{value}</dd>
              </div>
            ))}
          </dl>
          {data.tasks.length === 0 ? (
            <EmptyState icon={<Gauge />} title={t("none")}>
              {t("noneBody")}
            </EmptyState>
          ) : (
            <UsageTasksTable tasks={data.tasks} chosen={url.task} onChoose={(task) => void setUrl({ task })} />
          )}
          {chosen && <UsageHoursTable task={chosen} range={url.range} onClose={() => void setUrl({ task: null })} />}
          <Card title={t("rules.title")}>
            <ul className="flex flex-col gap-1.5 text-sm">
              {meterKinds.map((kind) => (
                <li key={kind} className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-baseline gap-x-2 sm:grid-cols-[4.5rem_9rem_minmax(0,1fr)]">
                  <Badge className="w-fit" tone={metered[kind] ? "info" : "idle"}>{t(metered[kind] ? "metered" : "free")}</Badge>
                  <span className="font-medium">{t(`kind.${kind}`)}</span>
                  <span className="text-muted max-sm:col-start-2">{t(`rules.${kind}`)}</span>
                </li>
              ))}
            </ul>
          </Card>
        </div>
      )}
    </>
  );
}
