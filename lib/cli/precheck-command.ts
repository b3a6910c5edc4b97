import { carriesAnyDdl } from "../change-kinds/change-kinds";
import type { CheckResult } from "../precheck/check";
import { runPrecheck } from "../precheck/run";
import type { TaskFile } from "../tasks/task-file";
import { exitCode } from "./exit-code";
import { errorObject, errorText } from "./tell-error";

const marks: Record<CheckResult["status"], string> = { passed: "ok  ", warning: "WARN", failed: "FAIL", error: "ERR ", skipped: "skip" };

/** Runs every check that applies. 0 = passed (warnings allowed), 1 = something blocks the start. */
export async function precheckCommand(file: TaskFile, options: { readonly json: boolean }, signal: AbortSignal): Promise<number> {
  const { plan } = file;
  try {
    const report = await runPrecheck(
      {
        source: plan.source,
        destination: plan.destination,
        objects: plan.objects,
        options: {
          existingTables: plan.existingTables,
          initialSchema: plan.initialSchema,
          initialData: plan.initialData,
          onlineDdlTables: plan.onlineDdlTables,
          bookkeepingDatabase: plan.bookkeepingDatabase,
          taskId: plan.taskId,
          ddl: carriesAnyDdl(plan),
          triggers: plan.triggers,
          events: plan.events,
          heartbeat: plan.heartbeatSeconds !== undefined,
          ...(plan.startPosition ? { startPosition: plan.startPosition } : {}),
          ...(plan.serverId ? { serverId: plan.serverId } : {}),
        },
        signal,
      },
      (result) => {
        if (options.json) process.stdout.write(`${JSON.stringify({ type: "check", ...result })}\n`);
        else process.stdout.write(checkText(result));
      },
    );
    const count = (status: CheckResult["status"]) => report.results.filter((result) => result.status === status).length;
    const { verdict, startedAt, durationMs } = report;
    if (options.json) process.stdout.write(`${JSON.stringify({ type: "end", verdict, startedAt, durationMs })}\n`);
    else process.stdout.write(`\n${verdict === "failed" ? "Precheck failed" : "Precheck passed"}: ${count("passed")} passed, ${count("warning")} warnings, ${count("failed") + count("error")} failed, ${count("skipped")} not run.\n`);
    return verdict === "failed" ? exitCode.refused : exitCode.done;
  } catch (error) {
    if (options.json) process.stdout.write(`${JSON.stringify({ type: "end", verdict: "error", error: errorObject(error) })}\n`);
    process.stderr.write(`${errorText(error)}\n`);
    return exitCode.failed;
  }
}

/** One line for what is in order; finding, values and cure for what is not. */
function checkText(result: CheckResult): string {
  const head = `${marks[result.status]}  ${result.title.text}\n`;
  if (result.status === "passed" || result.status === "skipped") return head;
  const lines: string[] = [];
  for (const { label, value } of result.observed) lines.push(`Observed  ${label.text}: ${value.text}`);
  for (const { label, value } of result.required) lines.push(`Required  ${label.text}: ${value.text}`);
  if (result.why) lines.push(`Why       ${result.why.text}`);
  if (result.raw) lines.push(`Server    ${result.raw.message}`);
  for (const object of result.affected.sample.slice(0, 10)) lines.push(`Object    ${object.kind} ${object.database === null ? "" : `${object.database}.`}${object.name}${object.note ? ` (${object.note.text})` : ""}`);
  if (result.affected.total > 10) lines.push(`          and ${result.affected.total - 10} more`);
  for (const fix of result.fixes) lines.push(`Fix       ${fix.title.text} (${fix.side})`, ...fix.body.split("\n").map((line) => `          ${line}`));
  return head + lines.map((line) => `      ${line}\n`).join("");
}
