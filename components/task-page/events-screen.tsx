"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { parseAsInteger, parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { fetchJson, queryString } from "@/lib/http/fetch-json";
import { taskKeys } from "@/lib/tasks/queries";
import type { TaskEventKind, TaskEventList, Severity } from "@/lib/tasks/view";
import { EventList } from "../status/event-list";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { ToggleGroup } from "../ui/toggle-group";
import { useTask } from "./task-context";

const shows = ["all", "problems", "actions", "ddl"] as const;
const filters: Record<(typeof shows)[number], { kind: TaskEventKind[]; severity: Severity[] }> = {
  all: { kind: [], severity: [] },
  problems: { kind: [], severity: ["warn", "error"] },
  actions: { kind: ["action", "configuration", "precheck", "verification"], severity: [] },
  ddl: { kind: ["ddl-applied", "ddl-skipped", "ddl-overridden", "object-not-carried"], severity: [] },
};

/** The whole history of the task. */
export function EventsScreen() {
  const t = useTranslations("taskPage.events");
  const { task, paused } = useTask();
  const [at, setAt] = useQueryState("at", parseAsInteger.withOptions({ history: "push" }));
  const [show, setShow] = useQueryState("show", parseAsStringLiteral(shows).withDefault("all").withOptions({ history: "push" }));
  const query = useInfiniteQuery({
    queryKey: [...taskKeys.task(task.id), "all-events", show, at],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<TaskEventList>(`/api/tasks/${task.id}/events${queryString({ ...filters[show], limit: 50, before: pageParam })}`, signal),
    // With a permalink the list begins a little above that event.
    initialPageParam: at === null ? null : ((at + 10) as number | null),
    getNextPageParam: (last) => last.nextBefore,
    refetchInterval: paused || at !== null ? false : task.status.live ? 5_000 : 20_000,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section aria-label={t("title")} className="flex flex-col gap-3">
      <ToggleGroup
        label={t("filter")}
        value={show}
        onValueChange={(next) => void setShow(next)}
        options={shows.map((each) => ({ value: each, label: t(each) }))}
      />
      {at !== null && (
        <Notice
          tone="info"
          actions={
            <Button size="sm" onClick={() => void setAt(null)}>
              {t("toNewest")}
            </Button>
          }
        >
          {t("around")}
        </Notice>
      )}
      {!query.data ? (
        <div aria-busy className="flex flex-col gap-2">
          {Array.from({ length: 8 }, (_, index) => (
            <Skeleton key={index} className="h-9" />
          ))}
        </div>
      ) : rows.length === 0 ? (
        <EmptyState icon={<History />} title={t("none")}>
          {t("noneBody")}
        </EmptyState>
      ) : (
        <>
          <EventList label={t("title")} events={rows} taskId={task.id} marked={at} className="rounded-lg border border-line" />
          {query.hasNextPage && (
            <Button className="self-center" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t("older")}
            </Button>
          )}
        </>
      )}
    </section>
  );
}
