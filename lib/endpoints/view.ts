/** What probes of an endpoint answer. Plain JSON, browser-safe, types only. */
import type { ErrorCode } from "../errors/catalogue";

export const rungNames = ["dns", "tcp", "tls", "login", "select"] as const;
/** DNS → TCP → TLS → handshake and login → SELECT 1. */
export type RungName = (typeof rungNames)[number];

export interface Rung {
  readonly name: RungName;
  readonly status: "passed" | "failed" | "skipped" | "waiting";
  /** Null when it did not run. */
  readonly durationMs: number | null;
  /** What was seen: resolved addresses, "TLSv1.3 …", "not requested", the server's greeting. */
  readonly detail: string | null;
}

/** A copyable piece of text that cures something. */
export interface CopyableFix {
  readonly kind: "sql" | "shell" | "cli" | "request";
  readonly title: string;
  readonly body: string;
}

/** `serverVersion` null = written for every version. */
export type AccountStatement = CopyableFix & { readonly serverVersion: string | null };

export interface ServerFactsView {
  readonly version: string;
  readonly versionComment: string;
  /** `user@host` as the server sees us: USER(). */
  readonly seenAs: string;
  /** The grant that applied: CURRENT_USER(). */
  readonly account: string;
  readonly serverUuid: string | null;
  readonly serverId: string | null;
  readonly binlog: { readonly enabled: boolean; readonly format: string | null; readonly rowImage: string | null; readonly gtidMode: string | null } | null;
  readonly readOnly: boolean | null;
  readonly tls: string | null;
}

export interface ConnectionTest {
  readonly ok: boolean;
  readonly target: { readonly host: string; readonly port: number };
  readonly rungs: readonly Rung[];
  readonly failedRung: RungName | null;
  readonly durationMs: number;
  readonly facts: ServerFactsView | null;
  /** Filled when `ok` is false. */
  readonly failure: {
    readonly code: ErrorCode;
    /** Exactly what the server or the network said, e.g. "Access denied for user 'dts'@'10.20.0.7' (using password: YES)". */
    readonly raw: string;
    readonly serverErrno: number | null;
    /** Address MySQL saw us come from, when its message tells. */
    readonly clientAddress: string | null;
    readonly cause: string;
    readonly remedy: string;
    readonly fixes: readonly CopyableFix[];
  } | null;
}

export type AccessStatus = "added" | "present" | "failed" | "reverted";

/** Who lets the runner in, and whether it is done. */
export interface NetworkAccess {
  readonly mode: "automatic" | "manual";
  /** Of an automatic one: what the adapter answered last. */
  readonly status: AccessStatus | null;
  /** The adapter's words when it failed. */
  readonly detail: string;
  readonly removeOnRelease: boolean;
  /** The adapter set the rule for this very question: somebody should see it before going on. */
  readonly addedNow?: boolean;
  /** What the console would run, where its command is only tried: for a person to copy. */
  readonly dryRun?: string;
}

export interface NetworkSide {
  readonly side: "source" | "destination";
  /** Registered id or address. */
  readonly name: string;
  readonly port: number;
  /** Commands that open the way, with the runner's addresses filled in. */
  readonly rule: { readonly sentence: string; readonly fixes: readonly CopyableFix[] };
  readonly access: NetworkAccess;
  readonly test: ConnectionTest;
}

export interface NetworkCheck {
  /** Of the runners that would take the task. */
  readonly runnerAddresses: readonly string[];
  /** Host name of the machine that climbed the ladders: the console's. */
  readonly triedFrom: string;
  /** Host names of the runners that would take the task, when none of them is that machine; else empty. */
  readonly otherRunners: readonly string[];
  readonly sides: readonly NetworkSide[];
  /** Both ladders are green and the servers differ: the step is done. */
  readonly ok: boolean;
  readonly sameServer: boolean;
}

// objects ---------------------------------------------------------------------------------------------------------------

/** `exists-in-destination` is found by the browser, which knows the names that objects get. */
export type ObjectBadge = "no-key" | "trigger" | "foreign-key" | "not-transactional" | "exists-in-destination" | "not-readable";

export interface CatalogDatabase {
  readonly name: string;
  readonly tables: number;
  readonly views: number;
  readonly routines: number;
  readonly triggers: number;
  /** Null: the server did not tell in time (very many tables). */
  readonly rowsEstimated: number | null;
  readonly bytes: number | null;
  readonly system: boolean;
}

export interface CatalogTable {
  readonly name: string;
  readonly engine: string | null;
  /** Null: not told in time. */
  readonly rowsEstimated: number | null;
  readonly bytes: number | null;
  readonly badges: readonly ObjectBadge[];
}

export interface CatalogDatabaseObjects {
  readonly database: string;
  readonly tables: readonly CatalogTable[];
  readonly views: readonly string[];
  readonly routines: readonly { readonly name: string; readonly kind: "function" | "procedure" }[];
  /** The GRANT that shows and reads the whole database, where the account may not: what it has no privilege on is not listed at all. Null = it may. */
  readonly limitedBy: string | null;
  /** Tables and views of the database that it goes to; null = the destination did not tell. */
  readonly destination: { readonly names: readonly string[]; readonly ignoresCase: boolean } | null;
}

export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  readonly generated: boolean;
  /** Part of the primary or of a unique key. */
  readonly key: "primary" | "unique" | null;
}
