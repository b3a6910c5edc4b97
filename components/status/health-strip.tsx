"use client";
import { useTranslations } from "use-intl";
import { isFlowing } from "@/lib/tasks/status";
import type { TaskDetail } from "@/lib/tasks/view";
import { Exact } from "../formatting/exact";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { attentionTone } from "../tasks/attention-text";
import { statusIcons } from "../tasks/status-icon";
import type { Tone } from "../ui/badge";
import { cn } from "../ui/class-names";
import { LagCell } from "./lag-cell";
import { NeedsYouCell } from "./needs-you-cell";
import { StripCell, StripLayout } from "./strip-cell";

/**
 * Five answers in fixed places: what state, how far behind, is it moving, how long can I wait, do I have to act. `compact`: the same in two lines a cell, for the pages
 * that are about something else.
 */
export function HealthStrip({ task, stale, dead, compact = false }: { task: TaskDetail; stale: boolean; dead: boolean; compact?: boolean }) {
  const t = useTranslations("status.strip");
  const attention = attentionTone(task.attention);
  const urgent = attention === "bad" || attention === "warn";
  return (
    <section aria-label={t("label")} className={cn("rounded-lg border border-line bg-bg", dead && "grayscale")}>
      <StripLayout value={compact ? "compact" : "full"}>
        <dl
          className={cn(
            "grid divide-line xl:grid-cols-[1.3fr_1.1fr_1.1fr_1.1fr_1.5fr] xl:divide-x",
            compact ? "grid-cols-2 md:grid-cols-4" : "max-md:divide-y md:grid-cols-[1.25fr_1fr_1fr] md:[&>*:nth-child(n+4)]:border-t xl:[&>*:nth-child(n+4)]:border-t-0",
          )}
        >
          <StateCell task={task} stale={stale} />
          <LagCell task={task} stale={stale} />
          <MovingCell task={task} stale={stale} />
          <RunwayCell task={task} />
          <NeedsYouCell
            task={task}
            className={cn(compact ? "col-span-full border-t xl:col-span-1 xl:border-t-0" : !urgent && "md:col-span-2 xl:col-span-1", urgent && "max-md:order-first max-md:border-b", urgent && compact && "max-md:border-t-0")}
          />
        </dl>
      </StripLayout>
    </section>
  );
}

function StateCell({ task, stale }: { task: TaskDetail; stale: boolean }) {
  const t = useTranslations();
  const format = useFormat();
  const now = useNow();
  const { status, runner } = task;
  const Icon = statusIcons[status.value];
  const label = t(`tasks.status.${status.value}`);
  const old = stale && status.live;
  const transition = status.value === "Pausing" || status.value === "Starting" || status.value === "Releasing";
  const slow = transition && now !== null && now - status.sinceMs > 30_000;
  return (
    <StripCell
      label={t("status.strip.state")}
      tone={old || (stale && status.tone === "ok") ? "idle" : slow ? "warn" : status.tone}
      value={
        <span className="flex items-center gap-2">
          <Icon aria-hidden className={cn("size-4.5 shrink-0", status.icon === "loader-circle" && "animate-spin")} />
          <span className="min-w-0 leading-5">{old ? t("tasks.lastKnown", { status: label }) : label}</span>
        </span>
      }
      lines={[
        slow ? t("tasks.takingLonger") : now !== null && <Exact exact={format.timestamp(status.sinceMs)}>{t("status.strip.for", { duration: format.duration(now - status.sinceMs) })}</Exact>,
        runner
          ? `${t("status.strip.runner", { name: runner.hostname })} ${now !== null && now - runner.heartbeatAtMs > 15_000 ? t("status.strip.runnerSilent", { duration: format.duration(now - runner.heartbeatAtMs) }) : t("status.strip.runnerOk")}`
          : status.live && t("status.strip.noRunner"),
      ]}
    />
  );
}

function MovingCell({ task, stale }: { task: TaskDetail; stale: boolean }) {
  const t = useTranslations("status.strip");
  const format = useFormat();
  const now = useNow();
  const tCommon = useTranslations("common");
  const { status, rowsPerSecond, bytesPerSecond, lag } = task;
  const lastChange = lag.lastChangeMs !== null && now !== null ? t("lastChange", { duration: format.duration(now - lag.lastChangeMs) }) : null;
  if (status.phase === null && !status.live) return <StripCell label={t("moving")} tone="idle" value="—" lines={[t("notStarted")]} />;
  if (!isFlowing(status.status) || rowsPerSecond === null)
    return <StripCell label={t("moving")} tone="idle" value={t("notMoving")} lines={[t("onHold"), lastChange]} />;
  if (rowsPerSecond === 0 && lag.state === "caught-up")
    return <StripCell label={t("moving")} value={t("idle")} lines={[t("idleDetail"), lastChange ?? t("lastChangeNone")]} />;
  return (
    <StripCell
      label={t("moving")}
      tone={stale ? "idle" : undefined}
      value={<Exact exact={tCommon("rowsPerSecond", { count: format.exact(rowsPerSecond) })}>{format.rowRate(rowsPerSecond)}</Exact>}
      lines={[bytesPerSecond !== null && format.byteRate(bytesPerSecond), lastChange]}
    />
  );
}

function RunwayCell({ task }: { task: TaskDetail }) {
  const t = useTranslations("status.strip");
  const format = useFormat();
  const now = useNow();
  const { runway, error } = task;
  if (error?.code === "binlog-purged") return <StripCell label={t("runway")} tone="bad" value={t("runwayOver")} lines={[t("runwayPurged")]} />;
  const tone: Tone | undefined = runway.tone === "bad" || runway.tone === "warn" ? runway.tone : undefined;
  if (runway.unlimited) return <StripCell label={t("runway")} value={t("unlimited")} lines={[t("unlimitedDetail")]} />;
  if (runway.deadlineMs === null) {
    const begun = task.firstStartedAtMs !== null;
    return (
      <StripCell
        label={t("runway")}
        tone="idle"
        value={begun ? t("runwayUnknown") : t("runwayNone")}
        lines={[begun ? t(task.figures === null || task.figures.logRetentionSeconds === null ? "runwayUnknownDetail" : "runwayUnknownPlace") : t("runwayNoneDetail")]}
      />
    );
  }
  const left = now === null ? runway.remainingMs : runway.deadlineMs - now;
  return (
    <StripCell
      label={t("runway")}
      tone={tone}
      value={left !== null && left > 0 ? format.duration(left) : t("runwayOver")}
      lines={[t("keptUntil", { time: format.dateTime(runway.deadlineMs) })]}
    />
  );
}
