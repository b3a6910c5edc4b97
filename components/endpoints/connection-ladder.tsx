"use client";
import { CircleCheck, CircleDashed, CircleMinus, OctagonX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Rung } from "@/lib/endpoints/view";
import { usePhrase } from "../i18n/use-phrase";
import { cn } from "../ui/class-names";
import { Spinner } from "../ui/spinner";

const icons = { passed: CircleCheck, failed: OctagonX, skipped: CircleMinus, waiting: CircleDashed } as const;
const tones = { passed: "text-ok", failed: "text-bad", skipped: "text-muted", waiting: "text-muted" } as const;

/** DNS → TCP → TLS → login → SELECT 1, each with its time; `failure` stands open at the rung that failed. `checking` while it is climbed. */
export function ConnectionLadder({ rungs, checking = false, failure, label }: { rungs: readonly Rung[]; checking?: boolean; failure?: ReactNode; label: string }) {
  const t = useTranslations("endpoints.ladder");
  const phrase = usePhrase();
  return (
    <ol aria-label={label} aria-busy={checking} className="flex flex-col">
      {rungs.map((rung, index) => {
        const Icon = icons[rung.status];
        const failed = rung.status === "failed" && !checking;
        return (
          <li key={rung.name} data-rung={rung.name} data-status={checking ? "waiting" : rung.status} className={cn("relative flex gap-2.5 py-1.5", failed && "pb-2")}>
            {index < rungs.length - 1 && <span aria-hidden className="absolute top-7 -bottom-1 left-2 w-px bg-line-strong" />}
            <span className={cn("mt-0.5 shrink-0", checking ? "text-muted" : tones[rung.status])}>{checking ? <Spinner /> : <Icon aria-hidden className="size-4" />}</span>
            <div className="min-w-0 flex-1 text-sm">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className={cn("font-medium", failed && "text-bad")}>{t(`rungs.${rung.name}`)}</span>
                <span className="text-muted">{checking ? t("checking") : t(rung.status)}</span>
                {rung.durationMs !== null && !checking && <span className="nums text-muted">{t("ms", { count: Math.max(1, Math.round(rung.durationMs)) })}</span>}
              </p>
              {rung.detail && !checking && <p className="code break-all text-muted">{phrase(rung.detail)}</p>}
              {failed && failure && <div className="mt-2">{failure}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
