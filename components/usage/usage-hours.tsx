"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { queryString } from "@/lib/http/fetch-json";
import { answerOf, polled } from "@/lib/live/queries";
import type { UsageRange } from "@/lib/metering/range";
import type { UsageHours, UsageTask } from "@/lib/metering/view";
import { useFormat } from "../formatting/use-format";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Skeleton } from "../ui/skeleton";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";

/** The hours of one task, newest first. */
export function UsageHoursTable({ task, range, onClose }: { task: UsageTask; range: UsageRange; onClose: () => void }) {
  const t = useTranslations("usage");
  const format = useFormat();
  const { data } = useQuery({
    queryKey: ["usage", range, task.taskId],
    ...answerOf<UsageHours>(`/api/usage${queryString({ range, task: task.taskId })}`),
    placeholderData: keepPreviousData,
    refetchInterval: polled(30_000),
  });
  return (
    <Card
      title={t("hoursTitle", { task: task.taskName })}
      description={t("hoursNote")}
      actions={
        <Button size="sm" onClick={onClose}>
          {t("close")}
        </Button>
      }
    >
      {!data ? (
        <Skeleton className="h-40" />
      ) : (
        <Table label={t("hoursOf", { task: task.taskName })} className="max-h-112 overflow-y-auto">
          <TableHead>
            <TableRow>
              <Th>{t("columns.hour")}</Th>
              <Th>{t("columns.kind")}</Th>
              <Th className="text-right">{t("columns.time")}</Th>
              <Th className="text-right">{t("columns.rows")}</Th>
              <Th className="text-right">{t("columns.bytes")}</Th>
            </TableRow>
          </TableHead>
          <tbody>
            {data.hours.map((hour) => (
              <TableRow key={`${hour.atMs}:${hour.kind}`}>
                <Td className="whitespace-nowrap">
                  <time dateTime={new Date(hour.atMs).toISOString()}>{format.dateTime(hour.atMs)}</time>
                </Td>
                <Td className="whitespace-nowrap">
                  {t(`kind.${hour.kind}`)} <Badge tone={hour.metered ? "info" : "idle"}>{t(hour.metered ? "metered" : "free")}</Badge>
                </Td>
                <Td className="text-right whitespace-nowrap tabular-nums">{format.duration(hour.elapsedMs)}</Td>
                <Td className="text-right whitespace-nowrap tabular-nums" title={format.exact(hour.rows)}>
                  {format.count(hour.rows)}
                </Td>
                <Td className="text-right whitespace-nowrap tabular-nums">{format.bytes(hour.bytes)}</Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
