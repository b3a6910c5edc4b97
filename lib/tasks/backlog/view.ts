/** What waits at the source while a task stands still. Plain JSON, browser-safe, types only. */
import type { CatchUp } from "../../figures/catch-up";

export type BacklogView =
  /** Nothing was applied yet: there is no place to count from. */
  | { readonly state: "none" }
  /** The source could not be asked. `message`: why, in the reader's language. */
  | { readonly state: "unknown"; readonly message: string }
  | {
      readonly state: "known";
      /** Of the whole log: also of what the task does not carry. Null when the source's files are not those of the last position. */
      readonly bytes: number | null;
      /** Null on a source without GTIDs. */
      readonly transactions: number | null;
      /** Source commit time of the last applied change. */
      readonly appliedUpToMs: number | null;
      /** The source still has everything that is needed. */
      readonly complete: boolean;
      /** Bytes of log per second that the source has written since the task stood still, and that the task has handled in its fastest minute. */
      readonly writtenPerSecond: number | null;
      readonly fastestPerSecond: number | null;
      readonly catchUp: CatchUp;
    };
