"use client";
import { Check, CircleDashed, LoaderCircle, OctagonX, Pause, SkipForward, ArrowRightLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { isWorking } from "@/lib/tasks/status";
import type { PhaseTime, ProgressView, TaskDetail } from "@/lib/tasks/view";
import { Exact } from "../formatting/exact";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import type { Tone } from "../ui/badge";
import { toneText } from "../ui/badge";
import { cn } from "../ui/class-names";
import { Progress } from "../ui/progress";
import { phaseStates, type PhaseState } from "./phase-state";
import { workedMs } from "./worked";

const looks: Record<PhaseState, { tone: Tone; icon: typeof Check }> = {
  waiting: { tone: "idle", icon: CircleDashed },
  running: { tone: "info", icon: LoaderCircle },
  held: { tone: "idle", icon: Pause },
  stopped: { tone: "bad", icon: OctagonX },
  done: { tone: "ok", icon: Check },
  skipped: { tone: "idle", icon: SkipForward },
  live: { tone: "ok", icon: ArrowRightLeft },
};

interface CardProps {
  name: string;
  state: PhaseState;
  stale: boolean;
  stateText: string;
  figures: readonly ReactNode[];
  bar?: { value: number | null; text: string } | null;
}

function PhaseCard({ name, state, stale, stateText, figures, bar }: CardProps) {
  const t = useTranslations("status.phases");
  const { icon: Icon } = looks[state];
  const tone: Tone = stale && looks[state].tone !== "bad" ? "idle" : looks[state].tone;
  return (
    <li className="min-w-0 px-4 py-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{name}</h3>
        <span className={cn("inline-flex items-center gap-1 text-xs font-medium", toneText[tone])}>
          <Icon aria-hidden className={cn("size-3.5", state === "running" && !stale && "animate-spin")} />
          {stateText}
        </span>
      </div>
      <div className="nums mt-1 text-sm">
        {figures.filter(Boolean).map((line, index) => (
          <p key={index} className={cn("break-words", index > 0 && "text-muted")}>
            {line}
          </p>
        ))}
      </div>
      {bar && (
        <Progress
          className="mt-2"
          value={bar.value}
          label={t("bar", { phase: name, text: bar.text })}
          valueText={bar.text}
          tone={state === "stopped" ? "bad" : state === "held" || stale ? "idle" : "info"}
        />
      )}
    </li>
  );
}

/** The table that will still be copied when all should be, were it not for its own rate. */
function slowerThanAll({ eta, slowest }: ProgressView["load"]): { readonly database: string; readonly table: string; readonly etaMs: number } | null {
  const first = slowest?.[0];
  return eta && first && first.etaMs !== null && first.etaMs > eta.highMs * 1.25 ? { ...first, etaMs: first.etaMs } : null;
}

/** Schema, full data, incremental: what is done, what runs with an honest forecast, what waits. */
export function PhaseCards({ task, stale }: { task: TaskDetail; stale: boolean }) {
  const t = useTranslations("status.phases");
  const tLag = useTranslations("tasks.lag");
  const format = useFormat();
  const now = useNow();
  const states = phaseStates(task);
  const { progress, phaseTimes } = task;
  const load = progress?.load;

  const stateText = (state: PhaseState) => (state === "held" ? t("onHold") : t(state === "live" ? "live" : state));
  const timing = (time: PhaseTime | undefined, amount?: number) => {
    if (!time) return null;
    const took = workedMs(time, task.status, now);
    if (took === null) return null;
    if (time.endedAtMs === null) return t(isWorking(task.status.status) ? "runningFor" : "ranFor", { duration: format.duration(took) });
    const text = t("took", { duration: format.duration(took) });
    return amount !== undefined && took >= 1000 ? `${text} · ${t("average", { rate: format.byteRate(amount / (took / 1000)) })}` : text;
  };

  const alone = load ? slowerThanAll(load) : null;
  // The copy is not over before its slowest table is.
  const left = load?.eta && alone ? { ...load.eta, highMs: alone.etaMs } : load?.eta;
  let loadAmount = "";
  const loadLines: ReactNode[] = [];
  if (load && states.load !== "waiting" && states.load !== "skipped") {
    const over = load.rows > load.rowsEstimated;
    const amount = (count: (value: number) => string) => {
      const rows = { rows: count(load.rows), estimate: count(load.rowsEstimated) };
      if (states.load === "done") return `${t("rowsDone", rows)} · ${format.bytes(load.bytes)}`;
      if (over) return t("rowsOver", rows);
      return load.bytesEstimated === null ? t("rows", rows) : t("rowsAndBytes", { ...rows, bytes: format.bytes(load.bytes), bytesEstimate: format.bytes(load.bytesEstimated) });
    };
    loadAmount = amount(format.count);
    loadLines.push(
      <Exact key="amount" exact={amount(format.exact)}>
        {loadAmount}
      </Exact>,
      `${states.load === "done" ? t("tablesDone", { total: load.tables }) : t("tables", { done: load.tablesDone, total: load.tables })}${states.load === "running" ? ` · ${left ? (left.highMs > left.lowMs * 1.25 + 5_000 ? t("leftRange", { low: format.duration(left.lowMs), high: format.duration(left.highMs) }) : t("left", { duration: format.duration(left.highMs) })) : t("estimating")}` : ""}`,
      states.load === "running" && alone && t("alone", { table: `${alone.database}.${alone.table}`, duration: format.duration(alone.etaMs) }),
      timing(phaseTimes.load, load.bytes),
    );
  }
  const schema = progress?.schema;
  const stream = phaseTimes.stream ?? phaseTimes.catch_up;
  return (
    <section aria-label={t("title")} className="rounded-lg border border-line bg-bg">
      <h2 className="sr-only">{t("title")}</h2>
      <ol className="grid divide-line max-md:divide-y md:grid-cols-3 md:divide-x">
        <PhaseCard
          name={t("schema")}
          state={states.schema}
          stale={stale}
          stateText={stateText(states.schema)}
          figures={
            schema && states.schema !== "waiting" && states.schema !== "skipped"
              ? [
                  states.schema === "done" ? t("objectsDone", { total: schema.total }) : t("objects", { done: schema.done, total: schema.total }),
                  timing(phaseTimes.schema),
                ]
              : []
          }
          bar={
            schema && (states.schema === "running" || states.schema === "stopped")
              ? {
                  value: schema.total > 0 ? Math.min(99, (schema.done / schema.total) * 100) : null,
                  text: t("objects", { done: schema.done, total: schema.total }),
                }
              : null
          }
        />
        <PhaseCard
          name={t("full")}
          state={states.load}
          stale={stale}
          stateText={states.load === "running" && load?.percent !== null && load !== undefined ? `${load.percent} %` : stateText(states.load)}
          figures={loadLines}
          bar={
            load && (states.load === "running" || states.load === "stopped" || states.load === "held")
              ? { value: load.rows > load.rowsEstimated ? null : load.percent, text: loadAmount }
              : null
          }
        />
        <PhaseCard
          name={t("incremental")}
          state={states.incremental}
          stale={stale}
          stateText={task.status.phase === "catch_up" && states.incremental === "running" ? t("running") : stateText(states.incremental)}
          figures={
            states.incremental === "waiting"
              ? []
              : [
                  task.status.phase === "catch_up"
                    ? t("catchUp")
                    : task.lag.state === "caught-up"
                      ? t("caughtUp")
                      : task.lag.state === "behind" && task.lag.lagMs !== null
                        ? t("behind", { duration: format.duration(task.lag.lagMs) })
                        : task.lag.state === "unknown" && tLag("unknown"),
                  stream && t("since", { time: format.dateTime(stream.startedAtMs) }),
                ]
          }
        />
      </ol>
    </section>
  );
}
