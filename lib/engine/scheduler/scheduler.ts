import type { RowChange } from "../change";
import { ConflictMap } from "./conflict-map";
import { writeSetOf } from "./write-set";

export interface Wait {
  readonly lane: number;
  /** The lane must have committed its transactions up to this one. */
  readonly serial: number;
}

/** Where a transaction goes. */
export interface Assignment {
  readonly lane: number;
  /** Its number in the lane, from 1 without gaps. */
  readonly serial: number;
  /** Transactions of other lanes that must be committed first. They are all older, so that lanes that wait for each other cannot meet. */
  readonly waits: readonly Wait[];
}

/**
 * Gives each source transaction, in stream order, to a lane. A lane runs its transactions in order. What conflicts with one lane goes there; what
 * conflicts with several goes to the one with most work before it and waits for the others; what conflicts with none goes where least waits.
 *
 * The source's own `last_committed` is not used: its numbers begin anew with every binlog file, and readers that trusted it corrupted data.
 */
export class Scheduler {
  readonly #map: ConflictMap;
  readonly #serials: Float64Array;
  readonly #committed: Float64Array;

  constructor(readonly lanes: number) {
    this.#map = new ConflictMap(lanes);
    this.#serials = new Float64Array(lanes);
    this.#committed = new Float64Array(lanes);
  }

  /** `load(lane)`: how much waits there, in any unit. */
  assign(changes: readonly RowChange[], load: (lane: number) => number): Assignment {
    const writeSet = writeSetOf(changes);
    const conflicts = this.#map.conflicts(writeSet);
    let chosen = -1;
    for (let lane = 0; lane < this.lanes; lane++) {
      if (conflicts[lane] === 0) continue;
      if (chosen === -1 || conflicts[lane]! - this.#committed[lane]! > conflicts[chosen]! - this.#committed[chosen]!) chosen = lane;
    }
    const waits: Wait[] = [];
    if (chosen === -1) {
      chosen = 0;
      for (let lane = 1; lane < this.lanes; lane++) if (load(lane) < load(chosen)) chosen = lane;
    } else {
      for (let lane = 0; lane < this.lanes; lane++) if (lane !== chosen && conflicts[lane]! > 0) waits.push({ lane, serial: conflicts[lane]! });
    }
    const serial = ++this.#serials[chosen]!;
    this.#map.put(writeSet, chosen, serial);
    return { lane: chosen, serial, waits };
  }

  /** A transaction that the lane takes without a write set, because nothing else runs. */
  assignAlone(lane: number): number {
    return ++this.#serials[lane]!;
  }

  /** All transactions of the lane up to `serial` are committed. */
  committed(lane: number, serial: number): void {
    this.#committed[lane] = serial;
    this.#map.committed(lane, serial);
  }

  isCommitted(wait: Wait): boolean {
    return this.#committed[wait.lane]! >= wait.serial;
  }
}
