"use client";
import { Info } from "lucide-react";
import { useTranslations } from "use-intl";
import { catchUp } from "@/lib/figures/catch-up";
import type { TaskDetail } from "@/lib/tasks/view";
import { Sparkline } from "../charts/sparkline";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { useLagText } from "../tasks/lag-value";
import { Popover } from "../ui/popover";
import { lagTrend } from "./lag-trend";
import { StripCell, useStripLayout } from "./strip-cell";

/** A source whose clock differs by more than this says so: the lag is counted by its clock. Milliseconds. */
const clocksDifferMs = 2_000;
/** Less than this is no forecast worth a line. */
const leastForecastMs = 1_000;

/** How far behind, against which limit, and is it getting better? */
export function LagCell({ task, stale }: { task: TaskDetail; stale: boolean }) {
  const t = useTranslations("status.strip");
  const tLag = useTranslations("tasks.lag");
  const lagText = useLagText();
  const { lag } = task;
  const format = useFormat();
  const limitMs = (task.settings.objects?.lagWarnSeconds ?? 30) * 1000;
  const compact = useStripLayout() === "compact";
  return (
    <StripCell
      label={t("lag")}
      info={
        <Popover
          trigger={
            <button type="button" aria-label={t("howLag")} className="-my-1 inline-flex size-6 items-center justify-center rounded-sm hover:text-ink">
              <Info aria-hidden className="size-3.5" />
            </button>
          }
          title={t("howLag")}
          className="max-w-80"
        >
          <p className="text-muted">{t("howLagBody")}</p>
        </Popover>
      }
      tone={stale || lag.state === "unknown" || lag.state === "held" || lag.state === "none" ? "idle" : lag.warn ? "warn" : undefined}
      value={lagText(lag)}
      aside={
        !compact && task.lagHistory.some((value) => value !== null) ? (
          <Sparkline values={task.lagHistory} threshold={limitMs} label={tLag("chart", { value: lagText(lag), limit: format.duration(limitMs) })} />
        ) : null
      }
      lines={[...useLagLines(task, limitMs), useHeartbeatLine(task)]}
    />
  );
}

function useLagLines(task: TaskDetail, limitMs: number): (string | null)[] {
  const t = useTranslations("status.strip");
  const format = useFormat();
  const now = useNow();
  const { lag, figures, figuresAtMs } = task;
  const limit = format.duration(limitMs);
  switch (lag.state) {
    case "none":
      return [t("limit", { duration: limit })];
    case "unknown": {
      // The position could not be read since then, or the runner has said nothing since then.
      const sinceMs = figures?.caughtUp === null ? (figures.sourceReadAtMs ?? null) : figuresAtMs;
      if (sinceMs === null) return [t("unknownSource")];
      return [t(figures?.caughtUp === null ? "unknownSourceSince" : "unknownFiguresSince", { time: format.clock(sinceMs) })];
    }
    case "held": {
      const time = figuresAtMs === null ? "" : format.clock(figuresAtMs);
      const known = figures === null || figures.caughtUp === null ? null : figures.caughtUp ? t("lastKnownCaughtUp", { time }) : figures.lagMs === null ? null : t("lastKnown", { value: format.duration(figures.lagMs), time });
      return [t(task.status.status === "pausing" ? "heldPausing" : "heldRetrying"), known];
    }
    case "caught-up":
      return [lag.lastChangeMs !== null && now !== null ? t("lastChange", { duration: format.duration(now - lag.lastChangeMs) }) : null, t("limit", { duration: limit }), clockLine(task, t, format)];
    case "behind": {
      const trend = lagTrend(task.lagHistory);
      const ahead = catchUp(lag.lagBytes, task.bytesPerSecond, figures?.stages?.source.bytesPerSecond ?? null);
      const forecast = ahead.kind === "eta" && ahead.ms >= leastForecastMs ? t("catchUpIn", { duration: format.duration(ahead.ms) }) : ahead.kind === "never" && lag.warn ? t("notCatchingUp") : null;
      const bytes = lag.lagBytes !== null && lag.lagBytes > 0 ? t("behind", { bytes: format.bytes(lag.lagBytes) }) : null;
      const against = lag.warn ? t("over", { duration: limit }) : t("under", { duration: limit });
      return [joined(against, trend && t(`trend.${trend}`)), joined(bytes, forecast), clockLine(task, t, format)];
    }
  }
}

/** The lag from end to end, where the task writes a heartbeat row at the source. */
function useHeartbeatLine(task: TaskDetail): string | null {
  const t = useTranslations("status.strip");
  const format = useFormat();
  const now = useNow();
  const heartbeat = task.lag.state === "behind" || task.lag.state === "caught-up" ? task.figures?.heartbeat : undefined;
  if (heartbeat === undefined) return null;
  if (heartbeat.failingSinceMs !== null) return t("heartbeatFailing", { time: format.clock(heartbeat.failingSinceMs) });
  if (heartbeat.lagMs === null || heartbeat.measuredAtMs === null) return t("heartbeatWaiting");
  const lag = format.duration(heartbeat.lagMs);
  // Older than two beats: what comes now takes longer than that.
  const isOld = now !== null && now - heartbeat.measuredAtMs > 2_000 * heartbeat.everySeconds;
  return isOld ? t("heartbeatOld", { lag, duration: format.duration(now - heartbeat.measuredAtMs) }) : t("heartbeat", { lag });
}

/** Facts side by side on one line. */
function joined(...facts: (string | null)[]): string | null {
  return facts.filter(Boolean).join(" · ") || null;
}

function clockLine(task: TaskDetail, t: ReturnType<typeof useTranslations<"status.strip">>, format: ReturnType<typeof useFormat>): string | null {
  const offsetMs = task.figures?.clockOffsetMs ?? 0;
  if (Math.abs(offsetMs) <= clocksDifferMs) return null;
  return t(offsetMs > 0 ? "clockAhead" : "clockBehind", { duration: format.duration(Math.abs(offsetMs)) });
}
