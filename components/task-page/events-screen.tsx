"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { fetchJson, queryString } from "@/lib/http/fetch-json";
import { eventTypeNames, kindsOf } from "@/lib/tasks/event-types";
import { presetMs } from "@/lib/figures/time-window";
import { polled } from "@/lib/live/queries";
import { eventMoment } from "@/lib/tasks/event-moment";
import { severities } from "@/lib/tasks/list-query";
import { taskEventsOptions, taskKeys } from "@/lib/tasks/queries";
import type { TaskEventList } from "@/lib/tasks/event-view";
import { consoleNow } from "../formatting/console-clock";
import { useFormat } from "../formatting/use-format";
import { EventList } from "../status/event-list";
import { Button } from "../ui/button";
import { ChoiceFilter } from "../ui/choice-filter";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { QueryPanel } from "../ui/query-panel";
import { Skeleton } from "../ui/skeleton";
import { ToggleGroup } from "../ui/toggle-group";
import { useTask } from "./task-context";
import { useReading } from "./use-reading";

const parsers = {
  type: parseAsArrayOf(parseAsStringLiteral(eventTypeNames)).withDefault([]),
  severity: parseAsArrayOf(parseAsStringLiteral(severities)).withDefault([]),
  /** An event's id or a moment. */
  at: parseAsString,
  last: parseAsStringLiteral(["1h", "24h", "7d"] as const),
};
const problems = ["warn", "error"] as const;
interface EventsFrom {
  readonly before?: number;
  readonly around?: number;
}

/** So many new ones are counted, not more. */
const counted = 100;

/** The whole history of the task, by type and severity. What is new comes by itself until somebody reads: then a bar says how much, and nothing moves. */
export function EventsScreen() {
  const t = useTranslations("taskPage.events");
  const format = useFormat();
  const { task, paused } = useTask();
  const [{ type, severity, at: address, last }, setUrl] = useQueryStates(parsers, { history: "push", scroll: false });
  const { reading, top, box } = useReading();
  const at = eventMoment(address);
  const filter = { kind: kindsOf(type), severity };
  const from = () => (last === null ? undefined : consoleNow() - presetMs(last));
  const every = paused || at !== null ? false : polled(task.status.live ? 5_000 : 20_000);
  const query = useInfiniteQuery({
    queryKey: [...taskKeys.task(task.id), "all-events", type, severity, address, last],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<TaskEventList>(`/api/tasks/${task.id}/events${queryString({ ...filter, limit: 50, from: from(), ...pageParam })}`, signal),
    // With a permalink the list begins a little above that event.
    initialPageParam: (at === null ? {} : at.kind === "event" ? { before: at.id + 10 } : { around: at.atMs }) as EventsFrom,
    getNextPageParam: (page: TaskEventList): EventsFrom | null => (page.nextBefore === null ? null : { before: page.nextBefore }),
    // Its newest one says that there is something new.
    meta: { live: { path: `/api/tasks/${task.id}/events${queryString({ ...filter, limit: 1 })}`, asksItself: true } },
    refetchInterval: reading ? false : every,
    refetchOnWindowFocus: !reading,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const newest = useQuery({
    ...taskEventsOptions(task.id, { ...filter, limit: counted }),
    enabled: reading && at === null && query.data !== undefined,
    refetchInterval: every,
  });
  const more = reading ? (newest.data?.rows.filter((event) => event.id > (rows[0]?.id ?? 0)).length ?? 0) : 0;
  const onlyProblems = severity.length === problems.length && problems.every((each) => severity.includes(each));
  // Of a moment: the last thing that had happened by then.
  const marked = at === null ? null : at.kind === "event" ? at.id : (rows.find((event) => event.atMs <= at.atMs)?.id ?? null);
  const widen =
    last === "1h" ? (
      <Button onClick={() => void setUrl({ last: "24h" })}>{t("widen")}</Button>
    ) : last !== null || type.length > 0 || severity.length > 0 ? (
      <Button onClick={() => void setUrl({ last: null, type: null, severity: null })}>{t("showAll")}</Button>
    ) : undefined;
  return (
    <section aria-label={t("title")} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <ToggleGroup
          label={t("filter")}
          value={onlyProblems ? "problems" : severity.length === 0 && type.length === 0 ? "all" : ""}
          onValueChange={(next) => void setUrl(next === "all" ? { type: null, severity: null } : { severity: [...problems] })}
          options={[
            { value: "all", label: t("all") },
            { value: "problems", label: t("problems") },
          ]}
        />
        <div className="flex flex-wrap gap-2">
          <ToggleGroup
            label={t("last")}
            value={last ?? "ever"}
            onValueChange={(next) => void setUrl({ last: next === "ever" ? null : next, at: null })}
            options={(["ever", "7d", "24h", "1h"] as const).map((value) => ({ value, label: t(`lasts.${value}`) }))}
          />
          <ChoiceFilter
            label={t("byType")}
            title={t("type")}
            options={eventTypeNames.map((value) => ({ value, label: t(`types.${value}`) }))}
            value={type}
            onValueChange={(next) => void setUrl({ type: next.length > 0 ? next : null })}
          />
          <ChoiceFilter
            label={t("bySeverity")}
            title={t("severityLabel")}
            options={severities.map((value) => ({ value, label: t(`severities.${value}`) }))}
            value={severity}
            onValueChange={(next) => void setUrl({ severity: next.length > 0 ? next : null })}
          />
        </div>
      </div>
      {at !== null && (
        <Notice
          tone="info"
          actions={
            <Button size="sm" onClick={() => void setUrl({ at: null })}>
              {t("toNewest")}
            </Button>
          }
        >
          {at.kind === "event" ? t("around") : t("aroundTime", { time: format.timestamp(at.atMs) })}
        </Notice>
      )}
      <QueryPanel
        query={query}
        skeleton={Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} className="h-9" />
        ))}
      >
        {() =>
          rows.length === 0 ? (
            <EmptyState icon={<History />} title={t("none")} actions={widen}>
              {t("noneBody")}
            </EmptyState>
          ) : (
            <div {...box} className="relative flex flex-col gap-3">
              <span ref={top} aria-hidden className="absolute top-0 h-px w-px" />
              {/* Sticky, and without height of its own: nothing moves when it comes. */}
              <div role="status" className="sticky top-14 z-10 -mb-3 flex h-0 justify-center">
                {more > 0 && (
                  <Button
                    size="sm"
                    className="-translate-y-1/2 shadow-popup"
                    pending={query.isRefetching}
                    onClick={() => {
                      void query.refetch();
                      document.querySelector("main")?.scrollIntoView();
                    }}
                  >
                    {t(more < counted ? "new" : "newMany", { count: more })}
                  </Button>
                )}
              </div>
              <EventList label={t("title")} events={rows} taskId={task.id} marked={marked} className="rounded-lg border border-line" />
              {query.hasNextPage && (
                <Button className="self-center" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t("older")}
                </Button>
              )}
            </div>
          )
        }
      </QueryPanel>
    </section>
  );
}
