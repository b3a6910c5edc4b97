"use client";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { ItemStatus, PrecheckRunView } from "@/lib/precheck/view";
import { toneText } from "../ui/badge";
import { cn } from "../ui/class-names";
import { announce } from "../ui/live-region";
import { Progress } from "../ui/progress";
import { itemLooks } from "./item-status";
import { SinceChips, type SinceFilter } from "./since-filter";

const shown = ["passed", "warning", "failed", "error", "ignored", "skipped"] as const satisfies readonly ItemStatus[];

/** How far the run is, its counts, and what changed since the run before. Says it politely, at most every five seconds. */
export function RunProgress({ run, since, onSince }: { run: PrecheckRunView; since: SinceFilter | null; onSince: (next: SinceFilter | null) => void }) {
  const t = useTranslations("precheck");
  const { done, total, counts } = run;
  const running = run.status === "running";
  const failed = counts.failed + counts.error;
  const last = useRef(0);
  const wasRunning = useRef(running);
  useEffect(() => {
    const ended = wasRunning.current && !running;
    wasRunning.current = running;
    if (!running && !ended) return;
    if (!ended && Date.now() - last.current < 5_000) return;
    last.current = Date.now();
    announce(ended ? t(`ended.${run.status}`, { failed, warnings: counts.warning }) : t("progressSaid", { done, total, failed }));
  }, [t, run.status, running, done, total, failed, counts.warning]);
  // 100 only when all are done.
  const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <span className="nums font-medium">{t("progress", { done, total })}</span>
        <span className="nums text-muted">{t("percent", { percent })}</span>
        {shown
          .filter((status) => counts[status] > 0)
          .map((status) => {
            const { icon: Icon, tone } = itemLooks[status];
            return (
              <span key={status} className="nums inline-flex items-center gap-1">
                <Icon aria-hidden className={cn("size-4", toneText[tone])} />
                {t(`count.${status}`, { count: counts[status] })}
              </span>
            );
          })}
      </div>
      <Progress label={t("progressLabel")} valueText={t("progress", { done, total })} value={percent} tone={failed > 0 ? "bad" : running ? "info" : counts.warning > 0 ? "warn" : "ok"} />
      {!running && <SinceChips run={run} chosen={since} onChoose={onSince} />}
    </div>
  );
}
