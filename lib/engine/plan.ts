/**
 * What the engine is told (EnginePlan) and what it tells (EngineObserver). Plain data: the engine knows MySQL, not tasks.
 * The runner builds the plan from a task, the command line from a YAML file.
 */
import type { ConnectionSettings } from "../mysql/connection-settings";
import type { ErrorCode } from "../errors/catalogue";
import type { TableName } from "../mysql/table-definition";
import type { ChangeKinds, DdlKind, DmlKind } from "../change-kinds/change-kinds";
import type { Capitalization } from "../object-names/capitalization";
import type { NameRule } from "../object-names/name-rules";
import type { StageFigures } from "./metrics/stages";
import type { SourcePosition, TransactionId } from "./position/position";

export interface SelectedTable extends ChangeKinds {
  readonly name: string;
  /** Name in the destination; absent = unchanged. */
  readonly as?: string;
  /** SQL expression over the source's columns; only rows that fulfil it are carried. */
  readonly filter?: string;
  /** Source columns that are left out. Never key columns. */
  readonly excludeColumns?: readonly string[];
  /** Source column → its name in the destination; absent = unchanged. A column that the source renames later keeps the name that it was given here. */
  readonly columnNames?: Readonly<Record<string, string>>;
}

export interface SelectedDatabase extends ChangeKinds {
  readonly database: string;
  /** Name in the destination; absent = as `capitalization` says. */
  readonly as?: string;
  /** Of a whole database: over the names of its tables and views, later ones included, that nobody gave; `capitalization` comes behind them. */
  readonly rules?: readonly NameRule[];
  /** The task's policy, the same beside each database: names of databases, tables, views and columns that nobody gave. Absent = as at the source. */
  readonly capitalization?: Capitalization;
  /**
   * Absent: the whole database — views, functions, procedures and every later table included.
   * Present: just these tables.
   */
  readonly tables?: readonly SelectedTable[];
  /** With a whole database: names and filters that differ from the default, by table. */
  readonly overrides?: readonly SelectedTable[];
  /** With a whole database: tables that were set aside; neither their rows nor their schema changes are carried. */
  readonly except?: readonly string[];
}

/** A change of what a running task carries. */
export interface Modification {
  /** Unlike that of every other modification of the task; [a-z0-9], at most 20 characters. */
  readonly id: string;
  /** What is carried once it is done. */
  readonly objects: readonly SelectedDatabase[];
  /** Tables that are carried already and are copied anew: dropped at the destination first, where the task made the schema; else emptied. */
  readonly reload?: readonly TableName[];
}

export type ExistingTables = "intercept" | "ignore";
export type ConflictPolicy = "stop" | "overwrite" | "ignore";

export interface RateCaps {
  /** Rows per second, absent = no cap. */
  readonly rowsPerSecond?: number;
  /** Bytes per second, absent = no cap. */
  readonly bytesPerSecond?: number;
}

/** Of the full load. */
export interface FullRateCaps extends RateCaps {
  /** Statements that read rows or bounds of chunks at the source, per second; absent = no cap. */
  readonly queriesPerSecond?: number;
}

export interface EnginePlan {
  /** Names the task in the checkpoint tables: stable for its life. At most 64 characters of [a-z0-9-]. */
  readonly taskId: string;
  /** Raised by each claim; a runner with an older epoch cannot commit. */
  readonly epoch: number;
  readonly source: ConnectionSettings;
  readonly destination: ConnectionSettings;
  /** As configured. Once the destination's record of the selection differs by a merged modification, that record counts. */
  readonly objects: readonly SelectedDatabase[];
  /** To be carried out while the task runs (`run-modification.ts`). */
  readonly modification?: Modification;
  /** Of a supplement: what the main stream carries beside it. */
  readonly beside?: readonly SelectedDatabase[];
  readonly existingTables: ExistingTables;
  /** What the strict phase does when a row is not as expected. Default: `stop` with intercept, `overwrite` with ignore. */
  readonly conflictPolicy: ConflictPolicy;
  /** Online-DDL shadow tables (DMS, gh-ost, pt-osc): leave them out and run the original change only, or copy them. */
  readonly onlineDdlTables: "skip" | "copy";
  readonly initialSchema: boolean;
  readonly initialData: boolean;
  /** The task has left its first phase before: a destination without its checkpoint is not the one it began with. Absent = not known. */
  readonly begun?: boolean;
  /** Where to begin without initial data; absent = the source's position at the start. */
  readonly startPosition?: SourcePosition;
  /** Kinds of changes that are carried behind the initial load, where database and table say nothing else. Absent = all. */
  readonly dml?: readonly DmlKind[];
  readonly ddl?: readonly DdlKind[];
  /** A table selected by itself is followed when it is renamed, from the position of the renaming on. Default: its changes stop there. */
  readonly followRenames?: boolean;
  /** Triggers of carried tables: left out, or created with a guard that keeps them from firing for this task's own sessions. Default `skip`. */
  readonly triggers?: "skip" | "guard";
  /** Events of whole databases: left out, or created so that they do not run until `cutOver`. Default `skip`. */
  readonly events?: "skip" | "disabled";
  /** A row at the source is written this often, so that the lag is measured from end to end; seconds. Absent = none is written. See `heartbeat/`. */
  readonly heartbeatSeconds?: number;
  /** Decisions about schema changes that stopped the task, oldest first: the last about a change counts. Those about changes that are passed are of no effect. */
  readonly ddlOverrides?: readonly DdlOverride[];
  /** Decisions to pass over one source transaction each. Those about transactions that are passed are of no effect. */
  readonly skips?: readonly TransactionSkip[];
  /** Bookkeeping database at the destination. Default `tributary`. */
  readonly bookkeepingDatabase: string;
  readonly parallel: {
    /** Appliers for incremental changes. Default 4. */
    readonly appliers: number;
    /** Chunks read and written at a time. Default 4. */
    readonly loaders: number;
    /** Rows per chunk. Default 50,000. */
    readonly chunkRows: number;
  };
  readonly limits: {
    /** Bytes of decoded rows in flight; beyond it a transaction is streamed. Default 64 MiB. */
    readonly memoryBytes: number;
  };
  readonly caps?: { readonly full?: FullRateCaps; readonly incremental?: RateCaps };
  /** Replica server id used at the source; absent = derived from taskId. */
  readonly serverId?: number;
  /**
   * `caught-up`: end once all that the source had committed when the load ended is applied (command line `--until caught-up`). A position: end with exactly
   * what lies at or before it applied; it must be behind Pe.
   */
  readonly until?: "caught-up" | SourcePosition;
}

export type Phase = "schema" | "load" | "catch_up" | "stream";
export type TableState = "waiting" | "creating" | "copying" | "copied" | "catching_up" | "live" | "stopped" | "excluded";

/** How far a table's copy is in chunks. Numbers only: the keys that bound a chunk are values of rows. */
export interface ChunkProgress {
  readonly done: number;
  /** `exact` once the last chunk is known; before that from the estimate of rows. */
  readonly total: number;
  readonly exact: boolean;
  /** Numbers of those being copied, from 1. */
  readonly underWay: readonly number[];
}

export interface TableProgress {
  readonly source: TableName;
  readonly destination: TableName;
  readonly state: TableState;
  /** Estimate from the server's statistics until the table is copied, then exact. */
  readonly rowsEstimated: number;
  readonly rowsCopied: number;
  readonly bytesCopied: number;
  /** What the source's statistics say the table takes there; absent where nobody has read them. */
  readonly bytesEstimated?: number;
  /** Absent where nothing new is known, or the table has no key and is read at one go. */
  readonly chunks?: ChunkProgress;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Applied since the start of this attempt. */
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly ddls: number;
  readonly lastAppliedAt: number | null;
  readonly errorCode: ErrorCode | null;
}

/** Once a second. Rates are over the last second; the receiver averages. */
export interface Figures {
  readonly atMs: number;
  readonly phase: Phase;
  readonly rowsPerSecond: number;
  readonly transactionsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Totals of this attempt. */
  readonly rows: number;
  readonly transactions: number;
  readonly bytes: number;
  /** Durable at the destination / handed out by the reader / newest at the source (null = could not be read). */
  readonly applied: SourcePosition | null;
  readonly read: SourcePosition | null;
  readonly source: SourcePosition | null;
  /** Everything that the source has committed is applied (position-wise); null = unknown. */
  readonly caughtUp: boolean | null;
  /** Milliseconds between the source commit of the oldest unapplied transaction and now; 0 when caught up; null = unknown. */
  readonly lagMs: number | null;
  /** Bytes of binlog between applied and source; null = unknown. */
  readonly lagBytes: number | null;
  /** Source commit time of the last applied transaction. */
  readonly lastCommitMs: number | null;
  /** Source clock minus ours. */
  readonly clockOffsetMs: number | null;
  readonly queues: { readonly readerBytes: number; readonly laneTransactions: number; readonly laneBytes: number };
  /** Which part waits for which: share of the last second, 0-1. */
  readonly busy: { readonly reader: number; readonly decoder: number; readonly writer: number };
  readonly commitMs: number | null;
  readonly conflicts: number;
  readonly retries: number;
  /** Purge horizon of the source in seconds (binlog_expire_logs_seconds), 0 = never, null = unknown. */
  readonly logRetentionSeconds: number | null;
  /** Stage by stage, while changes are streamed. Absent in the phases before. */
  readonly stages?: StageFigures;
  /** When the source's position was last read; absent where nobody asks. */
  readonly sourceReadAtMs?: number | null;
  /** Absent where no heartbeat row is written. */
  readonly heartbeat?: HeartbeatFigures;
  /** While rows are copied: bytes of log that the source has written since the task's start position, which wait there; null = not known. */
  readonly keptBytes?: number | null;
}

export interface HeartbeatFigures {
  readonly everySeconds: number;
  /** From writing the newest row that has arrived to everything before it being durable at the destination; null = none has arrived in this attempt. */
  readonly lagMs: number | null;
  readonly measuredAtMs: number | null;
  /** The row cannot be written since then; null = it can. */
  readonly failingSinceMs: number | null;
  /** End of the newest source transaction that was read and is no heartbeat, or where reading began: heartbeats move the source's position on an idle source. */
  readonly lastOther: { readonly file: string; readonly offset: number };
  /** `Figures.lastCommitMs` without heartbeats. */
  readonly lastChangeMs: number | null;
}

export type EngineEvent = { readonly atMs: number; readonly position?: string } & (
  | { readonly kind: "phase"; readonly phase: Phase }
  | { readonly kind: "table"; readonly table: TableName; readonly state: TableState; readonly rows?: number }
  | { readonly kind: "ddl-applied"; readonly statement: string; readonly durationMs: number; /** Source tables whose definition changed. */ readonly tables?: readonly TableName[] }
  | { readonly kind: "ddl-skipped"; readonly statement: string; readonly reason: string }
  | { readonly kind: "ddl-overridden"; readonly change: string; readonly key: string; readonly action: DdlOverride["action"]; readonly statement: string; readonly replacement: string | null; readonly reason: string; readonly actor: string }
  | ({ readonly kind: "transaction-skipped" } & SkippedTransaction)
  | { readonly kind: "object-not-carried"; readonly object: string; readonly objectKind: string; readonly reason: string; /** What creates it by hand, where known. */ readonly statement?: string }
  | { readonly kind: "conflict"; readonly table: TableName; readonly conflict: "row-missing" | "row-exists" | "row-differs"; readonly key: string; readonly decision: ConflictPolicy }
  | { readonly kind: "warning"; readonly code: ErrorCode | string; readonly message: string; readonly table?: TableName }
  | { readonly kind: "retrying"; readonly code: ErrorCode; readonly message: string; readonly attempt: number; readonly nextAtMs: number; readonly windowEndsMs: number }
  | { readonly kind: "recovered"; readonly afterMs: number }
  | ModificationEvent
);

/**
 * How a modification goes on. `began`: the added objects are being brought up. `left`: tables that are copied anew are no longer carried, so that
 * there is no way back. `merged`: it is done. `failed`: the main stream goes on without it; the next attempt of the task tries again.
 */
export type ModificationEvent =
  | { readonly kind: "modification"; readonly id: string; readonly state: "began" }
  /** `objects`: what the main stream carries from now on. */
  | { readonly kind: "modification"; readonly id: string; readonly state: "left" | "merged"; readonly objects: readonly SelectedDatabase[]; readonly removed: readonly TableName[] }
  | { readonly kind: "modification"; readonly id: string; readonly state: "failed"; readonly code: ErrorCode; readonly message: string; readonly detail?: string };

/** Called by the engine, from one thread; must not throw and must return fast. */
export interface EngineObserver {
  figures(figures: Figures): void;
  tables(changed: readonly TableProgress[]): void;
  event(event: EngineEvent): void;
}

/**
 * What a person has decided about one schema change that stopped the task. It is bound to that change and never applies to another; when the change is
 * passed, it is of no effect any more.
 */
export interface DdlOverride {
  /** `DdlChange.id`, as the error that stopped the task names it (`change` in its context). */
  readonly id: string;
  /** Different for each decision: after a crash it tells a decision that is under way from a new one of the same kind. */
  readonly key: string;
  /**
   * `skip`: nothing is run, the destination stays as it is. `edit`: `statements` are run instead. `done`: somebody has applied it by hand; what rows
   * need is looked at before the task goes on.
   */
  readonly action: "skip" | "edit" | "done";
  /** With `edit`: at least one, in the names of the destination. */
  readonly statements?: readonly string[];
  readonly reason: string;
  readonly actor: string;
}

/** A person's decision to pass over one source transaction that stopped the task. It never applies to another one. */
export interface TransactionSkip {
  /** As the error that stopped the task names it (`transaction` in its context). */
  readonly id: TransactionId;
  /** Different for each decision; at most 64 ASCII characters. */
  readonly key: string;
  readonly reason: string;
  readonly actor: string;
}

/** Changes of one transaction in one table. */
export interface TableChanges {
  /** `database.table` at the source and at the destination. */
  readonly source: string;
  readonly destination: string;
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
}

/** Where a task that stands still shall go on. */
export type ResetTarget = { readonly kind: "now" } | { readonly kind: "gtid"; readonly gtidSet: string } | { readonly kind: "file"; readonly file: string; readonly offset: number };

/** A position that a person has set, and what lies between it and the one before. */
export interface PositionMove {
  readonly from: SourcePosition;
  readonly to: SourcePosition;
  /** `forward`: what lies between is never applied. `back`: it is applied again. */
  readonly direction: "forward" | "back";
  /** Those that change carried tables, and schema changes. */
  readonly transactions: number;
  /** Source commit times of the first and the last of them; null when there is none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Carried tables that they change, `database.table` of the source. */
  readonly tables: readonly string[];
  /** Definitions of the new position: those that the task had, or the source's present ones. */
  readonly schema: "kept" | "source";
}

/** What was passed over: a known gap. */
export interface SkippedTransaction {
  readonly transaction: TransactionId;
  /** Of the decision. */
  readonly key: string;
  /** GTID, or file and offset behind it. */
  readonly position: string;
  /** At the source. */
  readonly commitTimeMs: number;
  /** What it would have changed. */
  readonly tables: readonly TableChanges[];
  readonly reason: string;
  readonly actor: string;
}

/** How an attempt ended. Errors are thrown as AppError. */
export type EngineOutcome = { readonly kind: "stopped" } | { readonly kind: "caught-up"; readonly position: SourcePosition };
