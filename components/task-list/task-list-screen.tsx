"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowRightLeft, Plus, SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { regionsOptions, runnersOptions } from "@/lib/resources/queries";
import type { RegionView, RunnerView } from "@/lib/resources/view";
import { taskListOptions } from "@/lib/tasks/queries";
import { pageSizes, type TaskListQuery } from "@/lib/tasks/query";
import type { TaskList } from "@/lib/tasks/view";
import { useNow } from "../formatting/use-now";
import { Freshness } from "../shell/freshness";
import { PageHeader } from "../shell/page-header";
import { staleAfterMs } from "../status/staleness";
import { Button, ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { Pagination } from "../ui/pagination";
import { FilterBar } from "./filter-bar";
import { useListState } from "./list-state";
import { RegionSelect } from "./region-select";
import { TaskTable } from "./task-table";

interface Props {
  initialQuery: TaskListQuery;
  initialList: TaskList;
  initialRegions: RegionView[];
  initialRunners: RunnerView[];
}

/** Synchronization Tasks: what there is, what needs somebody, and the next step of each. */
export function TaskListScreen({ initialQuery, initialList, initialRegions, initialRunners }: Props) {
  const t = useTranslations("tasks");
  const { query, state, setState } = useListState();
  const [paused, setPaused] = useState(false);
  const now = useNow();
  const same = JSON.stringify(query) === JSON.stringify(initialQuery);
  const tasks = useQuery({
    ...taskListOptions(query),
    ...(same ? { initialData: initialList } : {}),
    placeholderData: keepPreviousData,
    refetchInterval: paused ? false : 5_000,
  });
  const regions = useQuery({ ...regionsOptions(), initialData: initialRegions, refetchInterval: paused ? false : 15_000 });
  const runners = useQuery({ ...runnersOptions(), initialData: initialRunners });
  const list = tasks.data ?? initialList;
  const stale = now !== null && tasks.dataUpdatedAt > 0 && now - tasks.dataUpdatedAt > staleAfterMs;
  const filtered = query.status.length > 0 || query.attention || query.q !== undefined || query.region !== undefined;
  const nothingAtAll = list.total === 0 && !filtered;
  const noRunner = !runners.data.some((runner) => runner.alive);
  return (
    <>
      <PageHeader
        title={t("title")}
        aside={<RegionSelect regions={regions.data} value={query.region ?? null} onValueChange={(region) => void setState({ region, page: null })} />}
        actions={
          <ButtonLink variant="primary" href="/sync/new" icon={<Plus aria-hidden />}>
            {t("createTask")}
          </ButtonLink>
        }
        freshness={
          <Freshness
            updatedAtMs={tasks.dataUpdatedAt}
            failing={tasks.isError}
            paused={paused}
            onPausedChange={setPaused}
            onRefresh={() => void tasks.refetch()}
          />
        }
      />
      {noRunner && (
        <Notice tone="warn" title={t("noRunner.title")} className="mb-4">
          <p>
            {t("noRunner.body")} <code className="code">npm start</code>
          </p>
        </Notice>
      )}
      {nothingAtAll ? (
        <EmptyState
          icon={<ArrowRightLeft />}
          title={t("empty.title")}
          actions={
            <ButtonLink variant="primary" href="/sync/new" icon={<Plus aria-hidden />}>
              {t("createTask")}
            </ButtonLink>
          }
        >
          <p>{t("empty.body")}</p>
          <p className="mt-1">{t("empty.steps")}</p>
        </EmptyState>
      ) : (
        <>
          <FilterBar state={state} setState={setState} counts={list.counts} />
          {list.rows.length === 0 ? (
            <EmptyState
              icon={<SearchX />}
              title={t("emptyFilter.title")}
              actions={
                <Button onClick={() => void setState({ status: null, attention: null, q: null, region: null, page: null })}>{t("emptyFilter.clear")}</Button>
              }
            >
              {t("emptyFilter.body", {
                filters: [
                  ...(query.region ? [t("emptyFilter.region", { value: query.region })] : []),
                  ...(query.attention ? [t("chips.attention")] : []),
                  ...query.status.map((value) => t("emptyFilter.chip", { value: t(`status.${value}`) })),
                  ...(query.q ? [t("emptyFilter.search", { field: t(`search.fields.${query.field}`), value: query.q })] : []),
                ].join(", "),
              })}
            </EmptyState>
          ) : (
            <>
              <TaskTable rows={list.rows} query={query} stale={stale} onSort={(sort, dir) => void setState({ sort, dir, page: null })} />
              {(list.total > list.rows.length || list.page > 1) && (
                <Pagination
                  page={list.page}
                  pageSize={list.pageSize}
                  total={list.total}
                  sizes={pageSizes}
                  texts={{
                    label: t("pagination.label"),
                    range: (from, to, total) => t("pagination.range", { from, to, total }),
                    previous: t("pagination.previous"),
                    next: t("pagination.next"),
                    size: t("pagination.size"),
                  }}
                  onChange={({ page, pageSize }) => void setState({ page: page === 1 ? null : page, pageSize })}
                />
              )}
            </>
          )}
        </>
      )}
    </>
  );
}
