"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Download } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { matchesAffected, nameOfAffected } from "@/lib/precheck/affected/names";
import { type Affected, type AffectedObject, keptAffected } from "@/lib/precheck/check";
import { affectedOptions, affectedPageSize } from "@/lib/precheck/queries";
import { useFormat } from "../formatting/use-format";
import { ButtonLink } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { SearchInput } from "../ui/input";

interface Props {
  taskId: string;
  /** Of the run. */
  number: number;
  /** Id of the check. */
  check: string;
  affected: Affected;
  editLink?: ((object: AffectedObject) => string | null) | undefined;
}

/** What a finding is about, by name: short lists as they came, long ones by page from the server. */
export function AffectedObjects({ taskId, number, check, affected, editLink }: Props) {
  const t = useTranslations("precheck.affected");
  const format = useFormat();
  const [query, setQuery] = useState("");
  const [page, setPage] = useState(1);
  const sought = useDeferredValue(query);
  const isPaged = affected.total > affectedPageSize;
  const paged = useQuery({ ...affectedOptions(taskId, number, check, page, sought), enabled: isPaged, placeholderData: keepPreviousData }).data;
  if (affected.total === 0) return null;
  const found = isPaged ? (paged?.objects ?? affected.sample.slice(0, affectedPageSize)) : affected.sample.filter((object) => matchesAffected(object, query));
  const count = paged?.found ?? Math.min(affected.total, keptAffected);
  const pages = Math.max(1, Math.ceil(count / affectedPageSize));
  return (
    <section>
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h3 className="flex-1 text-sm font-semibold max-sm:basis-full">{t("title", { count: affected.total })}</h3>
        {affected.total > 8 && (
          <SearchInput
            label={t("filter")}
            placeholder={t("filter")}
            value={query}
            onValueChange={(next) => {
              setQuery(next);
              setPage(1);
            }}
            className="w-44"
          />
        )}
        <ButtonLink size="sm" href={`/api/tasks/${taskId}/precheck/${number}/affected/export?check=${check}`} download prefetch={false} aria-label={t("csvOf")} icon={<Download aria-hidden />}>
          {t("csv")}
        </ButtonLink>
      </div>
      <ul tabIndex={0} aria-label={t("title", { count: affected.total })} className="max-h-56 divide-y divide-line overflow-y-auto rounded-md border border-line text-sm">
        {found.map((object) => (
          <li key={`${object.kind} ${nameOfAffected(object)} ${object.note?.text ?? ""}`} className="flex flex-wrap items-baseline gap-x-2 px-3 py-1.5">
            <span className="code break-all">{nameOfAffected(object)}</span>
            <span className="text-xs text-muted">{t(`kind.${object.kind}`)}</span>
            {object.size && <span className="nums text-xs text-muted">{t("size", { rows: format.count(object.size.rows), bytes: format.bytes(object.size.bytes) })}</span>}
            {object.task && (
              <Link href={`/sync/${object.task.id}`} className="link min-h-6 text-xs">
                {t("task", { name: object.task.name, id: object.task.id })}
              </Link>
            )}
            {object.note && <span className="text-xs text-muted">{object.note.text}</span>}
            {editLink?.(object) && (
              <Link href={editLink(object)!} className="link ml-auto min-h-6 text-xs" aria-label={t(object.kind === "column" ? "excludeOf" : "editOf", { name: nameOfAffected(object) })}>
                {t(object.kind === "column" ? "exclude" : "edit")}
              </Link>
            )}
          </li>
        ))}
        {found.length === 0 && <li className="px-3 py-1.5 text-muted">{t("none")}</li>}
      </ul>
      {isPaged && (
        <nav aria-label={t("pages")} className="mt-1 flex items-center justify-end gap-1 text-xs text-muted">
          <span className="nums">{t("range", { from: format.exact(count === 0 ? 0 : (page - 1) * affectedPageSize + 1), to: format.exact(Math.min(count, page * affectedPageSize)), total: format.exact(count) })}</span>
          <IconButton label={t("previous")} icon={<ChevronLeft aria-hidden />} disabled={page <= 1} onClick={() => setPage(page - 1)} />
          <IconButton label={t("next")} icon={<ChevronRight aria-hidden />} disabled={page >= pages} onClick={() => setPage(page + 1)} />
        </nav>
      )}
      {affected.total > keptAffected && <p className="mt-1 text-xs text-muted">{t("sample", { shown: format.exact(keptAffected), total: format.exact(affected.total) })}</p>}
    </section>
  );
}
