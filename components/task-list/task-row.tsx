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
import { controlCell, hiddenBelow, tightCell } from "./columns";
import type { ChoosableColumn } from "./hidden-columns";
import { RowDetail } from "./row-detail";
import { StatusReason } from "./status-reason";
import { TaskTags } from "./task-tags";

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
  const cell = cn(densityClass[density], tightCell);
  const shows = (column: ChoosableColumn) => !hidden.includes(column);
  const t = useTranslations("tasks");
  const tList = useTranslations("list");
  const format = useFormat();
  const attentionText = useAttentionText();
  const lagText = useLagText();
  const tone = attentionTone(task.attention);
  // Fresh words about figures that stopped are not fresh either.
  const stale = listIsStale || task.lag.state === "unknown" || task.lag.state === "held";
  return (
    <>
      <tr
        data-task-row={task.id}
        className={cn("group/row border-b border-line last:border-b-0 hover:bg-hover focus-within:bg-hover", expanded && "bg-surface", selected && "bg-selected hover:bg-selected")}
      >
        {selected !== null && (
          <Td className={cn(cell, controlCell)}>
            <CheckboxBox aria-label={tList("select.row", { name: task.name })} checked={selected} onCheckedChange={(on) => onSelectedChange(on)} data-row-select />
          </Td>
        )}
        <Td className={cn(cell, controlCell)}>
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
        <Td className={cn("max-w-44 @max-[1400px]:max-w-40", cell)}>
          <span className="flex items-center gap-1.5">
            <Link
              href={`/sync/${task.id}`}
              data-row-link
              className="flex min-h-6 max-w-full shrink-0 items-center rounded-sm text-base font-medium text-ink hover:text-primary hover:underline"
              title={task.name}
            >
              <span className="truncate">{task.name}</span>
            </Link>
            <TaskTags tags={task.tags} className="min-w-0 flex-1 overflow-hidden" />
          </span>
          <span className="flex items-center gap-1 text-muted">
            <span className="code truncate text-xs">{task.id}</span>
            <CopyButton className="-my-1" text={task.id} label={t("copyId")} />
          </span>
        </Td>
        <Td className={cn("max-w-56 @max-[1400px]:max-w-38", cell)} title={t(`status.${task.status.value}`)}>
          <StatusChip status={task.status} stale={listIsStale} />
          <StatusReason task={task} />
        </Td>
        {shows("attention") && (
        <Td className={cn("max-w-64 min-w-34 @max-[1400px]:min-w-24", cell, hiddenBelow.attention)}>
          <span title={attentionText(task.attention, "")} className={cn("line-clamp-2", task.attention.kind === "none" ? "text-muted" : toneText[tone])}>
            {attentionText(task.attention, t("attention.none"))}
          </span>
        </Td>
        )}
        {shows("lag") && (
        <Td className={cell}>
          <LagValue lag={task.lag} stale={stale} className="block" />
          {task.lagHistory.some((value) => value !== null) && (
            <Sparkline
              className="block max-w-none"
              width={56}
              height={16}
              values={task.lagHistory}
              threshold={task.lagLimitMs}
              label={t("lag.chart", { value: lagText(task.lag), limit: format.duration(task.lagLimitMs) })}
            />
          )}
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
        <Td className={cn("max-w-48 @max-[1400px]:max-w-30", cell, hiddenBelow.endpoints)}>
          <EndpointLine task={task} side="source" />
          <EndpointLine task={task} side="destination" />
          {task.source.regionId !== task.destination.regionId && (
            <span className="hidden truncate text-xs text-muted @max-[1400px]:block" title={`${task.source.regionId} → ${task.destination.regionId}`}>
              {task.source.regionId} → {task.destination.regionId}
            </span>
          )}
        </Td>
        )}
        {shows("class") && (
        <Td className={cn("whitespace-nowrap", cell, hiddenBelow.class)}>
          {t(`class.${task.instanceClass}`)}
          <span className={cn("block max-w-24 text-xs whitespace-normal break-keep", task.endsAtMs !== null && task.attention.kind === "term-over" ? "text-warn" : "text-muted")}>
            {task.endsAtMs === null ? t(`metering.${task.metering}`) : t("metering.until", { time: format.dateTime(task.endsAtMs) })}
          </span>
        </Td>
        )}
        {shows("created") && (
        <Td className={cn("min-w-20 text-muted @max-[1400px]:min-w-18", cell, hiddenBelow.created)}>
          <Time ms={task.createdAtMs} form="relative" />
        </Td>
        )}
        <Td className={cn("sticky right-0 bg-bg pr-2 group-focus-within/row:bg-hover group-hover/row:bg-hover", cell, expanded && "bg-surface", selected && "bg-selected group-hover/row:bg-selected")}>
          <div className="flex justify-end @max-[1400px]:[&_a]:px-2 @max-[1400px]:[&_a]:text-xs @max-[1400px]:[&_button]:px-1.5 @max-[1400px]:[&_button]:text-xs">
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
      {differs && <span className="shrink-0 rounded-sm bg-idle-chip px-1 whitespace-nowrap text-idle @max-[1400px]:hidden">{regionId}</span>}
    </span>
  );
}
