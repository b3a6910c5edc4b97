/** What a search for a moment in the binary log answers. Plain JSON, browser-safe, types only. */
export interface FoundPosition {
  /** When the oldest file that is left was begun; null when the source does not tell. */
  readonly earliestMs: number | null;
  /** Null = the moment lies before what is left of the log. */
  readonly position: { readonly file: string; readonly offset: number } | null;
}

/** The oldest that the source's log still holds. */
export interface EarliestPosition {
  readonly file: string;
  /** When that file begins, whole seconds of the source's clock; null = it does not tell. */
  readonly atMs: number | null;
  /** GTIDs that the log holds no more: a start position must include them. Empty = it holds all; null = no GTIDs. */
  readonly purged: string | null;
}
