/** When a task that is behind will have caught up. Pure. */

export type CatchUp = { readonly kind: "eta"; readonly ms: number } | { readonly kind: "never" } | { readonly kind: "unknown" };

/**
 * Bytes behind ÷ (bytes applied − bytes written per second). Not catching up when the source writes at least as fast as changes are applied.
 * Nothing is known before both rates are.
 */
export function catchUp(lagBytes: number | null, appliedPerSecond: number | null, writtenPerSecond: number | null): CatchUp {
  if (lagBytes === null || appliedPerSecond === null || writtenPerSecond === null) return { kind: "unknown" };
  const gain = appliedPerSecond - writtenPerSecond;
  if (gain <= 0) return { kind: "never" };
  return { kind: "eta", ms: Math.round((lagBytes / gain) * 1_000) };
}
