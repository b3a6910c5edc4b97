/** Once a second: show that we live, keep what we hold, see what people asked for, claim what must run. */
import { AlertWatch } from "../alerts/watch";
import { AppError } from "../errors/app-error";
import { dropOldBuckets } from "../figures/mutations";
import type { Logger } from "../logging/logger";
import { startDueTask } from "../tasks/lifecycle/mutations";
import { dropOldRecords } from "../tasks/progress/mutations";
import { claimModificationChecks, type ModificationCheck } from "../tasks/modification/mutations";
import { dropOutdated } from "../settings/mutations";
import type { TaskStatus } from "../tasks/status";
import { Job } from "./job";
import { type Claim, claimTasks, dueTasks, extendLeases, heartbeatMs, leaseMs, livingRegions, type NodeFacts, readHeld, releaseLease, removeNode, showNode } from "./lease";
import { servedTasks } from "./region";
import { runModificationCheck } from "./run-modification-check";
import { runClaimedPrecheck, type RunPrecheckOptions } from "./run-precheck";
import { runRelease } from "./run-release";
import { runTask, type RunTaskOptions } from "./run-task";
import { VerificationDesk } from "./run-verification";

export interface RunnerOptions {
  readonly node: NodeFacts;
  readonly log: Logger;
  /** A log of its own for each task. Default: `log`. */
  readonly taskLog?: (taskId: string) => Logger;
  /** Tasks at a time. */
  readonly limit: number;
  readonly task?: RunTaskOptions;
  readonly precheck?: RunPrecheckOptions;
  /** Address of the console, for the links in alerts. Absent: this runner tells no alerts. */
  readonly consoleUrl?: string;
  readonly now?: () => number;
}

const housekeepingMs = 10 * 60_000;

export class Runner {
  readonly #jobs = new Map<string, Job>();
  readonly #now: () => number;
  readonly #checking = new Set<Promise<void>>();
  readonly #checks = new AbortController();
  #extendedAt = 0;
  #keptHouseAt = 0;
  #draining = false;
  readonly #verifications: VerificationDesk;
  readonly #alerts: AlertWatch | null;

  constructor(readonly options: RunnerOptions) {
    this.#now = options.now ?? Date.now;
    this.#verifications = new VerificationDesk(options.node.id, options.log);
    this.#alerts = options.consoleUrl === undefined ? null : new AlertWatch(options.node.id, options.consoleUrl, (error) => options.log.warn({ error }, "alerts not watched"));
  }

  get taskIds(): string[] {
    return [...this.#jobs.keys()];
  }

  /** Throws when the control database does not answer; the caller logs and calls again. A lease that could not be kept is given up all the same. */
  async tick(): Promise<void> {
    const now = this.#now();
    try {
      if (now - this.#extendedAt >= heartbeatMs || this.#extendedAt === 0) {
        await showNode(this.options.node, now);
        const kept = await extendLeases(
          [...this.#jobs.values()].map((job) => job.claim),
          now,
        );
        for (const [taskId, job] of this.#jobs) if (!kept.has(taskId)) this.#lose(job);
        this.#extendedAt = now;
      }
      await this.#look();
      if (this.#draining) return;
      for (const id of await dueTasks(now))
        await startDueTask(id).catch((error: unknown) => this.options.log.warn({ taskId: id, error }, "not started at its time"));
      // What is claimed now is kept from now on: the lease runs from `now`.
      const served = servedTasks(this.options.node.region ?? "", await livingRegions(now));
      for (const claim of await claimTasks(this.options.node.id, this.options.limit - this.#jobs.size, now, served)) this.#begin(claim);
      for (const check of await claimModificationChecks(this.options.node.id, now - leaseMs, served)) this.#check(check);
      await this.#verifications.look(now, served);
      this.#alerts?.look();
      if (now - this.#keptHouseAt >= housekeepingMs) {
        this.#keptHouseAt = now;
        await dropOldBuckets(now);
        await dropOldRecords(now);
        await dropOutdated(now);
      }
    } catch (error) {
      if (this.#now() - this.#extendedAt >= leaseMs) for (const job of this.#jobs.values()) this.#lose(job);
      throw error;
    }
  }

  /** Stops everything at a transaction border, gives the leases back and leaves. */
  async drain(): Promise<void> {
    this.#draining = true;
    for (const job of this.#jobs.values()) job.stop("shutdown");
    this.#checks.abort();
    await Promise.all([...[...this.#jobs.values()].map((job) => job.done), ...this.#checking]);
    await removeNode(this.options.node.id);
  }

  #check(check: ModificationCheck): void {
    const work = runModificationCheck(check, this.options.log.child({ taskId: check.taskId }), this.#checks.signal).finally(() => this.#checking.delete(work));
    this.#checking.add(work);
  }

  async #look(): Promise<void> {
    if (this.#jobs.size === 0) return;
    const held = await readHeld(this.taskIds);
    for (const [taskId, job] of this.#jobs) {
      const seen = held.get(taskId);
      if (seen === undefined || seen.epoch !== job.claim.epoch) this.#lose(job);
      else if (isOver(job.claim.status, seen.status)) job.stop("asked");
      else if (seen.settingsRevision !== job.claim.settingsRevision) job.stop("settings");
      else if (job.retryNudge !== null && seen.retryNudge !== job.retryNudge) job.nudge();
      if (seen !== undefined) {
        job.retryNudge = seen.retryNudge;
        job.plan(seen.planNudge);
      }
    }
  }

  #lose(job: Job): void {
    if (job.reason === "lost") return;
    this.options.log.warn({ taskId: job.claim.taskId, epoch: job.claim.epoch }, "lease lost");
    job.stop("lost");
  }

  #begin(claim: Claim): void {
    const log = (this.options.taskLog?.(claim.taskId) ?? this.options.log).child({ taskId: claim.taskId, epoch: claim.epoch });
    const job = new Job(claim);
    this.#jobs.set(claim.taskId, job);
    log.info({ status: claim.status }, "claimed");
    job.done = this.#work(job, log)
      .catch((error: unknown) => log.error({ error }, "job failed"))
      .then(async () => {
        if (job.reason !== "lost") await releaseLease(claim);
      })
      .catch((error: unknown) => log.warn({ error }, "lease not given back"))
      .then(() => {
        this.#jobs.delete(claim.taskId);
      });
  }

  async #work(job: Job, log: Logger): Promise<void> {
    switch (job.claim.status) {
      case "prechecking":
        return runClaimedPrecheck(job, log, this.options.precheck);
      case "releasing":
        return runRelease(job, log);
      case "starting":
      case "running":
      case "modifying":
      case "retrying":
      case "pausing":
        return runTask(job, log, this.options.task);
      default:
        throw new AppError("assertion-failed", { detail: `claimed a task that is ${job.claim.status}` });
    }
  }
}

/** Is what was claimed for `claimed` to be stopped now that the task is `now`? */
export function isOver(claimed: TaskStatus, now: TaskStatus): boolean {
  if (claimed === "prechecking") return now !== "prechecking";
  if (claimed === "releasing") return false;
  return now === "pausing" || !["starting", "running", "modifying", "retrying"].includes(now);
}
