"use client";
import { useQuery } from "@tanstack/react-query";
import { ScanSearch } from "lucide-react";
import Link from "next/link";
import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { Time } from "../formatting/time";
import { useNow } from "../formatting/use-now";
import { useFormat } from "../formatting/use-format";
import { useTask } from "../task-page/task-context";
import { Button, ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { ExpectedDifferences } from "./expected-differences";
import { JobStatusBadge } from "./job-status";
import { jobsOptions } from "./queries";
import { VerifyForm } from "./verify-form";

/** All verifications of a task, and the form for a new one (`?new=1`, of certain tables `&tables=shop.orders`). */
export function VerificationScreen() {
  const t = useTranslations("verification");
  const format = useFormat();
  const { task } = useTask();
  const now = useNow();
  const [{ new: adding, tables: given }, setUrl] = useQueryStates({ new: parseAsString, tables: parseAsArrayOf(parseAsString).withDefault([]) }, { history: "push" });
  const { data } = useQuery(jobsOptions(task.id));
  const open = data?.find((job) => job.status === "running" || (job.status === "waiting" && job.dueAtMs <= (now ?? 0)));
  const why = !task.allowed.verify ? t("notNow") : open ? t("oneAtATime") : null;
  const start = (
    <Button variant="primary" icon={<ScanSearch aria-hidden />} disabled={why !== null} onClick={() => void setUrl({ new: "1" })}>
      {t("verify")}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="max-w-prose text-sm text-muted">{t("lead")}</p>
        <div className="flex flex-wrap items-center gap-2">
          <ButtonLink href={`/sync/${task.id}/cutover`}>{t("cutover")}</ButtonLink>
          {!adding && start}
        </div>
      </div>
      <ExpectedDifferences />
      {why && data && <p className="text-sm text-muted">{why}</p>}
      {adding && why === null && <VerifyForm key={given.join("\n")} taskId={task.id} given={given} onClose={() => void setUrl({ new: null, tables: null })} />}
      {!data ? (
        <Skeleton className="h-40" />
      ) : data.length === 0 ? (
        !adding && (
          <EmptyState icon={<ScanSearch />} title={t("none")}>
            {t("noneBody")}
          </EmptyState>
        )
      ) : (
        <Table label={t("runs")}>
          <TableHead>
            <TableRow>
              <Th>{t("columns.run")}</Th>
              <Th>{t("columns.result")}</Th>
              <Th>{t("columns.method")}</Th>
              <Th className="text-right">{t("columns.rows")}</Th>
              <Th className="text-right">{t("columns.differences")}</Th>
              <Th>{t("columns.begun")}</Th>
              <Th>{t("columns.by")}</Th>
            </TableRow>
          </TableHead>
          <tbody>
            {data.map((job) => (
              <TableRow key={job.id}>
                <Td className="whitespace-nowrap">
                  <Link className="link inline-flex min-h-6 items-center" href={`/sync/${task.id}/verification/${job.id}`}>
                    {t("run", { number: job.id })}
                  </Link>
                </Td>
                <Td>
                  <JobStatusBadge status={job.status} />
                </Td>
                <Td className="whitespace-nowrap">{t(`method.${job.settings.method}`)}</Td>
                <Td className="nums text-right">{format.exact(job.rows)}</Td>
                <Td className="nums text-right">{format.exact(job.differences)}</Td>
                <Td className="whitespace-nowrap">
                  <Time ms={job.startedAtMs ?? job.dueAtMs} />
                </Td>
                <Td className="whitespace-nowrap">{job.startedBy}</Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}
