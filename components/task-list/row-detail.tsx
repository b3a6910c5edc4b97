"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { precheckRunOptions } from "@/lib/precheck/queries";
import { taskEventsOptions, taskOptions, taskSeriesOptions } from "@/lib/tasks/queries";
import type { TaskSummary } from "@/lib/tasks/view";
import { Sparkline } from "../charts/sparkline";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";

/** The cause of a failure in full, six hours of figures, and what happened last: readable without leaving the list. */
export function RowDetail({ task }: { task: TaskSummary }) {
  const moved = task.status.phase !== null && task.status.value !== "Released";
  return (
    <div className="flex max-w-6xl flex-col gap-3 text-sm">
      <Cause task={task} />
      {task.status.value === "PrecheckFailed" && <FailedItems taskId={task.id} />}
      {task.status.value === "Released" && <Tombstone task={task} />}
      <div className="grid gap-x-8 gap-y-3 lg:grid-cols-[auto_minmax(0,1fr)]">
        {moved && <Figures taskId={task.id} />}
        <Events taskId={task.id} />
      </div>
    </div>
  );
}

function Cause({ task }: { task: TaskSummary }) {
  const t = useTranslations();
  const format = useFormat();
  const said = task.error ?? task.retry;
  if (said === null) return null;
  return (
    <Notice tone={task.error ? "bad" : "warn"} title={said.sentence}>
      {task.error?.detail && <p className="break-words">{task.error.detail}</p>}
      {said.serverMessage && (
        <p lang="en" className="code mt-1 break-words whitespace-pre-wrap">
          {said.serverMessage}
        </p>
      )}
      {task.retry && <p className="nums mt-1">{t("list.detail.retry", { attempt: task.retry.attempt, time: format.dateTime(task.retry.windowEndsMs) })}</p>}
      {task.error && (
        <p className="mt-1">
          <span className="font-medium">{t("status.error.do")}: </span>
          {task.error.remedy}
        </p>
      )}
    </Notice>
  );
}

function FailedItems({ taskId }: { taskId: string }) {
  const t = useTranslations();
  const run = useQuery(precheckRunOptions(taskId, "latest"));
  const failed = run.data?.items.filter((item) => item.status === "failed" || item.status === "error") ?? [];
  if (!run.data || failed.length === 0) return null;
  return (
    <Notice
      tone="bad"
      title={t("list.detail.precheck")}
      actions={
        <Link className="link inline-flex min-h-6 items-center" href={`/sync/${taskId}/precheck/${run.data.number}`}>
          {t("list.detail.review")}
        </Link>
      }
    >
      <ul className="mt-1 list-disc pl-5">
        {failed.map((item) => (
          <li key={item.id}>
            {item.topic.text} <span className="code text-xs text-muted">{item.code}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

const points = 72;

/** Means of equal stretches: what a line of this width can show. */
function thinned(values: readonly (number | null)[]): (number | null)[] {
  const step = Math.max(1, Math.ceil(values.length / points));
  const out: (number | null)[] = [];
  for (let from = 0; from < values.length; from += step) {
    const known = values.slice(from, from + step).filter((value) => value !== null);
    out.push(known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length);
  }
  return out;
}

function Figures({ taskId }: { taskId: string }) {
  const t = useTranslations("list.detail");
  const format = useFormat();
  const series = useQuery(taskSeriesOptions(taskId, { from: "now-6h", to: "now" }));
  const line = (name: "lag" | "throughput", values: readonly (number | null)[], text: (value: number) => string) => {
    const known = values.filter((value) => value !== null);
    const most = known.length === 0 ? null : text(Math.max(...known));
    return (
      <div className="w-72 max-w-full">
        <p className="flex justify-between text-xs text-muted">
          <span className="font-medium">{t(name)}</span>
          <span className="nums">{most === null ? t("nothing") : t("most", { value: most })}</span>
        </p>
        <div className="mt-0.5 h-10 border-b border-line">
          {most !== null && <Sparkline width={288} height={38} values={thinned(values)} label={t(name === "lag" ? "lagChart" : "rateChart", { value: most })} />}
        </div>
      </div>
    );
  };
  return (
    <section aria-label={t("chart")} className="flex flex-col gap-2">
      <p className="text-xs font-medium text-muted">{t("chart")}</p>
      {series.data ? (
        <>
          {line("lag", series.data.lagMs, (value) => format.duration(value))}
          {line("throughput", series.data.rowsPerSecond, (value) => format.rowRate(value))}
        </>
      ) : (
        <Skeleton className="h-26 w-72 max-w-full" />
      )}
    </section>
  );
}

function Events({ taskId }: { taskId: string }) {
  const t = useTranslations();
  const events = useQuery(taskEventsOptions(taskId, { kind: [], severity: [], limit: 5 }));
  return (
    <section className="min-w-0">
      <p className="mb-1 text-xs font-medium text-muted">{t("status.events.title")}</p>
      {events.data ? (
        events.data.rows.length === 0 ? (
          <p className="text-muted">{t("status.events.none")}</p>
        ) : (
          <ul className="flex flex-col gap-0.5">
            {events.data.rows.map((event) => (
              <li key={event.id} className="grid gap-x-3 sm:grid-cols-[11.5rem_minmax(0,1fr)]">
                <Time ms={event.atMs} form="timestamp" className="nums text-xs leading-4.5 text-muted" />
                <span className="break-words">{event.message}</span>
              </li>
            ))}
          </ul>
        )
      ) : (
        <div aria-busy className="flex flex-col gap-1.5">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      )}
      <Link className="link mt-1 inline-flex min-h-6 items-center text-sm" href={`/sync/${taskId}/events`}>
        {t("status.events.all")}
      </Link>
    </section>
  );
}

/** What is kept of a released task: how far it came, and how it was configured. */
function Tombstone({ task }: { task: TaskSummary }) {
  const t = useTranslations("list.detail");
  const detail = useQuery(taskOptions(task.id));
  const applied = detail.data?.figures?.applied ?? null;
  const position = applied === null ? null : (applied.gtidSet ?? `${applied.file}:${applied.offset}`);
  return (
    <Notice tone="idle" title={t("tombstone")}>
      <dl className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <dt className="text-muted">{t("lastPosition")}</dt>
        <dd className="flex min-w-0 items-center gap-1">
          {position === null ? (
            t("noPosition")
          ) : (
            <>
              <span className="code truncate" title={position}>
                {position}
              </span>
              <CopyButton text={position} label={t("lastPosition")} />
            </>
          )}
        </dd>
        <dt className="text-muted">{t("configuration")}</dt>
        <dd>
          <a className="link inline-flex min-h-6 items-center" href={`/api/tasks/${task.id}/configuration`} download>
            {t("download")}
          </a>
        </dd>
      </dl>
    </Notice>
  );
}
