/** Counts failed sign-ins, per name and per address. In memory of one process: there is one console. */

interface Window {
  count: number;
  endsAtMs: number;
}

export interface AttemptLimits {
  /** Failures before the door closes. */
  readonly failures: number;
  /** Milliseconds for which failures are remembered. */
  readonly windowMs: number;
}

export class FailedAttempts {
  readonly #windows = new Map<string, Window>();

  constructor(
    readonly limits: AttemptLimits,
    readonly now: () => number = Date.now,
  ) {}

  isBlocked(key: string): boolean {
    const window = this.#windows.get(key);
    return window !== undefined && window.endsAtMs > this.now() && window.count >= this.limits.failures;
  }

  failed(key: string): void {
    const now = this.now();
    // Names come from outside: the memory must not grow with them.
    if (this.#windows.size > 10_000) for (const [each, window] of this.#windows) if (window.endsAtMs <= now) this.#windows.delete(each);
    if (this.#windows.size > 20_000) this.#windows.clear();
    const window = this.#windows.get(key);
    if (window === undefined || window.endsAtMs <= now) this.#windows.set(key, { count: 1, endsAtMs: now + this.limits.windowMs });
    else window.count += 1;
  }

  succeeded(key: string): void {
    this.#windows.delete(key);
  }
}
