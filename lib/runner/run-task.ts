/** One claimed task: attempts of the engine until it is paused, fails or belongs to somebody else. */
import { type AttemptOptions, hasProgress } from "../engine/attempts";
import { runTask as runEngine } from "../engine/run-modification";
import type { EngineEvent, EngineObserver, Figures, ModificationEvent } from "../engine/plan";
import { AppError } from "../errors/app-error";
import { errorCatalogue } from "../errors/catalogue";
import type { Logger } from "../logging/logger";
import { getTaskRow } from "../tasks/data";
import { recordModification } from "../tasks/modification/mutations";
import { failedSince } from "../tasks/lifecycle/data";
import { foldTableCounters, saveTakeover } from "../tasks/progress/mutations";
import { taskRecord, type RetryState } from "../tasks/record";
import type { TaskAction, TaskStatus } from "../tasks/status";
import { advancePhase, asJsonValue, noJson, transition } from "../tasks/transition";
import { buildPlan } from "./build-plan";
import type { Job } from "./job";
import { logEvent } from "./log-event";
import { Reporter } from "./report";

export interface RunTaskOptions {
  /** The pipeline; tests of the loop pass their own. */
  readonly run?: AttemptOptions["run"];
  readonly random?: () => number;
  /** How often reports are written. Default 1,000 ms. */
  readonly flushEveryMs?: number;
}

/** Ends when there is nothing left to do here; every end but a lost lease leaves a status that says so. Never throws for what the task did. */
export async function runTask(job: Job, log: Logger, options: RunTaskOptions = {}): Promise<void> {
  const { taskId, epoch } = job.claim;
  const begun = performance.now();
  const work = new TaskRun(job, log, (await getTaskRow(taskId)).status as TaskStatus);
  const timer = setInterval(() => void work.reporter.flush(), options.flushEveryMs ?? 1_000);
  try {
    const ended = await work.attempt(options);
    await work.settled();
    await work.end(ended);
  } catch (cause) {
    await work.settled();
    await work.fail(cause instanceof AppError ? cause : new AppError("unknown", { cause }));
  } finally {
    clearInterval(timer);
    if (job.reason !== "lost") await work.reporter.flush(true);
    log.info(
      {
        taskId,
        epoch,
        durationMs: Math.round(performance.now() - begun),
        rows: work.reporter.latest?.rows,
        transactions: work.reporter.latest?.transactions,
        reason: job.reason,
      },
      "task left",
    );
  }
}

class TaskRun implements EngineObserver {
  readonly reporter: Reporter;
  /** Status writes, one after the other, behind the engine's back: an observer must be fast. */
  #effects: Promise<void> = Promise.resolve();
  #began: boolean;
  #retryingSince: number | null = null;
  /** When the task failed that a person has told to go on; null once something was applied since. */
  #failedSince: number | null = null;
  #first: Figures | null = null;
  #modifying = false;

  constructor(
    readonly job: Job,
    readonly log: Logger,
    status: TaskStatus,
  ) {
    this.reporter = new Reporter(job.claim.taskId, job.claim.epoch, log);
    this.#began = status !== "starting";
  }

  async attempt(options: RunTaskOptions): Promise<"stopped" | "caught-up"> {
    const { taskId, epoch } = this.job.claim;
    const row = await getTaskRow(taskId);
    const record = taskRecord(row);
    // Paused before anybody began: there is nothing to drain.
    if (record.status === "pausing") {
      this.job.stop("asked");
      return "stopped";
    }
    await foldTableCounters(taskId);
    // The same runner that goes on with new settings, or one that a task was handed to in order, takes nothing over.
    if (record.status === "running" && this.job.claim.lostBy !== null) await saveTakeover(taskId, epoch, this.job.claim.owner).catch((error: unknown) => this.log.warn({ error }, "report not written"));
    this.#retryingSince = record.retry?.sinceMs ?? null;
    this.#failedSince = record.status === "starting" ? await failedSince(taskId) : null;
    for (let fresh = row, firstRound = true; ; fresh = await getTaskRow(taskId), firstRound = false) {
      const signal = this.job.beginRound(fresh.planNudge);
      this.#modifying = false;
      const { objects } = taskRecord(fresh);
      const plan = await buildPlan(fresh, epoch);
      const outcome = await runEngine(plan, this, signal, {
        retryMinutes: objects?.retryMinutes ?? 720,
        otherRetryMinutes: objects?.otherRetryMinutes,
        ...(firstRound && record.status === "retrying" && record.retry !== null ? { failingSince: record.retry.sinceMs } : {}),
        wait: this.job.wait,
        betweenRuns: () => this.#countAnew(),
        ...(options.run ? { run: options.run } : {}),
        ...(options.random ? { random: options.random } : {}),
      });
      await this.settled();
      if (outcome.kind !== "stopped" || this.job.signal.aborted) return outcome.kind;
      // Asked for another plan.
      await this.#countAnew();
    }
  }

  /** Counters of the engine begin at nought with each run: what was counted is set aside. */
  async #countAnew(): Promise<void> {
    await this.reporter.flush();
    await foldTableCounters(this.job.claim.taskId);
  }

  // what the engine tells ---------------------------------------------------------------------------------------------

  figures(figures: Figures): void {
    this.reporter.figures(figures);
    this.#begin();
    this.#first ??= figures;
    if (this.#failedSince !== null && this.#retryingSince === null && hasProgress(this.#first, figures)) this.event({ kind: "recovered", atMs: Date.now(), afterMs: Date.now() - this.#failedSince });
  }

  tables: EngineObserver["tables"] = (changed) => this.reporter.tables(changed);

  event(told: EngineEvent): void {
    // What was a failure before it was retried has lasted since the failure.
    const event = told.kind === "recovered" && this.#failedSince !== null ? { ...told, afterMs: told.atMs - this.#failedSince } : told;
    this.reporter.event(event);
    logEvent(this.log, event);
    if (event.kind === "phase") {
      this.#begin();
      this.#then(() => advancePhase(this.job.claim.taskId, this.job.claim.epoch, event.phase));
    }
    if (event.kind === "retrying") {
      this.#began = true;
      this.#retryingSince ??= event.atMs;
      const retry: RetryState = {
        code: event.code,
        serverMessage: event.message,
        attempt: event.attempt,
        sinceMs: this.#retryingSince,
        nextAtMs: event.nextAtMs,
        windowEndsMs: event.windowEndsMs,
      };
      this.#move("retry", errorCatalogue[event.code].sentence, { retry: asJsonValue(retry) }, event.code);
      // The next attempt counts from nought.
      this.#then(async () => {
        await this.reporter.flush();
        await foldTableCounters(this.job.claim.taskId);
      });
      // A retry's level rises with its delay.
      this.log[event.attempt > 5 ? "warn" : "info"](
        { taskId: this.job.claim.taskId, code: event.code, attempt: event.attempt, nextInMs: event.nextAtMs - event.atMs },
        "retrying",
      );
    }
    if (event.kind === "modification") this.#modification(event);
    if (event.kind === "recovered") {
      this.#failedSince = null;
      if (this.#retryingSince !== null) this.#move("recovered", "The connection is back.", { retry: noJson });
      this.#retryingSince = null;
      if (this.#modifying) this.#move("modify", "The change of the synchronized objects goes on.");
    }
  }

  #modification(event: ModificationEvent): void {
    const { taskId, epoch } = this.job.claim;
    if (event.state === "began") {
      this.#begin();
      this.#modifying = true;
      this.#move("modify", "The synchronized objects are being changed.");
    }
    this.#then(() => recordModification(taskId, epoch, event));
    if (event.state === "merged" || event.state === "failed") {
      this.#modifying = false;
      this.#move("modified", event.state === "merged" ? "The synchronized objects are changed." : "The synchronized objects could not be changed; the task goes on as before.");
    }
  }

  #begin(): void {
    if (this.#began) return;
    this.#began = true;
    this.#move("began", "A runner has begun.");
  }

  #move(action: TaskAction, message: string, patch: Parameters<typeof transition>[0]["patch"] = {}, code?: string): void {
    const { taskId: id, epoch } = this.job.claim;
    this.#then(async () => {
      await transition({ id, action, actor: "runner", epoch, message, patch, code, severity: action === "retry" ? "warn" : "info" });
    });
  }

  #then(effect: () => Promise<void>): void {
    this.#effects = this.#effects.then(async () => {
      if (this.job.reason === "lost") return;
      try {
        await effect();
      } catch (error) {
        if (error instanceof AppError && error.code === "lease-lost") this.job.stop("lost");
        // Somebody paused it in between: the status is already further on.
        else if (error instanceof AppError && error.code === "transition-refused") this.log.debug({ error }, "status has moved on");
        else this.log.warn({ taskId: this.job.claim.taskId, error }, "status not written");
      }
    });
  }

  async settled(): Promise<void> {
    await this.#effects;
  }

  // how it ends ---------------------------------------------------------------------------------------------------------

  async end(kind: "stopped" | "caught-up"): Promise<void> {
    if (kind === "caught-up") return this.fail(new AppError("assertion-failed", { detail: "a task of the console ended by itself" }));
    if (this.job.reason !== "asked") return;
    this.#move("drained", "Paused at a transaction border.", { retry: noJson });
    await this.settled();
  }

  async fail(error: AppError): Promise<void> {
    const disposition = errorCatalogue[error.code].disposition;
    if (disposition === "lost" || this.job.reason === "lost") {
      this.job.stop("lost");
      return;
    }
    const { taskId: id } = this.job.claim;
    this.log.error({ taskId: id, code: error.code, error }, "task failed");
    this.#move(
      "fail",
      errorCatalogue[error.code].sentence,
      { errorCode: error.code, errorContext: contextOf(error), errorAtMs: Date.now(), retry: noJson },
      error.code,
    );
    await this.settled();
  }
}

/** Facts of an error for the task's owner: its context and the server's own words. */
function contextOf(error: AppError): Record<string, string | number | boolean | null> {
  const context: Record<string, string | number | boolean | null> = {};
  for (const [key, value] of Object.entries(error.context)) if (value !== undefined) context[key] = value;
  if (errorCatalogue[error.code].disposition === "bug" && error.cause instanceof Error) context["detail"] ??= error.cause.message.slice(0, 500);
  return context;
}
