import { cutOver } from "../engine/cut-over";
import type { TaskFile } from "../tasks/task-file";
import { exitCode } from "./exit-code";
import { errorObject, errorText } from "./tell-error";

/** Takes the guards off and switches events on. The task must not run: a runner that still does is fenced. */
export async function cutOverCommand(file: TaskFile, options: { readonly json: boolean }): Promise<number> {
  try {
    const report = await cutOver({ ...file.plan, epoch: 1 });
    if (options.json) process.stdout.write(`${JSON.stringify({ type: "end", ...report })}\n`);
    else {
      for (const name of report.triggers) process.stdout.write(`Guard taken off  ${name}\n`);
      for (const name of report.events) process.stdout.write(`Event enabled    ${name}\n`);
      process.stdout.write(`${report.triggers.length} triggers, ${report.events.length} events.\n`);
    }
    return exitCode.done;
  } catch (error) {
    if (options.json) process.stdout.write(`${JSON.stringify({ type: "end", error: errorObject(error) })}\n`);
    process.stderr.write(`${errorText(error)}\n`);
    return exitCode.failed;
  }
}
