import { noteRunwayCrossings } from "../tasks/runway-crossings/mutations";
import { deliverAlerts, dropOldAlerts, evaluateAlerts, holdLease } from "./mutations";

const everyMs = 5_000;
/** Longer than an evaluation and a delivery that gets no answer take. */
const leaseMs = 30_000;
const keepHouseMs = 3_600_000;
/** A runway changes by the hour. */
const runwayMs = 30_000;

/**
 * Watches the tasks' alerts, exactly one process at a time: the one that holds the lease. Console and runners all call `look`; so a runner that is
 * gone is noticed by the console, and a console that is gone by the runners.
 */
export class AlertWatch {
  #lookedAt = 0;
  #keptHouseAt = 0;
  #runwayAt = 0;
  #work: Promise<void> | null = null;
  /** Applied positions as they were last seen: since when does one stand still? */
  readonly #positions = new Map<string, string | null>();

  constructor(
    readonly owner: string,
    readonly baseUrl: string,
    readonly onError: (error: unknown) => void,
    readonly now: () => number = Date.now,
  ) {}

  /** Returns at once; does nothing while an earlier look is under way or was a moment ago. */
  look(): void {
    if (this.#work !== null || this.now() - this.#lookedAt < everyMs) return;
    this.#work = this.lookNow()
      .catch(this.onError)
      .then(() => {
        this.#work = null;
      });
  }

  async lookNow(): Promise<void> {
    const now = this.now();
    this.#lookedAt = now;
    if (!(await holdLease("alerts", this.owner, leaseMs, now))) return;
    await evaluateAlerts(now, (taskId, position) => {
      const before = this.#positions.get(taskId);
      this.#positions.set(taskId, position);
      return before === undefined ? null : before !== position;
    });
    if (now - this.#runwayAt >= runwayMs) {
      this.#runwayAt = now;
      await noteRunwayCrossings(now);
    }
    await deliverAlerts(now, this.baseUrl);
    if (now - this.#keptHouseAt >= keepHouseMs) {
      this.#keptHouseAt = now;
      await dropOldAlerts(now);
    }
  }

  async idle(): Promise<void> {
    await this.#work;
  }
}
