"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Plus, Server } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { polled } from "@/lib/live/queries";
import { runnersOptions } from "@/lib/resources/queries";
import type { RunnerView } from "@/lib/resources/view";
import { operationsOptions, recentEventsOptions, taskListOptions } from "@/lib/tasks/queries";
import { wholeTaskList } from "@/lib/tasks/list-query";
import type { TaskList, TaskSummary } from "@/lib/tasks/view";
import type { OperationLogView } from "@/lib/operations/view";
import type { RecentEventView } from "@/lib/tasks/event-view";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { heldNow, HeldNowProvider, useBrowserNow, useNow } from "../formatting/use-now";
import { useOperationText } from "../logs/operation-list";
import { NoRunner } from "../resources/no-runner";
import { Freshness } from "../shell/freshness";
import { PageHeader } from "../shell/page-header";
import { usePerson } from "../shell/person";
import { staleAfterMs } from "../status/staleness";
import { chipNames, chips } from "../task-list/list-state";
import { attentionTone, useAttentionText } from "../tasks/attention-text";
import { StatusChip } from "../tasks/status-chip";
import { TaskActions } from "../tasks/task-actions";
import { Badge, toneText } from "../ui/badge";
import { ButtonLink } from "../ui/button";
import { Card } from "../ui/card";

const everything = wholeTaskList({ pageSize: 100, sort: "lag" });

/** What needs somebody first; then how many of what, the worst figures, the runners, and what was done last. */
export function OverviewScreen({
  initial,
  initialRunners,
  initialOperations,
  initialEvents,
}: {
  initial: TaskList;
  initialRunners: RunnerView[];
  initialOperations: { rows: OperationLogView[]; nextBefore: number | null };
  initialEvents: RecentEventView[];
}) {
  const t = useTranslations();
  const person = usePerson();
  const [paused, setPaused] = useState(false);
  const tasks = useQuery({ ...taskListOptions(everything), initialData: initial, refetchInterval: paused ? false : polled(5_000) });
  const runners = useQuery({ ...runnersOptions(), initialData: initialRunners, ...(paused ? { refetchInterval: false } : {}) });
  const operations = useQuery({ ...operationsOptions({}), initialData: initialOperations, refetchInterval: paused ? false : polled(15_000) });
  const events = useQuery({ ...recentEventsOptions(), initialData: initialEvents, refetchInterval: paused ? false : polled(5_000) });
  const { rows, counts } = tasks.data;
  const now = useBrowserNow();
  const stale = now !== null && now - tasks.dataUpdatedAt > staleAfterMs;
  const urgent = rows.filter((task) => ["bad", "warn"].includes(attentionTone(task.attention)));
  return (
    <HeldNowProvider value={heldNow(paused, tasks.dataUpdatedAt)}>
      <PageHeader
        title={t("overview.title")}
        freshness={
          <Freshness
            updatedAtMs={tasks.dataUpdatedAt}
            failing={tasks.isError}
            paused={paused}
            onPausedChange={setPaused}
            onRefresh={() => void tasks.refetch()}
          />
        }
        actions={
          person.mayOperate && (
            <ButtonLink variant="primary" href="/sync/new" icon={<Plus aria-hidden />}>
              {t("tasks.createTask")}
            </ButtonLink>
          )
        }
      />
      <div className="flex flex-col gap-4">
        {!runners.data.some((runner) => runner.alive) && <NoRunner />}
        <Card
          title={t("overview.attention")}
          padded={false}
          actions={
            counts.attention > 0 && (
              <Link className="link inline-flex min-h-6 items-center text-sm" href="/sync?attention=1">
                {t("overview.allAttention", { count: counts.attention })}
              </Link>
            )
          }
        >
          {urgent.length === 0 ? (
            <p className="flex items-center gap-2 px-4 py-4 text-sm">
              <CircleCheck aria-hidden className={stale ? "size-4 text-muted" : "size-4 text-ok"} />
              <span>
                <span className="font-medium">{counts.all === 0 ? t("overview.none") : t("overview.attentionNone")}</span>{" "}
                {counts.all > 0 && <span className="text-muted">{t("overview.attentionNoneBody")}</span>}
              </span>
            </p>
          ) : (
            <ul className="divide-y divide-line">
              {urgent.slice(0, 8).map((task) => (
                <AttentionRow key={task.id} task={task} stale={stale} />
              ))}
            </ul>
          )}
        </Card>
        <section
          aria-label={t("overview.counts")}
          className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3 xl:grid-cols-6"
        >
          {chipNames
            .filter((chip) => chip !== "attention" && chip !== "released")
            .map((chip) => (
              <Link
                key={chip}
                href={chip === "all" ? "/sync" : `/sync?status=${chips[chip].join(",")}`}
                className="bg-bg px-4 py-3 outline-offset-[-2px] hover:bg-hover"
              >
                <span className="nums block text-2xl font-semibold">
                  {chip === "all" ? counts.all : chips[chip].reduce((sum, value) => sum + (counts[value] ?? 0), 0)}
                </span>
                <span className="text-sm text-muted">{t(`tasks.chips.${chip}`)}</span>
              </Link>
            ))}
        </section>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <WorstFigures rows={rows} />
          <Runners runners={runners.data} stale={stale} />
          <RecentEvents rows={events.data} />
          <Recent rows={operations.data.rows.slice(0, 8)} />
        </div>
      </div>
    </HeldNowProvider>
  );
}

function AttentionRow({ task, stale }: { task: TaskSummary; stale: boolean }) {
  const text = useAttentionText();
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2 md:grid-cols-[minmax(0,16rem)_minmax(0,15rem)_minmax(0,1fr)_auto]">
      <Link href={`/sync/${task.id}`} className="flex min-h-6 min-w-0 items-center font-medium hover:text-primary hover:underline">
        <span className="truncate">{task.name}</span>
      </Link>
      <span className="max-md:order-3 max-md:col-span-2">
        <StatusChip status={task.status} stale={stale} />
      </span>
      <span className={`min-w-0 text-sm break-words max-md:order-4 max-md:col-span-2 ${toneText[attentionTone(task.attention)]}`}>
        {text(task.attention, "")}
      </span>
      <TaskActions task={task} />
    </li>
  );
}

function WorstFigures({ rows }: { rows: readonly TaskSummary[] }) {
  const t = useTranslations("overview");
  const format = useFormat();
  const now = useNow();
  const lags = rows.filter((task) => task.lag.state === "behind" && task.lag.lagMs !== null).sort((a, b) => (b.lag.lagMs ?? 0) - (a.lag.lagMs ?? 0));
  const runways = rows.filter((task) => task.runway.deadlineMs !== null).sort((a, b) => (a.runway.deadlineMs ?? 0) - (b.runway.deadlineMs ?? 0));
  const line = (task: TaskSummary, value: string, tone: string) => (
    <li key={task.id} className="flex items-baseline justify-between gap-3">
      <Link href={`/sync/${task.id}`} className="flex min-h-6 min-w-0 items-center hover:text-primary hover:underline">
        <span className="truncate">{task.name}</span>
      </Link>
      <span className={`nums shrink-0 ${tone}`}>{value}</span>
    </li>
  );
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card title={t("worstLag")}>
        {lags.length === 0 ? (
          <p className="text-sm text-muted">{t("noneRunning")}</p>
        ) : (
          <ul className="text-sm">{lags.slice(0, 3).map((task) => line(task, format.duration(task.lag.lagMs ?? 0), task.lag.warn ? "text-warn" : ""))}</ul>
        )}
      </Card>
      <Card title={t("shortestRunway")}>
        {runways.length === 0 || now === null ? (
          <p className="text-sm text-muted">{t("runwayUnlimited")}</p>
        ) : (
          <ul className="text-sm">
            {runways
              .slice(0, 3)
              .map((task) =>
                line(
                  task,
                  format.duration((task.runway.deadlineMs ?? now) - now),
                  task.runway.tone === "bad" ? "text-bad" : task.runway.tone === "warn" ? "text-warn" : "",
                ),
              )}
          </ul>
        )}
      </Card>
    </div>
  );
}

function Runners({ runners, stale }: { runners: readonly RunnerView[]; stale: boolean }) {
  const t = useTranslations("overview");
  const format = useFormat();
  const now = useNow();
  return (
    <Card title={t("runners")}>
      {runners.every((runner) => !runner.alive) && <p className="mb-2 text-sm text-warn">{t("runnersNone")}</p>}
      <ul className="flex flex-col gap-2 text-sm">
        {runners.map((runner) => (
          <li key={runner.id} className="flex items-start gap-2">
            <Server aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{runner.hostname}</span>
              <span className="block truncate text-xs text-muted">
                {runner.version} · {t("runnerTasks", { count: runner.tasks })} · {runner.addresses.join(", ")}
              </span>
            </span>
            <Badge tone={runner.alive ? (stale ? "idle" : "ok") : "bad"}>
              {runner.alive ? t("runnerAlive") : t("runnerGone", { duration: now === null ? "…" : format.duration(now - runner.heartbeatAtMs) })}
            </Badge>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const severityTone = { info: "text-muted", warn: "text-warn", error: "text-bad" } as const;

function RecentEvents({ rows }: { rows: readonly RecentEventView[] }) {
  const t = useTranslations("overview");
  return (
    <Card title={t("events")}>
      {rows.length === 0 ? (
        <p className="text-sm text-muted">{t("eventsNone")}</p>
      ) : (
        <ul className="flex flex-col gap-1 text-sm">
          {rows.map((row) => (
            <li key={row.id} className="flex items-baseline justify-between gap-3">
              <span className="flex min-w-0 items-baseline gap-2">
                <Link href={`/sync/${row.taskId}/events`} className="inline-block min-h-6 max-w-40 shrink-0 truncate leading-6 hover:text-primary hover:underline">
                  {row.taskName}
                </Link>
                <span title={row.message} className={`min-w-0 truncate ${severityTone[row.severity]}`}>
                  {row.message}
                </span>
              </span>
              <Time ms={row.atMs} form="relative" className="nums shrink-0 text-xs text-muted" />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Recent({ rows }: { rows: readonly OperationLogView[] }) {
  const t = useTranslations("overview");
  const text = useOperationText();
  return (
    <Card
      title={t("recent")}
      actions={
        <Link className="link inline-flex min-h-6 items-center text-sm" href="/operation-logs">
          {t("recentAll")}
        </Link>
      }
    >
      {rows.length === 0 ? (
        <p className="text-sm text-muted">{t("recentNone")}</p>
      ) : (
        <ul className="flex flex-col gap-1 text-sm">
          {rows.map((row) => (
            <li key={row.id} className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate">
                {text(row.action)}{" "}
                <span className="text-muted">
                  · {row.object} · {row.actor}
                </span>
              </span>
              <Time ms={row.atMs} form="relative" className="nums shrink-0 text-xs text-muted" />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
