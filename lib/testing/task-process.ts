/** A task in a process of its own: reads `{plan, failpoint, nth}` from stdin, ends itself hard at the failpoint, else with 0 when caught up. */
import { text } from "node:stream/consumers";
import { runWithRetry } from "../engine/attempts";
import { runPipeline } from "../engine/pipeline";
import type { EnginePlan } from "../engine/plan";

const { plan, failpoint, nth } = JSON.parse(await text(process.stdin)) as { plan: EnginePlan; failpoint: string; nth: number };
let times = 0;
await runWithRetry(plan, { figures: () => undefined, tables: () => undefined, event: () => undefined }, new AbortController().signal, {
  retryMinutes: 1,
  run: (attemptPlan, observer, signal) =>
    runPipeline(attemptPlan, observer, signal, (name) => {
      if (name === failpoint && ++times === nth) process.kill(process.pid, "SIGKILL");
    }),
});
process.exit(0);
