"use client";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { TaskListQuery } from "@/lib/tasks/list-query";
import type { TaskSummary } from "@/lib/tasks/view";
import { Button } from "../ui/button";
import { CheckboxBox } from "../ui/checkbox";
import { cn } from "../ui/class-names";
import { SortTh, Table, TableHead, TableRow, Th } from "../ui/table";
import { useMedia } from "../ui/use-media";
import { columns, controlCell, tightCell, tightHead } from "./columns";
import { useFrozenOrder } from "./frozen-order";
import type { ChoosableColumn } from "./hidden-columns";
import { TaskCard } from "./task-card";
import { TaskRow } from "./task-row";
import { useOpenRows } from "./use-open-rows";
import { useRowKeys } from "./use-row-keys";

/** Rows keep their places while the pointer or the focus is inside; on a phone they are cards. */
export function TaskTable({
  rows,
  query,
  stale,
  hidden,
  selected,
  onSelectedChange,
  onSort,
}: {
  rows: readonly TaskSummary[];
  query: TaskListQuery;
  stale: boolean;
  hidden: readonly ChoosableColumn[];
  /** Null = nobody may select. */
  selected: ReadonlySet<string> | null;
  onSelectedChange: (selected: ReadonlySet<string>) => void;
  onSort: (sort: TaskListQuery["sort"], dir: TaskListQuery["dir"]) => void;
}) {
  const t = useTranslations("tasks");
  const tList = useTranslations("list");
  const phone = useMedia("(width < 48rem)");
  const [inside, setInside] = useState(false);
  const [turn, setTurn] = useState(0);
  const [expanded, expand] = useOpenRows();
  const box = useRef<HTMLDivElement>(null);
  useRowKeys(box);
  const shown = useFrozenOrder(rows, inside, `${JSON.stringify(query)}:${turn}`);
  const cards = (
    <ul aria-label={t("title")} className="flex flex-col gap-2 md:hidden">
      {rows.map((task) => (
        <TaskCard key={task.id} task={task} stale={stale} expanded={expanded.has(task.id)} onExpandedChange={(open) => expand(task.id, open)} />
      ))}
    </ul>
  );
  const shownColumns = columns.filter(({ key }) => !(hidden as readonly string[]).includes(key));
  const marked = shown.rows.filter((task) => selected?.has(task.id)).length;
  const mark = (ids: readonly string[], on: boolean) => {
    const next = new Set(selected);
    for (const id of ids)
      if (on) next.add(id);
      else next.delete(id);
    onSelectedChange(next);
  };
  const table = (
    <div
      ref={box}
      onPointerEnter={() => setInside(true)}
      onPointerLeave={() => setInside(false)}
      onFocus={() => setInside(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setInside(false)}
      className={cn("@container relative", phone === null && "max-md:hidden")}
    >
      {shown.moved > 0 && (
        <div className="absolute inset-x-0 -top-3 z-10 flex justify-center">
          <Button size="sm" className="shadow-popup" onClick={() => setTurn(turn + 1)}>
            {t("moved", { count: shown.moved })}
          </Button>
        </div>
      )}
      <Table label={t("title")}>
        <TableHead>
          <TableRow>
            {selected !== null && (
              <Th className={controlCell}>
                <CheckboxBox
                  aria-label={tList("select.all")}
                  checked={marked > 0 && marked === shown.rows.length}
                  indeterminate={marked > 0 && marked < shown.rows.length}
                  onCheckedChange={(on) => mark(shown.rows.map((task) => task.id), on)}
                />
              </Th>
            )}
            <Th className={controlCell}>
              <span className="sr-only">{t("columns.details")}</span>
            </Th>
            {shownColumns.map(({ key, sort, hidden }) =>
              sort ? (
                <SortTh
                  key={key}
                  className={cn(tightHead, hidden)}
                  direction={query.sort === sort ? query.dir : null}
                  onSort={() => onSort(sort, query.sort === sort ? (query.dir === "asc" ? "desc" : "asc") : sort === "name" ? "asc" : "desc")}
                >
                  {t(`columns.${key}`)}
                </SortTh>
              ) : (
                <Th key={key} className={cn(tightHead, tightCell, hidden)}>
                  {t(`columns.${key}`)}
                </Th>
              ),
            )}
            <Th className={cn("sticky right-0 bg-surface text-right", tightCell)}>{t("columns.actions")}</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {shown.rows.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              stale={stale}
              hidden={hidden}
              selected={selected === null ? null : selected.has(task.id)}
              onSelectedChange={(on) => mark([task.id], on)}
              columnCount={shownColumns.length + (selected === null ? 2 : 3)}
              expanded={expanded.has(task.id)}
              onExpandedChange={(open) => expand(task.id, open)}
            />
          ))}
        </tbody>
      </Table>
    </div>
  );
  // Until the window's width is known both are there and the style sheet shows one of them. Each keeps its place: a table made anew would lose the press that woke it.
  return (
    <>
      {phone === false ? null : cards}
      {phone === true ? null : table}
    </>
  );
}
