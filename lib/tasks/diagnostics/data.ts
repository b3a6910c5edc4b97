/** Everything that somebody needs who looks at a task without this console, as one plain text. No credentials, no conditions of row filters, no keys of rows. Always in English. */
import { environment } from "../../config/env";
import { database } from "../../db/client";
import { redact } from "../../logging/redact";
import { taskLogFolder } from "../../logging/task-log";
import { readTaskLog } from "../../task-logs/read";
import { getTask } from "../data";
import type { TaskDetail } from "../view";
import { bundleText, type Section } from "./text";

const events = 50;
const logLines = 100;

/** Throws `not-found` for an unknown task alone. */
export async function diagnosticBundle(taskId: string): Promise<string> {
  const task = await getTask(taskId);
  const db = database();
  const [history, runners, modification, report, verification, host, cluster, log] = await Promise.all([
    db.taskEvent.findMany({ where: { taskId }, orderBy: { id: "desc" }, take: events }),
    db.runnerNode.findMany({ orderBy: { heartbeatAtMs: "desc" } }),
    db.taskModification.findFirst({ where: { taskId }, orderBy: { number: "desc" } }),
    db.precheckReport.findFirst({ where: { taskId }, orderBy: { id: "desc" }, include: { items: { where: { status: { notIn: ["passed", "skipped"] } }, orderBy: { ordinal: "asc" } } } }),
    db.verificationJob.findFirst({ where: { taskId }, orderBy: { id: "desc" } }),
    task.source.id === null ? null : db.host.findUnique({ where: { id: task.source.id }, select: { serverVersion: true } }),
    task.destination.id === null ? null : db.cluster.findUnique({ where: { id: task.destination.id }, select: { engineVersion: true, serverVersion: true } }),
    readTaskLog(taskLogFolder(environment().dataDir, taskId), { limit: logLines }),
  ]);
  const sections: Section[] = [
    {
      title: "Versions",
      lines: [
        `console ${environment().version}, Node ${process.version}`,
        ...runners.map((runner) => `runner ${runner.id} ${runner.version}, region ${runner.region || "any"}, last seen ${iso(runner.heartbeatAtMs)}${runner.id === task.runner?.id ? ", holds this task" : ""}`),
        `source ${host?.serverVersion ?? "unknown"}, destination ${cluster?.serverVersion ?? cluster?.engineVersion ?? "unknown"}`,
      ],
    },
    { title: "State", lines: stateLines(task) },
    { title: "Error", lines: errorLines(task) },
    {
      title: "Change of objects",
      lines: modification === null ? [] : [`number ${modification.number}, ${modification.kind}, ${modification.state}, since ${iso(modification.confirmedAtMs ?? modification.createdAtMs)}`, ...(modification.errorCode ? [`error ${modification.errorCode}`] : []), ...(modification.errorDetail ? [modification.errorDetail] : [])],
    },
    {
      title: "Precheck",
      lines: report === null ? [] : [`run ${report.number}, ${report.status}, ${iso(report.startedAtMs)}`, ...report.items.map((item) => `${item.status} ${item.checkId}: ${findingOf(item.result)}`)],
    },
    {
      title: "Verification",
      lines: verification === null ? [] : [`job ${verification.id}, ${verification.status}, due ${iso(verification.dueAtMs)}`, ...(verification.errorCode ? [`error ${verification.errorCode}`] : []), ...(verification.detail ? [verification.detail] : [])],
    },
    { title: "Settings", lines: JSON.stringify(withoutConditions(redact({ instanceClass: task.instanceClass, ...task.settings })), null, 2).split("\n") },
    { title: `Last ${events} events, newest first`, lines: history.map((event) => [iso(event.atMs), event.severity, event.kind, event.actor, event.code, event.position, event.message].filter((part) => part !== null && part !== "").join(" · ")) },
    { title: `Last ${logLines} lines of the log`, lines: log.lines.map((line) => [iso(line.atMs), line.level, line.component, line.message, ...line.facts.filter(([name]) => !ofRows.has(name)).map(([name, value]) => `${name}=${value}`)].filter((part) => part !== "").join(" · ")) },
  ];
  return bundleText(`Tributary · task ${task.name} (${task.id}), generation ${task.generation} · ${new Date().toISOString()}`, sections);
}

const iso = (ms: bigint | number | null) => (ms === null ? "never" : new Date(Number(ms)).toISOString());

function stateLines({ status, source, destination, figures, figuresAtMs, lag, runway, knownGaps, skippedTransactions, positionResets, conflictCount }: TaskDetail): string[] {
  const place = (at: { readonly file: string; readonly offset: number; readonly gtidSet: string | null } | null | undefined) => (at ? `${at.file}:${at.offset}${at.gtidSet ? ` ${at.gtidSet}` : ""}` : "unknown");
  return [
    `${status.value}, phase ${status.phase ?? "none"}, since ${iso(status.sinceMs)}`,
    `source ${source.address ?? "unknown"} (${source.regionId}), destination ${destination.address ?? "unknown"} (${destination.regionId})`,
    `lag ${lag.state}${lag.lagMs === null ? "" : `, ${lag.lagMs} ms`}${lag.lagBytes === null ? "" : `, ${lag.lagBytes} bytes`}; log kept until ${runway.unlimited ? "no limit" : iso(runway.deadlineMs)}`,
    ...(figures ? [`figures of ${iso(figuresAtMs)}: applied ${place(figures.applied)}; read ${place(figures.read)}; source ${place(figures.source)}`] : []),
    `known gaps ${knownGaps.length}, skipped transactions ${skippedTransactions.length}, positions set ${positionResets.length}, conflicts ${conflictCount}`,
  ];
}

/** Values of keys are rows' own. */
const ofRows = new Set(["key", "row", "value"]);

function errorLines({ error, retry }: TaskDetail): string[] {
  const facts = (context: object) => Object.entries(redact(context) as object).flatMap(([name, value]) => (ofRows.has(name) || value === null ? [] : [`${name}: ${String(value)}`]));
  return [
    ...(error ? [`${error.code} at ${iso(error.atMs)}: ${error.sentence}`, ...(error.detail ? [`detail: ${error.detail}`] : []), ...(error.serverMessage ? [`server: ${error.serverMessage}`] : []), ...facts(error.context)] : []),
    ...(retry ? [`retrying since ${iso(retry.sinceMs)}, attempt ${retry.attempt}, next ${iso(retry.nextAtMs)}, window ends ${iso(retry.windowEndsMs)}: ${retry.code} ${retry.serverMessage ?? ""}`.trimEnd()] : []),
  ];
}

function findingOf(result: unknown): string {
  const { title, observed } = (result ?? {}) as { title?: { text?: string }; observed?: readonly { label?: { text?: string }; value?: { text?: string } }[] };
  const found = (observed ?? []).map(({ label, value }) => `${label?.text ?? ""} ${value?.text ?? ""}`.trim()).join(", ");
  return [title?.text ?? "not run", found].filter((part) => part !== "").join(" — ");
}

/** Conditions of row filters hold values of rows. */
function withoutConditions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutConditions);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === "filter" && typeof each === "string" ? "(a condition)" : withoutConditions(each)]));
}
