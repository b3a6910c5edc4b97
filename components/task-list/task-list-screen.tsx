"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowRightLeft, Download, Plus, SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { queryString } from "@/lib/http/fetch-json";
import { polled } from "@/lib/live/queries";
import { regionsOptions, runnersOptions } from "@/lib/resources/queries";
import type { RegionView, RunnerView } from "@/lib/resources/view";
import { taskListOptions } from "@/lib/tasks/queries";
import { pageSizes, type TaskListQuery } from "@/lib/tasks/list-query";
import type { TaskList } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { heldNow, HeldNowProvider, useBrowserNow } from "../formatting/use-now";
import { setPreferenceCookie } from "../i18n/client-cookie";
import { NoRunner } from "../resources/no-runner";
import { Freshness } from "../shell/freshness";
import { PageHeader } from "../shell/page-header";
import { usePerson } from "../shell/person";
import { staleAfterMs } from "../status/staleness";
import { Button, buttonClass, ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Pagination } from "../ui/pagination";
import { BulkBar } from "./bulk-bar";
import { DisplayOptions } from "./display-options";
import { FilterBar } from "./filter-bar";
import { columnsCookie, type ChoosableColumn } from "./hidden-columns";
import { isFiltered, noFilters, useListState } from "./list-state";
import { regionCookie } from "./region-cookie";
import { RegionSelect } from "./region-select";
import { SavedViews } from "./saved-views";
import { TaskTable } from "./task-table";

interface Props {
  initialQuery: TaskListQuery;
  initialList: TaskList;
  initialRegions: RegionView[];
  initialRunners: RunnerView[];
  initialHidden: ChoosableColumn[];
}

/** Synchronization Tasks: what there is, what needs somebody, and the next step of each. */
export function TaskListScreen({ initialQuery, initialList, initialRegions, initialRunners, initialHidden }: Props) {
  const t = useTranslations("tasks");
  const { query, state, setState } = useListState();
  const tList = useTranslations("list");
  const person = usePerson();
  const [paused, setPaused] = useState(false);
  const [hidden, setHidden] = useState(initialHidden);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const format = useFormat();
  const now = useBrowserNow();
  const same = JSON.stringify(query) === JSON.stringify(initialQuery);
  const tasks = useQuery({
    ...taskListOptions(query),
    ...(same ? { initialData: initialList } : {}),
    placeholderData: keepPreviousData,
    refetchInterval: paused ? false : polled(5_000),
  });
  const regions = useQuery({ ...regionsOptions(), initialData: initialRegions, refetchInterval: paused ? false : polled(15_000) });
  const runners = useQuery({ ...runnersOptions(), initialData: initialRunners, ...(paused ? { refetchInterval: false } : {}) });
  const list = tasks.data ?? initialList;
  const stale = now !== null && tasks.dataUpdatedAt > 0 && now - tasks.dataUpdatedAt > staleAfterMs;
  const filtered = isFiltered(query);
  const clear = () => {
    // Otherwise the next visit would narrow the list again.
    setPreferenceCookie(regionCookie, "");
    void setState(noFilters);
  };
  const moment = (iso: string) => format.dateTime(Date.parse(iso));
  const nothingAtAll = list.total === 0 && !filtered;
  const noRunner = !runners.data.some((runner) => runner.alive);
  return (
    <HeldNowProvider value={heldNow(paused, tasks.dataUpdatedAt)}>
      <PageHeader
        title={t("title")}
        aside={<RegionSelect regions={regions.data} value={query.region ?? null} onValueChange={(region) => void setState({ region, page: null })} />}
        actions={
          person.mayOperate && (
            <ButtonLink variant="primary" href="/sync/new" icon={<Plus aria-hidden />}>
              {t("createTask")}
            </ButtonLink>
          )
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
      {noRunner && <NoRunner className="mb-4" />}
      {nothingAtAll ? (
        <EmptyState
          icon={<ArrowRightLeft />}
          title={t("empty.title")}
          actions={
            person.mayOperate && (
              <ButtonLink variant="primary" href="/sync/new" icon={<Plus aria-hidden />}>
                {t("createTask")}
              </ButtonLink>
            )
          }
        >
          <p>{t("empty.body")}</p>
          <ol aria-label={tList("sketch.label")} className="mx-auto mt-3 w-fit list-decimal space-y-0.5 pl-5 text-left">
            {(["one", "two", "three", "four", "five"] as const).map((step) => (
              <li key={step}>{tList(`sketch.${step}`)}</li>
            ))}
          </ol>
        </EmptyState>
      ) : (
        <>
          <FilterBar state={state} setState={setState} counts={list.counts} projects={list.projects} onClear={filtered ? clear : null} />
          <div className="mb-1 flex flex-wrap items-center justify-end gap-1">
            <SavedViews />
            <span className="max-md:hidden">
              <DisplayOptions
                hidden={hidden}
                onHiddenChange={(next) => {
                  setPreferenceCookie(columnsCookie, next.join(","));
                  setHidden(next);
                }}
              />
            </span>
            <a className={buttonClass({ variant: "ghost", size: "sm" })} href={`/api/tasks/export${queryString({ ...query })}`} download>
              <Download aria-hidden />
              {tList("export")}
            </a>
          </div>
          {list.rows.length === 0 ? (
            <EmptyState
              icon={<SearchX />}
              title={t("emptyFilter.title")}
              actions={
                <Button onClick={clear}>{t("emptyFilter.clear")}</Button>
              }
            >
              {t("emptyFilter.body", {
                filters: [
                  ...(query.region ? [t("emptyFilter.region", { value: query.region })] : []),
                  ...(query.attention ? [t("chips.attention")] : []),
                  ...query.status.map((value) => t("emptyFilter.chip", { value: t(`status.${value}`) })),
                  ...query.class.map((value) => tList("filters.classIs", { value: t(`class.${value}`) })),
                  ...query.topology.map(() => tList("filters.oneWay")),
                  ...(query.project ? [tList("filters.projectIs", { value: query.project })] : []),
                  ...(query.createdFrom ? [tList("filters.from", { value: moment(query.createdFrom) })] : []),
                  ...(query.createdTo ? [tList("filters.to", { value: moment(query.createdTo) })] : []),
                  ...(query.q ? [t("emptyFilter.search", { field: t(`search.fields.${query.field}`), value: query.q })] : []),
                ].join(", "),
              })}
            </EmptyState>
          ) : (
            <>
              <TaskTable
                rows={list.rows}
                query={query}
                stale={stale}
                hidden={hidden}
                selected={person.mayOperate ? selected : null}
                onSelectedChange={setSelected}
                onSort={(sort, dir) => void setState({ sort, dir, page: null })}
              />
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
              <BulkBar tasks={list.rows.filter((task) => selected.has(task.id))} onClear={() => setSelected(new Set())} />
            </>
          )}
        </>
      )}
    </HeldNowProvider>
  );
}
