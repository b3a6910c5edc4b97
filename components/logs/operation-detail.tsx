"use client";
import { useTranslations } from "use-intl";
import type { OperationLogView } from "@/lib/operations/view";
import { DifferenceList } from "../configuration/difference-list";
import { differences } from "@/lib/tasks/configuration/differences";
import { Collapsible } from "../ui/collapsible";
import { CopyButton } from "../ui/copy-button";

/** What an entry changed, what else it says, and the request that it came with. */
export function OperationDetail({ row }: { row: OperationLogView }) {
  const t = useTranslations("logs");
  const { before, after, ...rest } = row.detail;
  const changes = differences(before, after);
  const facts = differences(undefined, rest);
  if (changes.length === 0 && facts.length === 0 && row.requestId === null) return row.reason === null ? <span className="text-muted">—</span> : null;
  return (
    <Collapsible summary={changes.length > 0 ? t("changes", { count: changes.length }) : t("details")}>
      <div className="flex flex-col gap-2 py-1">
        {changes.length > 0 && <DifferenceList list={changes} />}
        {(facts.length > 0 || row.requestId !== null) && (
          <dl className="flex flex-col gap-1 text-xs">
            {facts.map(({ path, after: value }) => (
              <div key={path} className="grid gap-x-3 sm:grid-cols-[14rem_1fr]">
                <dt className="code break-all text-muted">{path}</dt>
                <dd className="code break-all whitespace-pre-wrap">{value}</dd>
              </div>
            ))}
            {row.requestId !== null && (
              <div className="grid gap-x-3 sm:grid-cols-[14rem_1fr]">
                <dt className="text-muted">{t("request")}</dt>
                <dd className="code flex items-center gap-1 break-all">
                  {row.requestId}
                  <CopyButton text={row.requestId} label={t("copyRequest")} />
                </dd>
              </div>
            )}
          </dl>
        )}
      </div>
    </Collapsible>
  );
}
