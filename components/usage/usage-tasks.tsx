"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { meterKinds } from "@/lib/metering/meter-kind";
import type { UsageTask } from "@/lib/metering/view";
import { useFormat } from "../formatting/use-format";
import { Button } from "../ui/button";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";

/** One line per task: time on each meter. Lengths of the bars compare tasks with each other. */
export function UsageTasksTable({ tasks, chosen, onChoose }: { tasks: readonly UsageTask[]; chosen: string | null; onChoose: (taskId: string | null) => void }) {
  const t = useTranslations("usage");
  const format = useFormat();
  const longest = Math.max(1, ...tasks.map((task) => task.meteredMs + task.freeMs));
  const shown = meterKinds.filter((kind) => tasks.some((task) => task.kinds[kind]));
  return (
    <Table label={t("tasks")}>
      <TableHead>
        <TableRow>
          <Th>{t("columns.task")}</Th>
          <Th className="text-right">{t("columns.metered")}</Th>
          <Th className="text-right">{t("columns.free")}</Th>
          {shown.map((kind) => (
            <Th key={kind} className="text-right">
              {t(`kind.${kind}`)}
            </Th>
          ))}
          <Th className="text-right">{t("columns.rows")}</Th>
          <Th className="text-right">{t("columns.bytes")}</Th>
          <Th>
            <span className="sr-only">{t("columns.actions")}</span>
          </Th>
        </TableRow>
      </TableHead>
      <tbody>
        {tasks.map((task) => (
          <TableRow key={task.taskId} className={task.taskId === chosen ? "bg-selected" : undefined}>
            <Td className="max-w-72 min-w-40">
              <Link className="link block truncate" href={`/sync/${task.taskId}`} title={task.taskName}>
                {task.taskName}
              </Link>
              <span aria-hidden className="bar mt-1 flex h-1.5 overflow-hidden rounded-full bg-surface">
                <span className="bar-fill bg-primary" style={{ width: `${(task.meteredMs / longest) * 100}%` }} />
                <span className="bg-line-strong" style={{ width: `${(task.freeMs / longest) * 100}%` }} />
              </span>
            </Td>
            <Td className="text-right font-medium whitespace-nowrap tabular-nums">{format.duration(task.meteredMs)}</Td>
            <Td className="text-right whitespace-nowrap tabular-nums">{format.duration(task.freeMs)}</Td>
            {shown.map((kind) => (
              <Td key={kind} className="text-right whitespace-nowrap text-muted tabular-nums">
                {task.kinds[kind] ? format.duration(task.kinds[kind].elapsedMs) : "—"}
              </Td>
            ))}
            <Td className="text-right whitespace-nowrap tabular-nums" title={format.exact(task.rows)}>
              {format.count(task.rows)}
            </Td>
            <Td className="text-right whitespace-nowrap tabular-nums">{format.bytes(task.bytes)}</Td>
            <Td className="text-right">
              <Button size="sm" aria-pressed={task.taskId === chosen} aria-label={t("hoursOf", { task: task.taskName })} onClick={() => onChoose(task.taskId === chosen ? null : task.taskId)}>
                {t("hours")}
              </Button>
            </Td>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
