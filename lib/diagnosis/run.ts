/** One-click Diagnosis: live questions to both servers, to what the runner last said and to the machine. Reads only. */
import { statfs } from "node:fs/promises";
import { environment } from "../config/env";
import { AppError } from "../errors/app-error";
import { bottleneck } from "../figures/bottleneck";
import { connect, metadataSession, type MysqlConnection } from "../mysql/connection";
import { taskConnection } from "../tasks/connection";
import { getTask } from "../tasks/data";
import { isFlowing, isRunnable } from "../tasks/status";
import type { TaskDetail } from "../tasks/view";
import { hotTables } from "./data";
import type { DiagnosisCheck, Finding } from "./finding";
import * as ask from "./server-checks";

/** All findings, in no particular order. Never throws for what a server answers: that is a finding. */
export async function diagnose(taskId: string): Promise<Finding[]> {
  const task = await getTask(taskId);
  const hot = await hotTables(taskId);
  const { figures } = task;
  const [source, destination, disk] = await Promise.all([
    atServer(taskId, "source", "network-source", (connection) => [
      ["source-position", () => ask.sourcePosition(connection)],
      ["source-runway", () => ask.sourceRunway(connection, figures?.applied ?? null, figures?.lastCommitMs ?? null, figures?.caughtUp ?? null)],
      ["source-load", () => ask.load(connection, "source")],
      ["source-transactions", () => ask.longTransactions(connection, "source")],
      ["source-clock", () => ask.clock(connection)],
      ["network-source", () => ask.roundTrip(connection, "source")],
    ]),
    atServer(taskId, "destination", "network-destination", (connection) => [
      ["destination-writable", () => ask.writable(connection)],
      ["destination-load", () => ask.load(connection, "destination")],
      ["destination-commit", () => ask.commits(connection, figures?.stages?.destination.commitMs ?? figures?.commitMs ?? null)],
      ["destination-locks", () => ask.locks(connection)],
      ["destination-transactions", () => ask.longTransactions(connection, "destination")],
      ["destination-memory", () => ask.memory(connection)],
      ["destination-keys", () => ask.keys(connection, hot)],
      ["network-destination", () => ask.roundTrip(connection, "destination")],
    ]),
    runnerDisk(),
  ]);
  return [...aboutRunner(task), ...source, ...destination, disk];
}

type Question = readonly [DiagnosisCheck, () => Promise<Finding>];

/** One connection, one question after the other: a diagnosis must not be a load of its own. */
async function atServer(taskId: string, side: "source" | "destination", network: DiagnosisCheck, questions: (connection: MysqlConnection) => readonly Question[]): Promise<Finding[]> {
  let connection: MysqlConnection;
  try {
    connection = await connect(await taskConnection(taskId, side), { session: metadataSession });
  } catch (error) {
    return [{ check: network, level: "bad", outcome: "unreachable", values: {}, ...said(error) }];
  }
  await using held = connection;
  const findings: Finding[] = [];
  for (const [check, question] of questions(held)) {
    try {
      findings.push(await question());
    } catch (error) {
      findings.push({ check, level: check === "source-position" ? "bad" : "unknown", outcome: "failed", values: {}, ...said(error) });
    }
  }
  return findings;
}

function said(error: unknown): { serverMessage?: string } {
  if (!(error instanceof AppError)) return {};
  const message = error.context["serverMessage"] ?? (error.cause instanceof Error ? error.cause.message : null);
  return typeof message === "string" ? { serverMessage: message.slice(0, 500) } : { serverMessage: error.code };
}

function aboutRunner(task: TaskDetail): Finding[] {
  const findings: Finding[] = [];
  const running = isFlowing(task.status.status);
  const stages = running ? task.figures?.stages : undefined;
  if (stages && task.figures) {
    const found = bottleneck(stages, task.figures.caughtUp);
    findings.push({ check: "bottleneck", level: found.kind === "none" ? "fine" : "warn", outcome: found.kind === "none" ? found.why : found.kind, values: measured(found) });
    const percent = Math.round(stages.cpu * 100);
    findings.push({ check: "runner-processor", level: percent >= 85 ? "warn" : "fine", outcome: percent >= 85 ? "busy" : "fine", values: { percent } });
    const high = stages.memoryBytes > 1_500_000_000;
    findings.push({ check: "runner-memory", level: high ? "warn" : "fine", outcome: high ? "high" : "fine", values: { bytes: stages.memoryBytes } });
  }
  if (isRunnable(task.status.status)) {
    const silentMs = task.runner === null ? null : Math.max(0, Date.now() - task.runner.heartbeatAtMs);
    findings.push(
      silentMs === null
        ? { check: "runner-heartbeat", level: "bad", outcome: "none", values: {} }
        : { check: "runner-heartbeat", level: silentMs > 15_000 ? "bad" : "fine", outcome: silentMs > 15_000 ? "silent" : "fine", values: { silentMs, name: task.runner?.hostname ?? "" } },
    );
  }
  return findings;
}

function measured(found: ReturnType<typeof bottleneck>): Record<string, number> {
  if ("share" in found) return { percent: Math.round(found.share * 100) };
  if ("commitMs" in found) return { ms: Math.round(found.commitMs) };
  if ("statementMs" in found) return { ms: Math.round(found.statementMs) };
  return "bytesPerSecond" in found ? { bytes: Math.round(found.bytesPerSecond) } : {};
}

async function runnerDisk(): Promise<Finding> {
  try {
    const { bavail, blocks, bsize } = await statfs(environment().dataDir);
    const values = { bytes: bavail * bsize, percent: Math.round((bavail / Math.max(1, blocks)) * 100) };
    const level = values.bytes < 500_000_000 ? "bad" : values.percent < 10 && values.bytes < 20_000_000_000 ? "warn" : "fine";
    return { check: "runner-disk", level, outcome: level === "fine" ? "fine" : "low", values };
  } catch {
    return { check: "runner-disk", level: "unknown", outcome: "failed", values: {} };
  }
}
