/** Copies `from[start, end)` to `to` at `at`; returns the end. For a few bytes a loop is faster than the native call. */
export function copyBytes(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  const count = end - start;
  if (count < 40) {
    for (let i = start; i < end; i++) to[at++] = from[i]!;
    return at;
  }
  from.copy(to, at, start, end);
  return at + count;
}
