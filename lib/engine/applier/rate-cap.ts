/** A bucket that fills at a steady rate: `take` waits until it is not overdrawn. A cap of a second's worth may be used at once. */
export class RateCap {
  #level: number;
  #filledAtMs: number;

  constructor(
    private readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#level = perSecond;
    this.#filledAtMs = now();
  }

  /** Takes `count`; milliseconds to wait before going on. More than the bucket holds is taken on credit, and waited for. */
  take(count: number): number {
    const now = this.now();
    this.#level = Math.min(this.perSecond, this.#level + ((now - this.#filledAtMs) / 1000) * this.perSecond);
    this.#filledAtMs = now;
    this.#level -= count;
    return this.#level >= 0 ? 0 : (-this.#level / this.perSecond) * 1000;
  }
}
