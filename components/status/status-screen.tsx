"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { polled } from "@/lib/live/queries";
import { taskEventsOptions, taskTablesOptions } from "@/lib/tasks/queries";
import { isFlowing } from "@/lib/tasks/status";
import type { TaskEventKind, TaskEventView } from "@/lib/tasks/event-view";
import { TopologyStrip } from "../performance/topology-strip";
import { ModificationCard } from "../modification/modification-card";
import { tablePath } from "../task-page/table-path";
import { TableStateBadge } from "../task-page/table-state";
import { useTask } from "../task-page/task-context";
import { useFormat } from "../formatting/use-format";
import { NoRunner } from "../resources/no-runner";
import { usePerson } from "../shell/person";
import { primaryAction } from "../tasks/action-model";
import { PrimaryButton } from "../tasks/task-actions";
import { useTaskAction } from "../tasks/use-task-action";
import { useAttentionText } from "../tasks/attention-text";
import { useLagText } from "../tasks/lag-value";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { QueryPanel } from "../ui/query-panel";
import { Skeleton } from "../ui/skeleton";
import { KnownGaps } from "../schema-changes/known-gaps";
import { AcceptedRisks } from "./accepted-risks";
import { CopyDetails } from "./copy-details";
import { EventList } from "./event-list";
import { handoverText } from "./handover-text";
import { PhaseCards } from "./phase-cards";
import { SettingsSummary } from "./settings-summary";
import { StateCard } from "./state-cards";
import { TaskCharts } from "./task-charts";

/** The page an operator opens at night: five answers first, then the cause, then the detail. */
export function StatusScreen() {
  const t = useTranslations("status");
  const tFlow = useTranslations("performance.topology");
  const tGaps = useTranslations("schemaChanges.gaps");
  const { task, stale } = useTask();
  const action = useTaskAction(task);
  const person = usePerson();
  const begun = task.firstStartedAtMs !== null;
  const kind = primaryAction(task);
  const retry = person.mayOperate && (kind === "retryNow" || kind === "resume" || kind === "start") && (
    <PrimaryButton task={task} size="md" emphasis="main" pending={action.isPending} onRun={(run) => action.mutate({ kind: run })} onAsk={() => {}} />
  );
  return (
    <div className="flex flex-col gap-4">
      {task.attention.kind === "no-runner" && <NoRunner region={task.destination.regionId} />}
      <StateCard task={task} retry={retry} />
      {begun && <ModificationCard />}
      {begun && <PhaseCards task={task} stale={stale} />}
      {task.status.phase === "load" && task.status.status !== "failed" && task.settings.initialization?.data !== false && <CopyDetails task={task} stale={stale} />}
      {begun && task.figures?.stages && task.status.live && (
        <Card
          title={tFlow("title")}
          actions={
            <Link className="link inline-flex min-h-6 items-center text-sm" href={`/sync/${task.id}/performance`}>
              {tFlow("open")}
            </Link>
          }
        >
          <TopologyStrip compact figures={task.figures} still={stale || !isFlowing(task.status.status)} />
        </Card>
      )}
      {begun && <TaskCharts />}
      {begun && <TablesToWatch />}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <LatestEvents />
        <div className="flex min-w-0 flex-col gap-4">
          <div id="risks" className="scroll-mt-16">
            <Card title={t("risks.title")}>
              <AcceptedRisks risks={task.acceptedRisks} />
            </Card>
          </div>
          <div id="gaps" className="scroll-mt-16">
            <Card title={tGaps("title")}>
              <KnownGaps task={task} />
            </Card>
          </div>
          <Card
            title={t("settings.title")}
            actions={
              <Link className="link inline-flex min-h-6 items-center text-sm" href={`/sync/${task.id}/config`}>
                {t("settings.all")}
              </Link>
            }
          >
            <SettingsSummary task={task} />
          </Card>
        </div>
      </div>
    </div>
  );
}

/** All but the tables one by one: a copy of sixty tables would leave no room for what happened to the task. */
const eventsOfTheTask: readonly TaskEventKind[] = [
  "status",
  "phase",
  "ddl-applied",
  "ddl-skipped",
  "ddl-overridden",
  "transaction-skipped",
  "object-not-carried",
  "conflict",
  "warning",
  "retrying",
  "recovered",
  "error",
  "precheck",
  "verification",
  "alert",
  "configuration",
  "connection",
  "worker",
  "runway",
  "action",
];

function LatestEvents() {
  const t = useTranslations("status.events");
  const { task, paused } = useTask();
  const query = useQuery({
    ...taskEventsOptions(task.id, { kind: [...eventsOfTheTask], severity: [], limit: 10 }),
    refetchInterval: paused ? false : polled(task.status.live ? 4_000 : 15_000),
  });
  return (
    <Card
      title={t("title")}
      padded={false}
      actions={
        <>
          <Handover events={query.data?.rows ?? []} />
          <Link className="link inline-flex min-h-6 items-center text-sm" href={`/sync/${task.id}/events`}>
            {t("all")}
          </Link>
        </>
      }
    >
      <QueryPanel query={query} className="p-4" skeleton={<Lines />}>
        {(data) =>
          data.rows.length === 0 ? <p className="p-4 text-sm text-muted">{t("none")}</p> : <EventList label={t("title")} events={data.rows} taskId={task.id} />
        }
      </QueryPanel>
    </Card>
  );
}

function Lines() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  );
}

/** One press copies what the next person on call must know. */
function Handover({ events }: { events: readonly TaskEventView[] }) {
  const t = useTranslations("status.handover");
  const tTasks = useTranslations("tasks");
  const tStrip = useTranslations("status.strip");
  const format = useFormat();
  const lagText = useLagText();
  const attention = useAttentionText();
  const { task } = useTask();
  const words = {
    state: tTasks(`status.${task.status.value}`),
    lag: lagText(task.lag),
    needs: attention(task.attention, tStrip("nothing")),
  };
  return (
    <CopyButton
      label={t("copy")}
      text={() =>
        handoverText(task, events, { ...words, link: `${location.origin}/sync/${task.id}` }, format, t as unknown as Parameters<typeof handoverText>[4])
      }
    >
      {t("copy")}
    </CopyButton>
  );
}

/** Those that stopped. */
function TablesToWatch() {
  const t = useTranslations("status.tables");
  const { task, paused } = useTask();
  const query = useQuery({
    ...taskTablesOptions(task.id, { state: ["stopped"], sort: "name", dir: "asc", page: 1, pageSize: 5 }),
    refetchInterval: paused || !task.status.live ? false : polled(4_000),
  });
  return (
    <Card
      title={t("attention")}
      actions={
        <Link className="link inline-flex min-h-6 items-center text-sm" href={`/sync/${task.id}/progress`}>
          {t("all")}
        </Link>
      }
    >
      <QueryPanel query={query} skeleton={<Lines />}>
        {(data) =>
          data.rows.length === 0 ? (
            <p className="text-sm text-muted">{t("none")}</p>
          ) : (
            <ul className="grid gap-x-8 gap-y-2 text-sm lg:grid-cols-2">
              {data.rows.map((row) => (
                <li key={`${row.source.database}.${row.source.table}`} className="flex items-start justify-between gap-3">
                  <span className="min-w-0">
                    <Link className="link code block truncate" href={tablePath(task.id, row.source)}>
                      {row.source.database}.{row.source.table}
                    </Link>
                    {row.error && <span className="block text-xs text-muted">{row.error.sentence}</span>}
                  </span>
                  <TableStateBadge state={row.state} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryPanel>
    </Card>
  );
}
