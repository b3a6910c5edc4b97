"use client";
import { ShieldQuestion } from "lucide-react";
import { useTranslations } from "use-intl";
import type { AcceptedRiskView } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";

/** What somebody accepted, for the life of the task. */
export function AcceptedRisks({ risks }: { risks: readonly AcceptedRiskView[] }) {
  const t = useTranslations("status.risks");
  const format = useFormat();
  if (risks.length === 0) return <p className="text-sm text-muted">{t("none")}</p>;
  return (
    <ul className="flex flex-col gap-2.5 text-sm">
      {risks.map((risk) => (
        <li key={`${risk.kind}-${risk.subject}-${risk.atMs}`} className="flex items-start gap-2">
          <ShieldQuestion aria-hidden className="mt-0.5 size-4 shrink-0 text-accepted" />
          <div className="min-w-0">
            <p>{t(risk.kind, { subject: risk.subject })}</p>
            {risk.reason && <p className="break-words text-muted">{risk.reason}</p>}
            <p className="nums text-xs text-muted">{t("by", { actor: risk.actor, time: format.dateTime(risk.atMs) })}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
