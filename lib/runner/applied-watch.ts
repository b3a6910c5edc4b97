import { setTimeout as wait } from "node:timers/promises";
import { readStoredMark } from "../engine/checkpoint/read-mark";
import type { EnginePlan } from "../engine/plan";
import { reached } from "../engine/position/position-order";
import { readSourcePosition } from "../engine/position/read-position";
import { connect, metadataSession, type MysqlConnection } from "../mysql/connection";

const lookEveryMs = 250;

/** The task does not run, and what the source has committed is not all applied: what differs cannot be told from what is only on its way. */
export class TaskBehind extends Error {
  override readonly name = "TaskBehind";
}

/** Watches how far a task is that another part of the runner, or another runner, carries out. */
export class AppliedWatch implements AsyncDisposable {
  private constructor(
    private readonly source: MysqlConnection,
    private readonly destination: MysqlConnection,
    private readonly plan: EnginePlan,
    private readonly runs: () => Promise<boolean>,
    private readonly signal: AbortSignal,
  ) {}

  static async open(plan: EnginePlan, runs: () => Promise<boolean>, signal: AbortSignal): Promise<AppliedWatch> {
    const source = await connect(plan.source, { session: metadataSession, signal });
    const destination = await connect(plan.destination, { session: metadataSession, signal });
    return new AppliedWatch(source, destination, plan, runs, signal);
  }

  /** Resolves when all that the source has committed by now is applied. Throws `TaskBehind` when the task stops before. */
  async caughtUp(): Promise<void> {
    const target = await readSourcePosition(this.source);
    for (;;) {
      // Asked before the mark is read: a task that stops in between has left its last mark.
      const runs = await this.runs();
      const mark = await readStoredMark(this.destination, this.plan.bookkeepingDatabase, this.plan.taskId);
      if (mark !== null && reached(mark, target)) return;
      if (!runs) throw new TaskBehind();
      await wait(lookEveryMs, undefined, { signal: this.signal });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.source[Symbol.asyncDispose]();
    await this.destination[Symbol.asyncDispose]();
  }
}
