"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { taskEventsOptions } from "@/lib/tasks/queries";
import type { TaskSummary } from "@/lib/tasks/view";
import { Time } from "../formatting/time";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";

/** The cause of a failure in full, and what happened last: readable without leaving the list. */
export function RowDetail({ task }: { task: TaskSummary }) {
  const t = useTranslations();
  const events = useQuery(taskEventsOptions(task.id, { kind: [], severity: [], limit: 5 }));
  return (
    <div className="flex max-w-4xl flex-col gap-3 text-sm">
      {task.error && (
        <Notice tone="bad" title={task.error.sentence}>
          {task.error.detail && <p className="break-words">{task.error.detail}</p>}
          {task.error.serverMessage && (
            <p lang="en" className="code mt-1 break-words whitespace-pre-wrap">
              {task.error.serverMessage}
            </p>
          )}
          <p className="mt-1">
            <span className="font-medium">{t("status.error.do")}: </span>
            {task.error.remedy}
          </p>
        </Notice>
      )}
      <div>
        <p className="mb-1 text-xs font-medium text-muted">{t("status.events.title")}</p>
        {events.data ? (
          events.data.rows.length === 0 ? (
            <p className="text-muted">{t("status.events.none")}</p>
          ) : (
            <ul className="flex flex-col gap-0.5">
              {events.data.rows.map((event) => (
                <li key={event.id} className="grid grid-cols-[11.5rem_minmax(0,1fr)] gap-3">
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
        <Link className="link mt-1 inline-flex min-h-6 items-center text-sm" href={`/sync/${task.id}/events`}>
          {t("status.events.all")}
        </Link>
      </div>
    </div>
  );
}
