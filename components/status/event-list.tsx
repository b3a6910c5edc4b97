"use client";
import {
  ArrowRightLeft,
  CircleCheck,
  CircleUser,
  ClipboardCheck,
  FileCode2,
  Hourglass,
  Info,
  OctagonX,
  Plug,
  RotateCw,
  Server,
  Settings2,
  SkipForward,
  Table2,
  TriangleAlert,
  Workflow,
  type LucideIcon,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { TaskEventKind, TaskEventView } from "@/lib/tasks/event-view";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { toneText } from "../ui/badge";
import { cn } from "../ui/class-names";
import { CodeBlock } from "../ui/code-block";
import { Collapsible } from "../ui/collapsible";
import { collapseEvents } from "./collapse-events";

const icons: Record<TaskEventKind, LucideIcon> = {
  status: ArrowRightLeft,
  phase: Workflow,
  table: Table2,
  "ddl-applied": FileCode2,
  "ddl-skipped": FileCode2,
  "ddl-overridden": FileCode2,
  "transaction-skipped": SkipForward,
  "object-not-carried": TriangleAlert,
  conflict: TriangleAlert,
  warning: TriangleAlert,
  retrying: RotateCw,
  recovered: CircleCheck,
  error: OctagonX,
  precheck: ClipboardCheck,
  verification: ClipboardCheck,
  alert: TriangleAlert,
  configuration: Settings2,
  connection: Plug,
  worker: Server,
  runway: Hourglass,
  action: CircleUser,
};
const phases = ["schema", "load", "catch_up", "stream"] as const;
const isPhase = (value: unknown): value is (typeof phases)[number] => phases.some((phase) => phase === value);
const severityTone = { info: "idle", warn: "warn", error: "bad" } as const;

/** The task's history, newest first: time, what happened, who did it; the raw facts open below. */
export function EventList({ events, label, taskId, marked, className }: { events: readonly TaskEventView[]; label: string; taskId: string; /** Id of the event that the address names. */ marked?: number | null; className?: string }) {
  const t = useTranslations("taskPage.events");
  const format = useFormat();
  return (
    <ol aria-label={label} className={cn("divide-y divide-line", className)}>
      {collapseEvents(events, marked ?? null).map(({ event, count, sinceMs }) => {
        const Icon = icons[event.kind] ?? Info;
        const facts = Object.entries(event.detail).filter(([, value]) => value !== null && value !== "");
        const raw = [...(event.code ? [`code: ${event.code}`] : []), ...(event.position ? [`position: ${event.position}`] : []), ...facts.map(([key, value]) => `${key}: ${String(value)}`)];
        return (
          <li
            key={event.id}
            id={`event-${event.id}`}
            aria-current={marked === event.id ? "true" : undefined}
            className="grid scroll-mt-16 aria-[current]:bg-selected grid-cols-[1rem_minmax(0,1fr)] gap-x-3 px-4 py-2 text-sm sm:grid-cols-[1rem_11.5rem_minmax(0,1fr)]"
          >
            <Icon aria-hidden className={cn("mt-0.5 size-4", toneText[severityTone[event.severity]])} />
            <Time ms={event.atMs} form="timestamp" className="nums text-xs leading-5 text-muted" />
            <div className="min-w-0 max-sm:col-start-2">
              <p className="break-words">
                {event.severity !== "info" && (
                  <span className={cn("mr-1.5 font-medium", toneText[severityTone[event.severity]])}>{t(`severity.${event.severity}`)}</span>
                )}
                {event.kind === "phase" && isPhase(event.detail["phase"])
                  ? t(`phase.${event.detail["phase"]}`)
                  : event.kind === "recovered" && typeof event.detail["afterMs"] === "number"
                    ? t("recoveredAfter", { duration: format.duration(event.detail["afterMs"]) })
                    : event.message}
                {count > 1 && <span className="nums ml-1.5 text-muted">{t("repeated", { count, from: format.clock(sinceMs), to: format.clock(event.atMs) })}</span>}
                {event.actor !== "runner" && event.actor !== "system" && <span className="text-muted"> — {event.actor}</span>}
              </p>
              <Collapsible summary={t("details")}>
                {raw.length > 0 && <CodeBlock label={t("details")} code={raw.join("\n")} />}
                <p className="mt-1.5 flex flex-wrap gap-x-4">
                  <Link className="link inline-flex min-h-6 items-center text-xs" href={`/sync/${taskId}/performance?from=${event.atMs - 900_000}&to=${event.atMs + 900_000}`}>
                    {t("onChart")}
                  </Link>
                  <Link className="link inline-flex min-h-6 items-center text-xs" href={`/sync/${taskId}/logs?at=${event.atMs}`}>
                    {t("inLog")}
                  </Link>
                  <Link className="link inline-flex min-h-6 items-center text-xs" href={`/sync/${taskId}/events?at=${event.id}`}>
                    {t("permalink")}
                  </Link>
                </p>
              </Collapsible>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
