"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText, X } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { fetchJson, queryString } from "@/lib/http/fetch-json";
import type { OperationLogView } from "@/lib/tasks/view";
import { PageHeader } from "../shell/page-header";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ToggleGroup } from "../ui/toggle-group";
import { OperationList } from "./operation-list";

interface Page {
  rows: OperationLogView[];
  nextBefore: number | null;
}
const results = ["all", "done", "refused", "failed"] as const;
const parsers = { result: parseAsStringLiteral(results).withDefault("all"), task: parseAsString };

/** `initial`: what the address without a result asks for, of the one task that it names. */
export function LogsScreen({ initial }: { initial: Page }) {
  const t = useTranslations("logs");
  const [{ result, task }, setUrl] = useQueryStates(parsers, { history: "push" });
  const [given] = useState({ task, initial });
  const query = useInfiniteQuery({
    queryKey: ["operations", "pages", result, task],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Page>(`/api/operations${queryString({ before: pageParam, result: result === "all" ? null : result, taskId: task })}`, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.nextBefore,
    refetchInterval: 15_000,
    ...(result === "all" && task === given.task ? { initialData: { pages: [given.initial], pageParams: [null] } } : {}),
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <ToggleGroup
          label={t("filter")}
          value={result}
          onValueChange={(next) => void setUrl({ result: next })}
          options={results.map((each) => ({ value: each, label: each === "all" ? t("all") : t(`result.${each}`) }))}
        />
        {task !== null && (
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <span>{t("ofTask", { task: rows[0]?.object ?? task })}</span>
            <Button size="sm" icon={<X aria-hidden />} onClick={() => void setUrl({ task: null })}>
              {t("allTasks")}
            </Button>
          </p>
        )}
      </div>
      {rows.length === 0 && !query.isPending ? (
        <EmptyState icon={<ScrollText />} title={t("empty")}>
          {t("emptyBody")}
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
