"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { fetchJson, queryString } from "@/lib/http/fetch-json";
import { taskKeys } from "@/lib/tasks/queries";
import type { TaskTableList } from "@/lib/tasks/tables/view";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Collapsible } from "../ui/collapsible";
import { IconButton } from "../ui/icon-button";
import { SearchInput } from "../ui/input";
import { Skeleton } from "../ui/skeleton";

const pageSize = 20;
/** What one answer may hold. */
const atOnce = 500;

const namesOf = ({ rows }: TaskTableList) => rows.map(({ source }) => `${source.database}.${source.table}`);

/** Chooses among all tables of a task, however many: searched and turned over at the server. What is chosen stays chosen while something else is looked for. */
export function TablePicker({ taskId, chosen, onChange }: { taskId: string; chosen: readonly string[]; onChange: (tables: readonly string[]) => void }) {
  const t = useTranslations("verification.picker");
  const tPages = useTranslations("tasks.pagination");
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(1);
  const q = useDeferredValue(search.trim());
  const ask = (given: { page: number; pageSize: number }, signal?: AbortSignal) => fetchJson<TaskTableList>(`/api/tasks/${taskId}/tables${queryString({ q: q === "" ? null : q, ...given })}`, signal);
  const { data, isError } = useQuery({ queryKey: [...taskKeys.task(taskId), "verification", "tables", q, page], queryFn: ({ signal }) => ask({ page, pageSize }, signal), placeholderData: keepPreviousData });
  const all = useMutation({ mutationFn: () => ask({ page: 1, pageSize: atOnce }), onSuccess: (found) => onChange([...new Set([...chosen, ...namesOf(found)])]) });
  const total = data?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const set = (name: string, on: boolean) => onChange(on ? [...chosen, name] : chosen.filter((each) => each !== name));
  return (
    <div className="mt-2 flex min-w-0 flex-col gap-2">
      <SearchInput
        label={t("search")}
        placeholder={t("search")}
        value={search}
        onValueChange={(next) => {
          setSearch(next);
          setPage(1);
        }}
      />
      <div role="group" aria-label={t("found")} className="flex max-h-56 min-h-20 flex-col gap-1.5 overflow-y-auto rounded-md border border-line p-2">
        {data && namesOf(data).map((name) => <Checkbox key={name} label={<span className="code break-all">{name}</span>} checked={chosen.includes(name)} onCheckedChange={(on) => set(name, on)} />)}
        {!data && !isError && <Skeleton className="h-16" />}
        {data && total === 0 && <p className="text-sm text-muted">{t("none")}</p>}
        {isError && !data && <p className="text-sm text-bad">{t("failed")}</p>}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-muted">
        <span role="status" className="nums">
          {t("chosen", { count: chosen.length })}
        </span>
        <span className="flex items-center gap-1">
          {total > 0 && <span className="nums">{tPages("range", { from: (page - 1) * pageSize + 1, to: Math.min(total, page * pageSize), total })}</span>}
          <IconButton label={tPages("previous")} icon={<ChevronLeft aria-hidden />} disabled={page <= 1} onClick={() => setPage(page - 1)} />
          <IconButton label={tPages("next")} icon={<ChevronRight aria-hidden />} disabled={page >= pages} onClick={() => setPage(page + 1)} />
        </span>
      </div>
      <div className="flex flex-wrap gap-2">
        {total > 1 && total <= atOnce && (
          <Button size="sm" pending={all.isPending} onClick={() => all.mutate()}>
            {t("all", { count: total })}
          </Button>
        )}
        {chosen.length > 0 && (
          <Button size="sm" variant="ghost" onClick={() => onChange([])}>
            {t("clear")}
          </Button>
        )}
      </div>
      {chosen.length > 0 && (
        <Collapsible summary={t("showChosen")}>
          <ul className="mt-1 flex max-h-40 flex-col overflow-y-auto">
            {chosen.map((name) => (
              <li key={name} className="flex items-center justify-between gap-2">
                <span className="code text-xs break-all">{name}</span>
                <IconButton label={t("remove", { table: name })} icon={<X aria-hidden />} onClick={() => set(name, false)} />
              </li>
            ))}
          </ul>
        </Collapsible>
      )}
    </div>
  );
}
