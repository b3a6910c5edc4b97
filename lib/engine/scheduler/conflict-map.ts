import type { WriteSet } from "./write-set";

/** Lane and serial number in it, in one number: serials stay below 2^45. */
const laneBits = 256;

interface TokenUse {
  /** Packed; 0 = none. */
  exclusive: number;
  /** Highest serial of each lane that shares the token. */
  readonly shared: Float64Array;
}

/**
 * Who touched what last, among transactions that are not committed yet. Remembering the last toucher is enough: whoever came before it is
 * ordered before it already.
 *
 * Row hashes live in two generations; the older one is dropped as a whole when all in it is committed, so that nothing is removed one by one.
 */
export class ConflictMap {
  #young = new Map<number, number>();
  #old = new Map<number, number>();
  readonly #youngLast: Float64Array;
  readonly #oldLast: Float64Array;
  readonly #committed: Float64Array;
  readonly #tokens = new Map<number, TokenUse>();

  constructor(
    private readonly lanes: number,
    private readonly generationSize = 1 << 16,
  ) {
    if (lanes > laneBits) throw new RangeError(`at most ${laneBits} lanes`);
    this.#youngLast = new Float64Array(lanes);
    this.#oldLast = new Float64Array(lanes);
    this.#committed = new Float64Array(lanes);
  }

  /** All transactions of the lane up to `serial` are committed. */
  committed(lane: number, serial: number): void {
    this.#committed[lane] = serial;
  }

  /** Per lane the highest uncommitted serial that must be committed before the write set may run; 0 = none. */
  conflicts(writeSet: WriteSet): Float64Array {
    const found = new Float64Array(this.lanes);
    const note = (packed: number) => {
      const lane = packed % laneBits;
      const serial = (packed - lane) / laneBits;
      if (serial > this.#committed[lane]! && serial > found[lane]!) found[lane] = serial;
    };
    for (const hash of writeSet.hashes) {
      const packed = this.#young.get(hash) ?? this.#old.get(hash);
      if (packed !== undefined) note(packed);
    }
    for (const token of writeSet.shared) {
      const use = this.#tokens.get(token);
      if (use) note(use.exclusive);
    }
    for (const token of writeSet.exclusive) {
      const use = this.#tokens.get(token);
      if (!use) continue;
      note(use.exclusive);
      for (let lane = 0; lane < this.lanes; lane++) note(use.shared[lane]! * laneBits + lane);
    }
    return found;
  }

  /** The write set now belongs to transaction `serial` of `lane`. */
  put(writeSet: WriteSet, lane: number, serial: number): void {
    const packed = serial * laneBits + lane;
    for (const hash of writeSet.hashes) this.#young.set(hash, packed);
    this.#youngLast[lane] = serial;
    for (const token of writeSet.shared) this.#use(token).shared[lane] = serial;
    for (const token of writeSet.exclusive) {
      const use = this.#use(token);
      use.exclusive = packed;
      use.shared.fill(0);
    }
    if (this.#young.size >= this.generationSize) this.#turn();
  }

  /** Entries kept, for figures and tests. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  #use(token: number): TokenUse {
    let use = this.#tokens.get(token);
    if (!use) this.#tokens.set(token, (use = { exclusive: 0, shared: new Float64Array(this.lanes) }));
    return use;
  }

  #turn(): void {
    for (let lane = 0; lane < this.lanes; lane++) if (this.#oldLast[lane]! > this.#committed[lane]!) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#oldLast.set(this.#youngLast);
  }
}
