"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download, ScrollText, X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { fetchJson, queryString } from "@/lib/http/fetch-json";
import { polled } from "@/lib/live/queries";
import type { OperationLogView } from "@/lib/operations/view";
import { PageHeader } from "../shell/page-header";
import { Button, buttonClass } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { OperationFilters, useOperationFilters } from "./operation-filters";
import { OperationList } from "./operation-list";

interface Page {
  rows: OperationLogView[];
  nextBefore: number | null;
}

/** `initial`: what the address asked for when the page came. */
export function LogsScreen({ initial }: { initial: Page }) {
  const t = useTranslations("logs");
  const { url, setUrl, asked } = useOperationFilters();
  const search = queryString(asked);
  const [given] = useState({ search, initial });
  const query = useInfiniteQuery({
    queryKey: ["operations", "pages", search],
    queryFn: ({ pageParam, signal }) => fetchJson<Page>(`/api/operations${queryString({ ...asked, before: pageParam })}`, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.nextBefore,
    meta: { live: { path: `/api/operations${search}`, asksItself: true } },
    refetchInterval: polled(15_000),
    // What was asked for before stays until the answer is there.
    placeholderData: keepPreviousData,
    ...(search === given.search ? { initialData: { pages: [given.initial], pageParams: [null] } } : {}),
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const narrowed = search !== queryString({ taskId: url.task });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          <a className={buttonClass({})} href={`/api/operations/export${search}`} download>
            <Download aria-hidden />
            {t("export")}
          </a>
        }
      />
      <OperationFilters url={url} setUrl={setUrl} />
      {url.task !== null && (
        <p className="mb-3 flex flex-wrap items-center gap-2 text-sm">
          <span>{t("ofTask", { task: rows[0]?.object ?? url.task })}</span>
          <Button size="sm" icon={<X aria-hidden />} onClick={() => void setUrl({ task: null })}>
            {t("allTasks")}
          </Button>
        </p>
      )}
      {rows.length === 0 && !query.isPending ? (
        <EmptyState icon={<ScrollText />} title={t(narrowed ? "noneFound" : "empty")}>
          {t(narrowed ? "noneFoundBody" : "emptyBody")}
        </EmptyState>
      ) : (
        <OperationList rows={rows} />
      )}
      {query.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("older")}
          </Button>
        </div>
      )}
    </>
  );
}
