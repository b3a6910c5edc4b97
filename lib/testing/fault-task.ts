/** What tests of faults share: a task that has loaded a little, and the word that it ends with. */
import { runWithRetry } from "../engine/attempts";
import type { EngineObserver, EnginePlan } from "../engine/plan";
import { catchUp, planOf } from "./run-task";
import type { TwoServers } from "./two-servers";

const silent: EngineObserver = { figures: () => undefined, tables: () => undefined, event: () => undefined };

/** The code that the task ends with, `retry-window-expired: <code>` when it would be tried again for long, or how it ended otherwise. */
export async function endOf(plan: EnginePlan): Promise<string> {
  return runWithRetry({ ...plan, until: "caught-up" }, silent, new AbortController().signal, { retryMinutes: 0.05 }).then(
    (outcome) => outcome.kind,
    (error: { code: string; cause?: { code?: string } }) => (error.code === "retry-window-expired" ? `${error.code}: ${error.cause?.code}` : error.code),
  );
}

/** Tables `t` (id, a, b) and `log` (n, without a key) with some rows, copied. */
export async function began(box: TwoServers, change: Partial<EnginePlan> = {}): Promise<EnginePlan> {
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(20)); CREATE TABLE log (n INT); INSERT INTO t VALUES (1, 1, 'x'), (2, 2, 'y'); INSERT INTO log VALUES (1), (1)");
  const plan = await planOf(box, change);
  await catchUp(plan);
  return plan;
}
