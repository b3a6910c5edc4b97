/** What the screen of a task's log gets. Plain JSON; browser-safe. */

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogLine {
  /** Place in the log: `file number:byte`. */
  readonly cursor: string;
  readonly atMs: number;
  readonly level: LogLevel;
  readonly component: string;
  readonly message: string;
  /** Everything else of the record: `name=value`. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

export interface LogPage {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  /** Ask on from here for what is written later. */
  readonly end: string;
  /** There are older lines that match. */
  readonly more: boolean;
  readonly components: readonly string[];
  readonly bytes: number;
  readonly files: number;
  readonly mostBytes: number;
  readonly oldestAtMs: number | null;
}
