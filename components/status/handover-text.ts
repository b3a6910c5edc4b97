import type { TaskDetail } from "@/lib/tasks/view";
import type { TaskEventView } from "@/lib/tasks/event-view";
import type { Format } from "../formatting/use-format";

interface Words {
  /** The message `status.handover.<key>` with its values. */
  (key: "head" | "state" | "lag" | "moving" | "next" | "error" | "paused" | "events" | "risks" | "none" | "link", values?: Record<string, string>): string;
}

/** What the next person on call needs: state, lag, since when, what happened, what was accepted, and by when something must happen. */
export function handoverText(task: TaskDetail, events: readonly TaskEventView[], facts: { readonly state: string; readonly lag: string; readonly needs: string; readonly link: string }, format: Format, t: Words): string {
  const { runway, error, pause } = task;
  const lines = [
    t("head", { name: task.name, id: task.id, time: format.timestamp(task.figuresAtMs ?? task.status.sinceMs) }),
    t("state", { state: facts.state, since: format.timestamp(task.status.sinceMs), needs: facts.needs }),
    t("lag", { lag: facts.lag }),
    ...(task.rowsPerSecond === null ? [] : [t("moving", { rate: format.rowRate(task.rowsPerSecond) })]),
    ...(runway.deadlineMs === null ? [] : [t("next", { time: format.timestamp(runway.deadlineMs) })]),
    ...(pause ? [t("paused", { who: pause.by, reason: pause.reason ?? "—" })] : []),
    ...(error ? [t("error", { code: error.code, sentence: error.sentence })] : []),
    "",
    t("events"),
    ...(events.length === 0 ? [`- ${t("none")}`] : events.slice(0, 10).map((event) => `- ${format.timestamp(event.atMs)} ${event.message}${event.actor === "runner" || event.actor === "system" ? "" : ` (${event.actor})`}`)),
    "",
    t("risks"),
    ...(task.acceptedRisks.length === 0 ? [`- ${t("none")}`] : task.acceptedRisks.map((risk) => `- ${risk.kind}${risk.subject ? ` ${risk.subject}` : ""} (${risk.actor}, ${format.timestamp(risk.atMs)})${risk.reason ? `: ${risk.reason}` : ""}`)),
    "",
    t("link", { link: facts.link }),
  ];
  return lines.join("\n");
}
