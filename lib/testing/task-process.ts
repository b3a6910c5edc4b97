/**
 * A task in a process of its own: reads `{plan, failpoint, nth, retryMinutes}` from stdin (with `reset`: only sets its position), ends itself hard at the failpoint, else with 0 when the plan's
 * goal is reached or SIGTERM asked it to stop. An error is told on stderr, then it ends with 1. With `tellMemory` its last line on stdout is the
 * most memory that it ever held, in KiB.
 */
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { AppError } from "../errors/app-error";
import { runTask } from "../engine/run-modification";
import { runPipeline } from "../engine/pipeline";
import { resetPosition, type ResetRequest } from "../engine/reset-position";
import type { EnginePlan } from "../engine/plan";

export interface TaskProcessInput {
  readonly plan: EnginePlan;
  readonly failpoint?: string;
  readonly nth?: number;
  readonly retryMinutes?: number;
  readonly tellMemory?: boolean;
  readonly reset?: ResetRequest;
}

const { plan, failpoint, nth = 1, retryMinutes = 1, tellMemory, reset } = JSON.parse(await text(process.stdin)) as TaskProcessInput;
const controller = new AbortController();
process.on("SIGTERM", () => controller.abort());
let times = 0;
const atFailpoint = (name: string) => {
  if (name === failpoint && ++times === nth) process.kill(process.pid, "SIGKILL");
};
try {
  if (reset) await resetPosition(plan, reset, controller.signal, atFailpoint);
  else await runTask(
    plan,
    {
      figures: () => undefined,
      tables: () => undefined,
      event: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
    },
    controller.signal,
    { retryMinutes, ...(failpoint === undefined ? {} : { failpoint: atFailpoint }), run: (attemptPlan, observer, signal) => runPipeline(attemptPlan, observer, signal, failpoint === undefined ? undefined : atFailpoint) },
  );
  if (tellMemory) process.stdout.write(`\n${/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]}`);
  process.exitCode = 0;
} catch (error) {
  const told = (cause: unknown): unknown => (cause instanceof AppError ? { code: cause.code, message: cause.message, context: cause.context, stack: cause.stack, cause: told(cause.cause) } : cause instanceof Error ? cause.stack : cause);
  process.stderr.write(`${JSON.stringify({ ended: told(error) })}\n`);
  process.exitCode = 1;
}
process.stdout.write("\n", () => process.exit());
