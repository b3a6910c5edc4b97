/** The state of each step of a cut-over. Browser-safe, types only. */
export interface CutoverView {
  /** Since when the lag is 0, as measured; null = it is not. */
  readonly caughtUpSinceMs: number | null;
  readonly mark: {
    readonly atMs: number;
    readonly actor: string;
    /** File and offset, or GTID set. */
    readonly position: string;
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
