"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { precheckRunOptions } from "@/lib/precheck/queries";
import { isOpenWarning } from "@/lib/precheck/verdict";
import type { PrecheckRunView } from "@/lib/precheck/view";
import { itemLooks, itemTitle } from "../precheck/item-status";
import { useTask } from "../task-page/task-context";
import { toneText } from "../ui/badge";
import { Card } from "../ui/card";
import { cn } from "../ui/class-names";
import { QueryPanel } from "../ui/query-panel";
import { Skeleton } from "../ui/skeleton";

/** So many are named here; the rest is on the precheck's own page. */
const named = 12;

/** What keeps the task from starting, by the newest precheck: each finding leads to its cure. `expected`: so much room is kept while it loads. */
export function PrecheckFindings({ taskId, expected }: { taskId: string; expected: number }) {
  const t = useTranslations("status.findings");
  const tStatus = useTranslations("precheck.status");
  const { paused } = useTask();
  const query = useQuery({ ...precheckRunOptions(taskId, "latest"), ...(paused ? { refetchInterval: false as const } : {}) });
  return (
    <Card title={t("title")}>
      <QueryPanel query={query} skeleton={Array.from({ length: Math.max(1, Math.min(named, expected)) + 1 }, (_, index) => <Skeleton key={index} className="my-1 h-5 w-2/3" />)}>
        {(run) => {
          if (run === null) return <p className="text-sm text-muted">{t("none")}</p>;
          const open = openItems(run);
          return (
            <div className="flex flex-col gap-1.5 text-sm">
              <p className="nums text-muted">{counts(run, t)}</p>
              <ul aria-label={t("title")} className="flex flex-col gap-0.5">
                {open.slice(0, named).map((item) => {
                  const { icon: Icon, tone } = itemLooks[item.status];
                  return (
                    <li key={item.id} className="flex min-w-0 items-start gap-2">
                      <Icon aria-hidden className={cn("mt-1 size-4 shrink-0", toneText[tone])} />
                      <span className="min-w-0">
                        <Link className="link inline-flex min-h-6 items-center" href={`/sync/${taskId}/precheck/${run.number}?item=${item.code}`}>
                          {itemTitle(item)}
                        </Link>
                        <span className={cn("ml-2 text-xs font-medium", toneText[tone])}>{tStatus(item.status)}</span>
                      </span>
                    </li>
                  );
                })}
              </ul>
              {open.length > named && <p className="text-muted">{t("more", { count: open.length - named })}</p>}
            </div>
          );
        }}
      </QueryPanel>
    </Card>
  );
}

/** What blocks first, then the warnings that nobody acknowledged; in the list's order. */
function openItems(run: PrecheckRunView) {
  return [...run.items.filter(({ status }) => status === "failed" || status === "error"), ...run.items.filter((item) => isOpenWarning({ status: item.status, acknowledgedBy: item.acknowledged?.by ?? null }))];
}

function counts(run: PrecheckRunView, t: ReturnType<typeof useTranslations<"status.findings">>): string {
  const count = (...statuses: string[]) => run.items.filter(({ status }) => statuses.includes(status)).length;
  return t(run.status === "running" ? "countsSoFar" : "counts", { done: run.items.length - count("pending", "running"), total: run.items.length, failed: count("failed", "error"), warnings: count("warning") });
}
