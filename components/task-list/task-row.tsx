"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { TaskSummary } from "@/lib/tasks/view";
import { Sparkline } from "../charts/sparkline";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { attentionTone, useAttentionText } from "../tasks/attention-text";
import { LagValue, useLagText } from "../tasks/lag-value";
import { ProgressCell } from "../tasks/progress-cell";
import { StatusChip } from "../tasks/status-chip";
import { TaskActions } from "../tasks/task-actions";
import { toneText } from "../ui/badge";
import { cn } from "../ui/class-names";
import { usePerson } from "../shell/person";
import { CheckboxBox } from "../ui/checkbox";
import { CopyButton } from "../ui/copy-button";
import { Td } from "../ui/table";
import { hiddenBelow } from "./columns";
import type { ChoosableColumn } from "./hidden-columns";
import { RowDetail } from "./row-detail";

const densityClass = { compact: "h-8 py-0.5", default: "h-9 py-1.5", comfortable: "h-11 py-2.5" } as const;

/** One task: a row, and below it what it takes to understand it without leaving the list. */
export function TaskRow({
  task,
  stale: listIsStale,
  expanded,
  selected,
  hidden,
  columnCount,
  onExpandedChange,
  onSelectedChange,
}: {
  task: TaskSummary;
  stale: boolean;
  expanded: boolean;
  /** Null = nobody may select. */
  selected: boolean | null;
  hidden: readonly ChoosableColumn[];
  columnCount: number;
  onExpandedChange: (expanded: boolean) => void;
  onSelectedChange: (selected: boolean) => void;
}) {
  const { density } = usePerson();
  const cell = densityClass[density];
  const shows = (column: ChoosableColumn) => !hidden.includes(column);
  const t = useTranslations("tasks");
  const tList = useTranslations("list");
  const format = useFormat();
  const attentionText = useAttentionText();
  const lagText = useLagText();
  const tone = attentionTone(task.attention);
  // Fresh words about figures that stopped are not fresh either.
  const stale = listIsStale || task.lag.state === "unknown" || task.lag.state === "held";
  const tags = Object.entries(task.tags);
  return (
    <>
      <tr
        data-task-row={task.id}
        className={cn("group/row border-b border-line last:border-b-0 hover:bg-hover focus-within:bg-hover", expanded && "bg-surface", selected && "bg-selected hover:bg-selected")}
      >
        {selected !== null && (
          <Td className={cn("pr-0 pl-2", cell)}>
            <CheckboxBox aria-label={tList("select.row", { name: task.name })} checked={selected} onCheckedChange={(on) => onSelectedChange(on)} data-row-select />
          </Td>
        )}
        <Td className={cn("pr-0 pl-1", cell)}>
          <button
            type="button"
            aria-expanded={expanded}
            data-row-expand
            aria-label={t(expanded ? "collapse" : "expand", { name: task.name })}
            onClick={() => onExpandedChange(!expanded)}
            className="flex size-6 items-center justify-center rounded-sm text-muted hover:text-ink"
          >
            <ChevronRight aria-hidden className={cn("size-4 transition-transform", expanded && "rotate-90")} />
          </button>
        </Td>
        <Td className={cn("max-w-52", cell)}>
          <Link
            href={`/sync/${task.id}`}
            data-row-link
            className="flex min-h-6 items-center rounded-sm text-base font-medium text-ink hover:text-primary hover:underline"
            title={task.name}
          >
            <span className="truncate">{task.name}</span>
          </Link>
          <span className="flex items-center gap-1 text-muted">
            <span className="code truncate text-xs">{task.id}</span>
            <CopyButton className="-my-1" text={task.id} label={t("copyId")} />
            {tags.slice(0, 1).map(([key, value]) => (
              <span key={key} className="truncate rounded-sm @max-[1460px]:hidden bg-idle-chip px-1 text-xs text-idle">
                {value === "" ? key : `${key}: ${value}`}
              </span>
            ))}
            {tags.length > 1 && <span className="text-xs @max-[1460px]:hidden">+{tags.length - 1}</span>}
          </span>
        </Td>
        <Td className={cn("max-w-60", cell)}>
          <StatusChip status={task.status} stale={listIsStale} />
          <StatusReason task={task} />
        </Td>
        {shows("attention") && (
        <Td className={cn("max-w-64 min-w-34", cell, hiddenBelow.attention)}>
          <span title={attentionText(task.attention, "")} className={cn("line-clamp-2", task.attention.kind === "none" ? "text-muted" : toneText[tone])}>
            {attentionText(task.attention, t("attention.none"))}
          </span>
        </Td>
        )}
        {shows("lag") && (
        <Td className={cell}>
          <span className="flex items-center gap-2">
            <LagValue lag={task.lag} stale={stale} className="min-w-15" />
            {task.lagHistory.some((value) => value !== null) && (
              <Sparkline className="@max-[1240px]:hidden" width={56} values={task.lagHistory} label={t("lag.chart", { value: lagText(task.lag) })} />
            )}
          </span>
        </Td>
        )}
        {shows("progress") && (
        <Td className={cn(cell, hiddenBelow.progress)}>
          <ProgressCell task={task} stale={stale} />
        </Td>
        )}
        {shows("throughput") && (
        <Td className={cn("whitespace-nowrap", cell, hiddenBelow.throughput)}>
          {task.rowsPerSecond === null ? (
            <span className="text-muted">—</span>
          ) : (
            <>
              {format.rowRate(task.rowsPerSecond)}
              {task.bytesPerSecond !== null && <span className="block text-xs text-muted">{format.byteRate(task.bytesPerSecond)}</span>}
            </>
          )}
        </Td>
        )}
        {shows("endpoints") && (
        <Td className={cn("max-w-48", cell, hiddenBelow.endpoints)}>
          <EndpointLine task={task} side="source" />
          <EndpointLine task={task} side="destination" />
        </Td>
        )}
        {shows("class") && (
        <Td className={cn("whitespace-nowrap text-muted", cell, hiddenBelow.class)}>
          {t(`class.${task.instanceClass}`)} · {t(`metering.${task.metering}`)}
        </Td>
        )}
        {shows("created") && (
        <Td className={cn("whitespace-nowrap text-muted", cell, hiddenBelow.created)}>
          <Time ms={task.createdAtMs} form="relative" />
        </Td>
        )}
        <Td className={cn("sticky right-0 bg-bg pr-2 group-focus-within/row:bg-hover group-hover/row:bg-hover", cell, expanded && "bg-surface", selected && "bg-selected group-hover/row:bg-selected")}>
          <div className="flex justify-end">
            <TaskActions task={task} />
          </div>
        </Td>
      </tr>
      {expanded && (
        <tr className="border-b border-line bg-surface">
          <td colSpan={columnCount} className="px-3 pt-1 pb-4 pl-11">
            <RowDetail task={task} />
          </td>
        </tr>
      )}
    </>
  );
}

/** Why the task is in its state, where one line can say it; the whole of it is in the row's details. */
function StatusReason({ task }: { task: TaskSummary }) {
  const t = useTranslations("list.reason");
  const format = useFormat();
  const said =
    task.pause !== null
      ? task.pause.reason
        ? t("pausedWhy", { name: task.pause.by, reason: task.pause.reason })
        : task.pause.by && t("paused", { name: task.pause.by })
      : task.error !== null
        ? (task.error.serverMessage ?? task.error.detail)
        : task.retry !== null
          ? (task.retry.serverMessage ?? task.retry.sentence)
          : task.releasedAtMs !== null
            ? t("released", { time: format.dateTime(task.releasedAtMs) })
            : null;
  return said ? (
    <span title={said} className="mt-0.5 block truncate text-xs text-muted">
      {said}
    </span>
  ) : null;
}

function EndpointLine({ task, side }: { task: TaskSummary; side: "source" | "destination" }) {
  const { id, address, regionId } = task[side];
  const differs = task.source.regionId !== task.destination.regionId;
  return (
    <span className="flex items-center gap-1 text-xs">
      <span aria-hidden className="text-muted">
        {side === "source" ? "┌" : "└▸"}
      </span>
      <span className={cn("code truncate", address === null && "text-muted")} title={address ?? undefined}>
        {id ?? address ?? "—"}
      </span>
      {differs && <span className="shrink-0 rounded-sm bg-idle-chip px-1 whitespace-nowrap text-idle">{regionId}</span>}
    </span>
  );
}
