"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
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

export function LogsScreen({ initial }: { initial: Page }) {
  const t = useTranslations("logs");
  const [result, setResult] = useQueryState("result", parseAsStringLiteral(results).withDefault("all").withOptions({ history: "push" }));
  const query = useInfiniteQuery({
    queryKey: ["operations", "pages", result],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Page>(`/api/operations${queryString({ before: pageParam, result: result === "all" ? null : result })}`, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.nextBefore,
    refetchInterval: 15_000,
    ...(result === "all" ? { initialData: { pages: [initial], pageParams: [null] } } : {}),
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <ToggleGroup
        className="mb-3"
        label={t("filter")}
        value={result}
        onValueChange={(next) => void setResult(next)}
        options={results.map((each) => ({ value: each, label: each === "all" ? t("all") : t(`result.${each}`) }))}
      />
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
