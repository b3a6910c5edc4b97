"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { SearchX, Table2 } from "lucide-react";
import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { polled } from "@/lib/live/queries";
import { taskTablesOptions } from "@/lib/tasks/queries";
import { tableSorts, tableStates } from "@/lib/tasks/list-query";
import { PhaseCards } from "../status/phase-cards";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { SearchInput } from "../ui/input";
import { Pagination } from "../ui/pagination";
import { QueryPanel } from "../ui/query-panel";
import { Skeleton } from "../ui/skeleton";
import { SortTh, Table, TableHead, TableRow, Th } from "../ui/table";
import { ToggleGroup } from "../ui/toggle-group";
import { TableRowView } from "./table-row";
import { useTask } from "./task-context";

const parsers = {
  state: parseAsArrayOf(parseAsStringLiteral(tableStates)).withDefault([]),
  q: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(tableSorts).withDefault("name"),
  dir: parseAsStringLiteral(["asc", "desc"] as const).withDefault("asc"),
  page: parseAsInteger.withDefault(1),
  pageSize: parseAsInteger.withDefault(50),
};

const columns = [
  { key: "object", sort: "name" },
  { key: "state", sort: "state" },
  { key: "rows", sort: "copied", right: true },
  { key: "bytes", sort: "bytes", right: true },
  { key: "changes", sort: "changes", right: true },
  { key: "lastApplied", sort: "applied" },
  { key: "duration", sort: null },
] as const;

/** Phases and every table, filtered, sorted and paged by the URL. */
export function ProgressScreen() {
  const t = useTranslations("taskPage.progress");
  const tTasks = useTranslations("tasks.pagination");
  const { task, stale, paused } = useTask();
  const [url, setUrl] = useQueryStates(parsers, { history: "push", scroll: false });
  const query = useQuery({
    ...taskTablesOptions(task.id, {
      state: url.state,
      ...(url.q.trim() ? { q: url.q.trim() } : {}),
      sort: url.sort,
      dir: url.dir,
      page: url.page,
      pageSize: url.pageSize,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: paused || !task.status.live ? false : polled(3_000),
  });
  const counts = query.data?.counts ?? {};
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const present = tableStates.filter((state) => (counts[state] ?? 0) > 0 || url.state.includes(state));
  const filtered = url.state.length > 0 || url.q !== "";
  const still = stale || !task.status.live;
  return (
    <div className="flex flex-col gap-4">
      {task.firstStartedAtMs !== null && <PhaseCards task={task} stale={stale} />}
      <section>
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <ToggleGroup
            label={t("filter")}
            value={url.state.length === 1 ? (url.state[0] ?? "all") : url.state.length === 0 ? "all" : ("" as "all")}
            onValueChange={(next) => void setUrl({ state: next === "all" ? null : [next], page: null })}
            options={[
              { value: "all" as const, label: t("all"), count: all },
              ...present.map((state) => ({ value: state, label: t(`state.${state}`), count: counts[state] ?? 0 })),
            ]}
          />
          <SearchInput
            className="w-full sm:w-64"
            label={t("search")}
            placeholder={t("search")}
            value={url.q}
            onValueChange={(q) => void setUrl({ q: q || null, page: null }, { history: "replace", throttleMs: 200 })}
          />
        </div>
        <QueryPanel
          query={query}
          skeleton={Array.from({ length: 8 }, (_, index) => (
            <Skeleton key={index} className="h-9" />
          ))}
        >
          {(data) =>
            data.rows.length === 0 ? (
              filtered ? (
                <EmptyState
                  icon={<SearchX />}
                  title={t("noMatch")}
                  actions={<Button onClick={() => void setUrl({ state: null, q: null, page: null })}>{t("clear")}</Button>}
                />
              ) : (
                <EmptyState icon={<Table2 />} title={t("none")}>
                  {t("noneBody")}
                </EmptyState>
              )
            ) : (
              <>
                <Table label={t("tablesTitle")}>
                  <TableHead>
                    <TableRow>
                      {columns.map((column) =>
                        column.sort ? (
                          <SortTh
                            key={column.key}
                            align={"right" in column ? "right" : "left"}
                            direction={url.sort === column.sort ? url.dir : null}
                            onSort={() =>
                              void setUrl({
                                sort: column.sort,
                                dir:
                                  url.sort === column.sort
                                    ? url.dir === "asc"
                                      ? "desc"
                                      : "asc"
                                    : column.sort === "name" || column.sort === "state"
                                      ? "asc"
                                      : "desc",
                                page: null,
                              })
                            }
                          >
                            {t(`columns.${column.key}`)}
                          </SortTh>
                        ) : (
                          <Th key={column.key} className="text-right">
                            {t(`columns.${column.key}`)}
                          </Th>
                        ),
                      )}
                      <Th>
                        <span className="sr-only">{t("columns.actions")}</span>
                      </Th>
                    </TableRow>
                  </TableHead>
                  <tbody>
                    {data.rows.map((row) => (
                      <TableRowView key={`${row.source.database}.${row.source.table}`} row={row} still={still} />
                    ))}
                  </tbody>
                </Table>
                {data.total > data.rows.length && (
                  <Pagination
                    page={data.page}
                    pageSize={data.pageSize}
                    total={data.total}
                    sizes={[50, 100, 200]}
                    texts={{
                      label: tTasks("label"),
                      range: (from, to, total) => tTasks("range", { from, to, total }),
                      previous: tTasks("previous"),
                      next: tTasks("next"),
                      size: tTasks("size"),
                    }}
                    onChange={({ page, pageSize }) => void setUrl({ page: page === 1 ? null : page, pageSize })}
                  />
                )}
              </>
            )
          }
        </QueryPanel>
      </section>
    </div>
  );
}
