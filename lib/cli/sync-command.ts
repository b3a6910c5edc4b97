import { createHash } from "node:crypto";
import { runTask } from "../engine/run-modification";
import { canonicalObjects } from "../engine/modification/selection-record";
import type { EngineObserver } from "../engine/plan";
import type { TaskFile } from "../tasks/task-file";
import { overrideOf, skipOf } from "../tasks/task-file-schema";
import type { DdlFlag, SkipFlag } from "./arguments";
import { exitCode } from "./exit-code";
import { jsonLines } from "./json-lines";
import { TerminalProgress } from "./terminal-progress";
import { errorObject, errorText } from "./tell-error";

/**
 * Schema, full load, then changes, until `signal` (drains) or, with `untilCaughtUp`, until all that the source had committed is at the destination. The
 * checkpoint at the destination is gone on from; another run of the same task is fenced off. Objects that differ from those that the task carries are refused, or with
 * `modify` changed while it runs. Resolves with the exit code.
 */
export async function syncCommand(file: TaskFile, options: { readonly json: boolean; readonly untilCaughtUp: boolean; readonly modify: boolean; readonly ddl: readonly DdlFlag[]; readonly skips: readonly SkipFlag[] }, signal: AbortSignal): Promise<number> {
  const terminal = options.json ? null : new TerminalProgress(process.stdout);
  const observer: EngineObserver = terminal ?? jsonLines((line) => process.stdout.write(line));
  const end = (outcome: string, more: object = {}) => {
    terminal?.close();
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const figures = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMemoryBytes: maxRSS * 1024 };
    if (options.json) process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), type: "end", outcome, ...more, ...figures })}\n`);
  };
  try {
    const plan = { ...file.plan, epoch: 1, ddlOverrides: [...(file.plan.ddlOverrides ?? []), ...options.ddl.map(overrideOf)], skips: [...(file.plan.skips ?? []), ...options.skips.map(skipOf)], ...(options.untilCaughtUp ? { until: "caught-up" as const } : {}) };
    // The same file goes on with the same change after an interruption.
    const id = createHash("sha256").update(JSON.stringify(canonicalObjects(plan.objects))).digest("hex").slice(0, 12);
    const outcome = await runTask({ ...plan, ...(options.modify ? { modification: { id, objects: plan.objects } } : {}) }, observer, signal, { retryMinutes: file.retryMinutes, otherRetryMinutes: file.otherRetryMinutes });
    end(outcome.kind, outcome.kind === "caught-up" ? { position: outcome.position } : {});
    if (terminal) terminal.line(outcome.kind === "caught-up" ? "Caught up: all that the source had committed is at the destination." : "Stopped. The next run goes on from here.");
    return exitCode.done;
  } catch (error) {
    end("failed", { error: errorObject(error) });
    process.stderr.write(`${errorText(error)}\n`);
    return exitCode.failed;
  }
}
