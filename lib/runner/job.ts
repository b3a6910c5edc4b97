import type { Claim } from "./lease";

/** Why a job is stopped: a person paused or cancelled it, its settings changed and it is claimed anew, this process ends, or another runner has taken it. */
export type StopReason = "asked" | "settings" | "shutdown" | "lost";

/** The handle between the runner's tick and the work on one task. */
export class Job {
  readonly #controller = new AbortController();
  #reason: StopReason | null = null;
  #round = new AbortController();
  #planned: number | null = null;
  #seen: number | null = null;
  #wake: (() => void) | null = null;
  /** Settles when the work has ended; never rejects. */
  done: Promise<void> = Promise.resolve();
  retryNudge: number | null = null;

  constructor(readonly claim: Claim) {}

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get reason(): StopReason | null {
    return this.#reason;
  }

  /** The first reason stands, except that a person's wish overrules new settings, and a lost lease everything: then nothing may be written any more. */
  stop(reason: StopReason): void {
    if (this.#reason === null || reason === "lost" || (this.#reason === "settings" && reason === "asked")) this.#reason = reason;
    this.#controller.abort();
  }

  /** What is to be carried out has changed: the present round ends, and another with a new plan begins. The number counts the changes. */
  plan(nudge: number): void {
    if (this.#planned !== null && nudge !== this.#planned) this.#round.abort();
    this.#seen = nudge;
  }

  /** A round of work under one plan, made when the row's `planNudge` was this. Its signal ends it for another, or for good. */
  beginRound(nudge: number): AbortSignal {
    this.#round = new AbortController();
    this.#planned = nudge;
    if (this.#seen !== null && this.#seen > nudge) this.#round.abort();
    return AbortSignal.any([this.#controller.signal, this.#round.signal]);
  }

  /** "Retry now." */
  nudge(): void {
    this.#wake?.();
  }

  /** Waits between attempts: ends early by `nudge` or `stop`. */
  wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wake = end;
      signal.addEventListener("abort", end);
    });
}
