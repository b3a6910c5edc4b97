"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { polled } from "@/lib/live/queries";
import { taskOptions } from "@/lib/tasks/queries";
import type { TaskDetail } from "@/lib/tasks/view";
import { heldNow, HeldNowProvider, useBrowserNow } from "../formatting/use-now";
import { RegionZone } from "../i18n/region-zone";
import { Freshness } from "../shell/freshness";
import { PageHeader } from "../shell/page-header";
import { HealthStrip } from "../status/health-strip";
import { isStale } from "../status/staleness";
import { StatusChip } from "../tasks/status-chip";
import { TaskActions } from "../tasks/task-actions";
import { Breadcrumb } from "../ui/breadcrumb";
import { CopyButton } from "../ui/copy-button";
import { announce } from "../ui/live-region";
import { LinkTabs } from "../ui/tabs";
import { TaskProvider } from "./task-context";

const tabs = ["status", "progress", "performance", "objects", "precheck", "verification", "events", "logs", "alerts", "config"] as const;

/** Name, status, actions and tabs of a task; keeps its newest answer and hands it to the page inside (`useTask`). */
export function TaskFrame({ initial, children }: { initial: TaskDetail; children: ReactNode }) {
  const t = useTranslations("taskPage");
  const tTasks = useTranslations("tasks");
  const tShell = useTranslations("shell");
  const pathname = usePathname();
  const now = useBrowserNow();
  const [paused, setPaused] = useState(false);
  const query = useQuery({ ...taskOptions(initial.id), initialData: initial, refetchInterval: paused ? false : polled(2_000) });
  const task = query.data;
  const stale = isStale(task, query.dataUpdatedAt, now);
  const dead = now !== null && now - query.dataUpdatedAt > 60_000;

  const said = useRef(task.status.value);
  useEffect(() => {
    if (said.current === task.status.value) return;
    said.current = task.status.value;
    announce(`${task.name}: ${tTasks(`status.${task.status.value}`)}`);
  }, [task, tTasks]);

  const base = `/sync/${task.id}`;
  const href = (tab: (typeof tabs)[number]) => (tab === "status" ? base : `${base}/${tab}`);
  // The cut-over checklist is reached from the verifications, a table from the progress.
  const beneath = { [`${base}/cutover`]: "verification", [`${base}/tables`]: "progress" } as const;
  const current = tabs.find((tab) => tab !== "status" && pathname.startsWith(href(tab))) ?? Object.entries(beneath).find(([path]) => pathname.startsWith(path))?.[1] ?? "status";
  return (
    <RegionZone zone={task.timeZone}>
      <TaskProvider value={{ task, stale, dead, paused }}>
        <PageHeader
          breadcrumb={<Breadcrumb label={tShell("breadcrumb")} items={[{ href: "/sync", label: tTasks("title") }, { label: task.name }]} />}
          title={task.name}
          aside={
            <>
              <StatusChip status={task.status} stale={stale} />
              <span className="inline-flex items-center gap-1 text-muted">
                <span className="code">{task.id}</span>
                <CopyButton text={task.id} label={tTasks("copyId")} />
              </span>
            </>
          }
          actions={<TaskActions task={task} size="md" emphasis="main" />}
          freshness={
            <Freshness
              updatedAtMs={query.dataUpdatedAt}
              failing={query.isError}
              paused={paused}
              onPausedChange={setPaused}
              onRefresh={() => void query.refetch()}
            />
          }
        />
        <HeldNowProvider value={heldNow(paused, query.dataUpdatedAt)}>
          <HealthStrip task={task} stale={stale} dead={dead} compact={current !== "status"} />
        </HeldNowProvider>
        <LinkTabs label={t("tabs.label")} className="mt-3 mb-4" current={href(current)} tabs={tabs.map((tab) => ({ href: href(tab), label: t(`tabs.${tab}`) }))} />
        <HeldNowProvider value={heldNow(paused, query.dataUpdatedAt)}>{children}</HeldNowProvider>
      </TaskProvider>
    </RegionZone>
  );
}
