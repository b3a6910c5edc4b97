/**
 * The door of this room: takes a schema change that the stream has reached, after all before it is applied and with nothing behind it decoded, and
 * brings destination, schema history and low-water mark to the other side of it.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { DdlChange } from "../change";
import type { DdlOverride, EngineEvent } from "../plan";
import type { Router } from "../router/router";
import type { SchemaHistory } from "../schema/schema-history";
import { fullText, rowsFollow, withFacts } from "./carry-out";
import { carryOverridden } from "./carry-overridden";
import { carry, clientCharset, lexicalRules, positionOf, textOf } from "./carry-statement";
import { mayConcern } from "./decide";
import { doneState, readIntent } from "./ddl-intent";
import type { DdlIntent } from "./ddl-intent";
import { parseDdl } from "./parse";
import type { SourceDefinitions } from "./source-definitions";
import type { CollationTable } from "./statement-session";
import { decodeStatement } from "./statement-text";
import type { CopyEnd } from "./under-copy";

export interface DdlExecutorOptions {
  /** A fresh connection to the destination with `metadataSession`; closed after each change. */
  readonly connect: () => Promise<MysqlConnection>;
  readonly taskId: string;
  readonly bookkeepingDatabase: string;
  /** Identity of the source, for the log of the destination. */
  readonly origin?: string;
  readonly history: SchemaHistory;
  readonly router: Router;
  readonly onlineDdlTables: "skip" | "copy";
  /** `plan.triggers`, `plan.events`. Default `skip`. */
  readonly triggers?: "skip" | "guard";
  readonly events?: "skip" | "disabled";
  /** `plan.followRenames`. Default false. */
  readonly followRenames?: boolean;
  /** What a person has decided about changes that stopped the task; of several about one change the last counts. */
  readonly overrides?: readonly DdlOverride[];
  /** Definitions of the source as they are now, with proof that they are those behind a change: for changes that cannot be tried out. */
  readonly sourceDefinitions?: SourceDefinitions;
  readonly source: {
    readonly mariadb: boolean;
    /** major * 10,000 + minor * 100 + patch. */
    readonly version: number;
    readonly collations: CollationTable;
    /** @@global.explicit_defaults_for_timestamp. */
    readonly explicitDefaultsForTimestamp: boolean;
    /** What its time zone SYSTEM is, as an offset: `+08:00`. */
    readonly systemTimeZone: string;
  };
  readonly destinationIsMariadb: boolean;
  /** Where the initial load's copy of a source table stands; null for a table that it has not copied. Default: none was. */
  readonly copyOf?: (name: TableName) => CopyEnd | null;
  /**
   * Stores the low-water mark behind `ddl` (and fences) in the open transaction of `connection`, which also holds the new definitions.
   */
  readonly commitMark: (connection: MysqlConnection, ddl: DdlChange) => Promise<void>;
  /** Proves inside an open transaction that this runner still owns the task (`CheckpointStore.assertClaim`). */
  readonly assertClaim?: (connection: MysqlConnection) => Promise<void>;
  readonly event?: (event: EngineEvent) => void;
  readonly now?: () => number;
  /** Crash tests: named points between the commits. */
  readonly failpoint?: (name: "ddl-after-intent" | "ddl-after-step" | "ddl-before-done") => Promise<void>;
}

export interface DdlOutcome {
  readonly kind: "applied" | "skipped";
  /** Source tables whose definition is another now: route them anew. `after` null: no longer carried. */
  readonly changed: readonly { readonly name: TableName; readonly after: TableDefinition | null }[];
  readonly renames: readonly { readonly from: TableName; readonly to: TableName }[];
}

export interface DdlExecutor {
  /** False: certainly nothing of ours (another database, accounts, ANALYZE …); then neither a barrier nor `handle` is needed and only the position moves. Cheap. */
  concerns(ddl: Pick<DdlChange, "statement" | "context">): boolean;
  /**
   * Call with the writers drained. Returns when the change and its mark are durable; the history and the router's ids are then advanced. Throws
   * `ddl-unreadable`, `ddl-unsupported`, `ddl-failed`, `ddl-outcome-unknown`, `ddl-kind-left-out` and what the connection throws; nothing is half recorded then, and calling
   * again with the same change goes on where it stopped.
   */
  handle(ddl: DdlChange): Promise<DdlOutcome>;
  /** At start: the change that was interrupted, or null. It comes again from the stream, and `handle` then finds out whether it took effect. */
  recover(): Promise<DdlIntent | null>;
}

export function createDdlExecutor(options: DdlExecutorOptions): DdlExecutor {
  const place = { database: options.bookkeepingDatabase, taskId: options.taskId };
  return {
    concerns: (ddl) => concerns(ddl, options),
    async recover() {
      await using connection = await options.connect();
      const intent = await readIntent(connection, place);
      return intent?.stateBefore === doneState ? null : intent;
    },
    async handle(ddl) {
      if (rowsFollow(ddl) && (await isDone(ddl, options))) return { kind: "skipped", changed: [], renames: [] };
      const override = options.overrides?.findLast((one) => one.id === ddl.id) ?? null;
      try {
        return override === null ? await carry(ddl, options) : await carryOverridden(ddl, override, options);
      } catch (error) {
        const facts = { position: positionOf(ddl), logPosition: `${ddl.file}:${ddl.endOffset}`, statement: fullText(textOf(ddl, options)) };
        // Behind a copy of the wrong moment no other statement is the right one: there is nothing to decide about this change.
        throw withFacts(error, error instanceof AppError && error.code === "schema-changed-during-load" ? facts : { change: ddl.id, ...facts });
      }
    },
  };
}

async function isDone(ddl: DdlChange, options: DdlExecutorOptions): Promise<boolean> {
  await using connection = await options.connect();
  const intent = await readIntent(connection, { database: options.bookkeepingDatabase, taskId: options.taskId });
  return intent !== null && intent.stateBefore === doneState && intent.id === ddl.id;
}

function concerns(ddl: Pick<DdlChange, "statement" | "context">, options: DdlExecutorOptions): boolean {
  const text = decodeStatement(ddl.statement, clientCharset(ddl, options));
  if (text === null) return true;
  if (!mayConcern(text, ddl.context.defaultDatabase, options.router.selection)) return false;
  return parseDdl(text, lexicalRules(ddl, options)).shape?.kind !== "irrelevant";
}
