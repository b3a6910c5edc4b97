/** What a search for a moment in the binary log answers. Plain JSON, browser-safe, types only. */
export interface FoundPosition {
  /** When the oldest file that is left was begun; null when the source does not tell. */
  readonly earliestMs: number | null;
  /** Null = the moment lies before what is left of the log. */
  readonly position: { readonly file: string; readonly offset: number } | null;
}
