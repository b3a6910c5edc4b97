/** A number from 0 to `sides` - 1. */
export type Dice = (sides: number) => number;

/** Small numbers from a fixed seed (mulberry32), so that a failure can be run again. */
export function dice(seed: number): Dice {
  return (sides) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

/** One of the given values. */
export function pick<T>(roll: Dice, from: readonly T[]): T {
  return from[roll(from.length)]!;
}
