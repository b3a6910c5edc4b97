"use client";
import { useTranslations } from "use-intl";
import type { PrecheckItemView, PrecheckRunView } from "@/lib/precheck/view";
import { cn } from "../ui/class-names";
import { ConfigurationChangeList } from "./configuration-changes";

export const sinceFilters = ["fixed", "new", "still"] as const;
export type SinceFilter = (typeof sinceFilters)[number];

/** Is the item one of those that the chip counts? */
export function isOfSince(item: PrecheckItemView, filter: SinceFilter): boolean {
  const bad = item.status === "failed" || item.status === "error" || item.status === "warning";
  if (filter === "fixed") return item.since === "fixed";
  return bad && (filter === "new" ? item.since === "new" : item.since === "still" || item.since === "changed-value");
}

/** What changed since another run: chips that filter the list, and whether the configuration may be the cause. */
export function SinceChips({ run, chosen, onChoose }: { run: PrecheckRunView; chosen: SinceFilter | null; onChoose: (next: SinceFilter | null) => void }) {
  const t = useTranslations("precheck.since");
  if (run.since === null || run.previousNumber === null) return <p className="text-xs text-muted">{t("none")}</p>;
  const counts = { fixed: run.since.fixed, new: run.since.newFailures, still: run.since.stillFailing };
  const tones = { fixed: "text-ok", new: "text-bad", still: "text-warn" } as const;
  return (
    <div className="flex flex-col gap-1">
      <div role="group" aria-label={t("title", { number: run.previousNumber })} className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
        <span>{t("title", { number: run.previousNumber })}</span>
        {sinceFilters.map((filter) => (
          <button
            key={filter}
            type="button"
            aria-pressed={chosen === filter}
            onClick={() => onChoose(chosen === filter ? null : filter)}
            className={cn("nums inline-flex min-h-6 items-center rounded-full border border-line px-2 hover:bg-hover aria-pressed:border-line-strong aria-pressed:bg-selected", counts[filter] > 0 && `font-medium ${tones[filter]}`)}
          >
            {t(filter, { count: counts[filter] })}
          </button>
        ))}
        {run.configChanged && run.changes === null && <span>{t("configChanged")}</span>}
      </div>
      {run.changes && <ConfigurationChangeList changes={run.changes} />}
    </div>
  );
}
