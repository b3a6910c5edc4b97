/**
 * What a check is and what it gives. Checks are pure readers (but for the write probe, which is asked for): they ask the context, whose
 * probes are read once and shared, and return an outcome. Texts stand beside each check as `messages`; a result carries key, values and the English sentence.
 */
import type { ChangeKinds } from "../change-kinds/change-kinds";
import type { ConnectionSettings } from "../mysql/connection-settings";
import type { ExistingTables, SelectedDatabase } from "../engine/plan";
import type { SourcePosition } from "../engine/position/position";
import type { CheckContext } from "./context";
import type { ServerAt } from "./task-graph";
import type { Text } from "./text";

export type { Text };

export type CheckSide = "source" | "destination" | "objects" | "both" | "runner";

/** `error` = the check could not run; `skipped` = not applicable, or a prerequisite is not met (`skippedBecause` names it). */
export type CheckStatus = "passed" | "warning" | "failed" | "error" | "skipped";

/** Wizard step on which a finding is cured. */
export type CureStep = "endpoints" | "network" | "objects" | "initialization";

export interface LabelledValue {
  readonly label: Text;
  readonly value: Text;
}

export interface Fix {
  readonly kind: "sql" | "mycnf" | "shell" | "console" | "request";
  readonly title: Text;
  /** To copy as it is. Never holds a password: an unknown word is a `<placeholder>` that `placeholders` lists. */
  readonly body: string;
  /** Where it is run. */
  readonly side: "source" | "destination" | "runner";
  /** Server that the body was written for, as `MySQL 8.0.36`. */
  readonly appliesTo: string;
  readonly needsRestart: boolean;
  /** Does the effect outlive a restart of the server? */
  readonly survivesRestart: boolean;
  readonly risk: "none" | "low" | "high";
  readonly note: Text | null;
  readonly placeholders: readonly string[];
}

/** One thing that a finding is about. Names are the source's for side `source`/`objects`, the destination's for `destination`. */
export interface AffectedObject {
  readonly kind: "database" | "table" | "column" | "view" | "function" | "procedure" | "trigger" | "event" | "foreign key" | "privilege" | "variable" | "binlog file" | "transaction" | "task";
  readonly database: string | null;
  readonly name: string;
  readonly note: Text | null;
  /** The selected table of the source behind it, where the names above are not that table's. */
  readonly source?: { readonly database: string; readonly table: string };
  /** Of a foreign key: the table that it refers to, which is not selected. */
  readonly parent?: { readonly database: string; readonly table: string };
  /** The other task that it is about: console id and name. */
  readonly task?: { readonly id: string; readonly name: string };
  /** Of a selected table, by the server's statistics: an estimate. */
  readonly size?: { readonly rows: number; readonly bytes: number };
}

export interface Affected {
  readonly total: number;
  /** The first of them: `keptAffected` as a check gives them, `affectedSampleSize` where the run is shown. */
  readonly sample: readonly AffectedObject[];
  /** How many selected tables of the source they are, among those that are kept. */
  readonly tables?: number;
}

export const affectedSampleSize = 1_000;
/** Names beyond are counted and not kept. */
export const keptAffected = 50_000;

/** What a check found. */
export interface CheckOutcome {
  readonly status: "passed" | "warning" | "failed";
  /** States the finding: "Binlog format is not ROW". Absent = the check's topic. */
  readonly title?: Text;
  readonly observed?: readonly LabelledValue[];
  readonly required?: readonly LabelledValue[];
  /** Consequence for data or time, one or two sentences. */
  readonly why?: Text;
  readonly fixes?: readonly Fix[];
  readonly affected?: readonly AffectedObject[];
  readonly step?: CureStep;
  readonly raw?: RawAnswer;
}

/** The server's own words. */
export interface RawAnswer {
  readonly code: string | null;
  readonly sqlState: string | null;
  readonly message: string;
}

export interface Ran {
  readonly side: "source" | "destination";
  readonly statement: string;
}

export interface CheckResult {
  readonly id: string;
  /** Name that DTS operators know: `CHECK_BINLOG_MODE`. */
  readonly code: string;
  readonly side: CheckSide;
  readonly severity: "blocker" | "warning";
  readonly status: CheckStatus;
  /** May a person accept a failure with a reason? */
  readonly ignorable: boolean;
  readonly topic: Text;
  readonly title: Text;
  readonly observed: readonly LabelledValue[];
  readonly required: readonly LabelledValue[];
  readonly why: Text | null;
  readonly fixes: readonly Fix[];
  readonly affected: Affected;
  readonly step: CureStep | null;
  readonly ran: { readonly statements: readonly Ran[]; readonly durationMs: number; readonly at: string };
  readonly raw: RawAnswer | null;
  readonly dependsOn: readonly string[];
  readonly skippedBecause: Text | null;
}

export interface Check {
  /** Stable, kebab-case. Accepted risks are stored by it. */
  readonly id: string;
  readonly code: string;
  readonly side: CheckSide;
  /** Weight of the worst outcome. */
  readonly severity: "blocker" | "warning";
  readonly ignorable: boolean;
  /** Ids of checks without whose success this one cannot say anything. */
  readonly dependsOn: readonly string[];
  /** What it observes is measured and differs from run to run: whoever accepts the finding accepts it with other figures too. */
  readonly measured?: boolean;
  /** What is looked at: "Binlog format". */
  readonly topic: Text;
  /** Default 20,000 ms. */
  readonly timeoutMs?: number;
  /** A text = the check does not apply, and why. */
  appliesTo?(context: CheckContext): Text | null | Promise<Text | null>;
  /** May throw: then the result is `error`. */
  run(context: CheckContext): Promise<CheckOutcome>;
}

export interface PrecheckOptions {
  /** The id that the engine's plan will carry: tables that an earlier start of the task made are then known as its own. */
  readonly taskId?: string;
  readonly existingTables: ExistingTables;
  readonly initialSchema: boolean;
  readonly initialData: boolean;
  readonly onlineDdlTables: "skip" | "copy";
  readonly bookkeepingDatabase: string;
  /** Does the task carry DDL? Default true. */
  readonly ddl?: boolean;
  /** Kinds of changes that the task carries where database and table say nothing. Default all. */
  readonly kinds?: ChangeKinds;
  /** Tables selected by themselves are followed under new names. Default false. */
  readonly followRenames?: boolean;
  /** Triggers under a guard and events that do not run are created too, as the engine's plan says. Default `skip`. */
  readonly triggers?: "skip" | "guard";
  readonly events?: "skip" | "disabled";
  /** A heartbeat row is to be written at the source. Default false. */
  readonly heartbeat?: boolean;
  /** Where a task without initial data begins; absent = now. */
  readonly startPosition?: SourcePosition;
  /** Replica server id that the task will use at the source. */
  readonly serverId?: number;
  /** From how many seconds on an open transaction at the source is shown. Default 60. */
  readonly longTransactionSeconds?: number;
  /** Connections that the task opens at most on each side. Default: source 6, destination 10. */
  readonly connections?: { readonly source: number; readonly destination: number };
  /** How far back the dry run over the binlog goes. Default 10. */
  readonly sampleMinutes?: number;
  /** How much of it is decoded at most. Default 256 MiB. */
  readonly sampleBytes?: number;
  /** From how many running sessions on a server counts as busy. Default 16. */
  readonly busyThreads?: number;
  /** Over a shorter time the binlog's growth is not measured. Default 5 minutes. */
  readonly shortestBinlogSpanMs?: number;
  /** Make, fill and drop a table of its own in the bookkeeping database. Default false: then a run changes nothing on either server. */
  readonly writeProbe?: boolean;
}

/** What the endpoint kind knows and no server can tell. */
export interface EndpointFacts {
  /** `self-managed`, `ecs`, `polardb`; shown, not asked. */
  readonly kind: string;
  /** Parameters are changed in a vendor's console; there is no SUPER and no my.cnf. */
  readonly managed: boolean;
  /** Check id → what to do on this kind of endpoint, shown as a further fix. */
  readonly remedies?: Readonly<Record<string, Text>>;
}

/** Another task's objects, for the topology check. */
export interface OtherTask {
  readonly taskId: string;
  /** That the console knows it by, for a link to it. */
  readonly consoleId?: string;
  readonly name: string;
  readonly source: ServerAt;
  readonly destination: ServerAt;
  readonly objects: readonly SelectedDatabase[];
}

export interface PrecheckInput {
  readonly source: ConnectionSettings;
  readonly destination: ConnectionSettings;
  readonly objects: readonly SelectedDatabase[];
  readonly options: PrecheckOptions;
  readonly endpoints?: { readonly source?: EndpointFacts; readonly destination?: EndpointFacts };
  readonly otherTasks?: readonly OtherTask[];
  /** Places of the living runners, and how many of them other tasks take or wait for. Absent: nobody but this process runs the task. */
  readonly capacity?: { readonly places: number; readonly taken: number };
  /** Free space of the destination that somebody typed, and when. Absent: nobody did. */
  readonly destinationFree?: { readonly bytes: number; readonly atMs: number };
  /** Run just these and the prerequisites that `met` does not list. */
  readonly only?: readonly string[];
  /** Ids whose failure somebody accepted: it does not hold up what depends on them. */
  readonly accepted?: readonly string[];
  /** Ids that passed in an earlier run of the same configuration: not run again as prerequisites of `only`. */
  readonly met?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface PrecheckReport {
  /** `failed`: a check failed or could not run; `warning`: something to acknowledge; `passed`: may start at once. */
  readonly verdict: "passed" | "warning" | "failed";
  /** In the order of the list. */
  readonly results: readonly CheckResult[];
  readonly startedAt: string;
  readonly durationMs: number;
}
