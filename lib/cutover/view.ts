/** The state of each step of a cut-over. Browser-safe, types only. */
export interface CutoverView {
  /** Since when the lag is 0, as measured; null = it is not. */
  readonly caughtUpSinceMs: number | null;
  readonly mark: {
    readonly atMs: number;
    readonly actor: string;
    /** File and offset, or GTID set. */
    readonly position: string;
    /** When guards were taken off triggers and events switched on, and of how many; null = not since the mark. */
    readonly guardsOff: { readonly atMs: number; readonly triggers: number; readonly events: number } | null;
    /** The source was read_only when it was marked. */
    readonly readOnly: boolean;
    /** Everything up to the mark is at the destination; null = not known. */
    readonly applied: boolean | null;
    /** The source wrote its log on after the mark; null = not known. */
    readonly writtenSince: boolean | null;
  } | null;
  /** Newest verification that began after the mark. */
  readonly verification: { readonly number: number; readonly status: string } | null;
}
