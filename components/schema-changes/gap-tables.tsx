"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { answerOf, polled } from "@/lib/live/queries";
import type { GapTables as Gaps } from "@/lib/tasks/gaps/view";
import { taskKeys } from "@/lib/tasks/queries";
import { Time } from "../formatting/time";
import { JobStatusBadge } from "../verification/job-status";

/** Tables behind the known gaps of a task and their newest comparisons; undefined until they came. */
export function useGapTables(taskId: string): Gaps | undefined {
  return useQuery({ queryKey: [...taskKeys.task(taskId), "gaps"], ...answerOf<Gaps>(`/api/tasks/${taskId}/gaps`), refetchInterval: polled(15_000) }).data;
}

/** The tables of one gap: how each compared last, and the way to compare it now. */
export function GapTables({ taskId, names, gaps }: { taskId: string; names: readonly string[]; gaps: Gaps | undefined }) {
  const t = useTranslations("schemaChanges.gaps");
  if (names.length === 0) return null;
  return (
    <ul aria-label={t("tables")} className="my-1 flex flex-col gap-1">
      {names.map((name) => {
        const table = gaps?.tables.find((each) => each.name === name);
        return (
          <li key={name} className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs">
            <span className="code break-all">{name}</span>
            {table?.verified ? (
              <Link className="link inline-flex min-h-6 items-center gap-1" href={`/sync/${taskId}/verification/${table.verified.number}`}>
                <JobStatusBadge status={table.verified.state} />
                <span className="sr-only">{t("result", { table: name })}</span>
                <Time ms={table.verified.endedAtMs} />
              </Link>
            ) : (
              table && <span className="text-muted">{t("neverVerified")}</span>
            )}
            {table?.carried === true && (
              <Link className="link inline-flex min-h-6 items-center" aria-label={t("verifyOf", { table: name })} href={`/sync/${taskId}/verification?new=1&tables=${encodeURIComponent(name.replaceAll(",", "%2C"))}`}>
                {t("verify")}
              </Link>
            )}
            {table?.carried === false && <span className="text-muted">{t("notCarried")}</span>}
          </li>
        );
      })}
    </ul>
  );
}
