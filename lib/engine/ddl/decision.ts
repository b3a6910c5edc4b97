import type { ErrorCode } from "../../errors/catalogue";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { StatementContext } from "../change";
import type { NamesProof } from "../schema/prove-names";
import type { Refusal } from "./filled-columns";
import type { LeftOutKind } from "./left-out-kinds";
import type { OnlineCandidate, SchemaEffect, ShadowTable } from "../schema/schema-history";

/** An object at the destination that a step changes; its state before and after tells whether the step took effect. */
export interface TouchedObject {
  /** A database's name is in `name.database`. */
  readonly kind: "table" | "view" | "function" | "procedure" | "trigger" | "event" | "database";
  readonly name: TableName;
  /** The step makes it disappear. Default false: afterwards it is there. */
  readonly gone?: boolean;
}

/** One statement at the destination. Steps run in order; each is recorded before it runs. */
export interface DdlStep {
  readonly sql: string;
  readonly context: StatementContext;
  readonly touches: readonly TouchedObject[];
  /**
   * What to do when nothing shows whether it ran: `repeat` where running it twice is the same as once (or fails without harm), `ask` where it is not
   * (EXCHANGE PARTITION).
   */
  readonly whenUnseen: "repeat" | "ask";
}

/** A table whose new definition comes from running a statement on an empty copy. */
export interface Evolution {
  /** Source name afterwards. */
  readonly name: TableName;
  readonly before: TableDefinition | null;
  readonly context: StatementContext;
  readonly statement: (scratch: TableName, parent: (name: TableName) => TableName) => string;
  /** Columns have other names at the destination: the statement for it is tried out as well, and must do the same to them. */
  readonly proof?: NamesProof;
  /** How the result enters the history. */
  readonly toEffects: (after: TableDefinition) => readonly SchemaEffect[];
  /** Steps that depend on the result; they run behind the decision's own. */
  readonly toSteps?: (after: TableDefinition) => readonly DdlStep[];
  /** Why the statement must not run at the destination while `target` holds such rows there; null when it may. */
  readonly refusal?: { readonly target: TableName; readonly of: (after: TableDefinition) => Refusal | null };
}

export interface DdlWarning {
  readonly table: TableName;
  readonly message: string;
}

export type DdlDecision =
  | { readonly kind: "skip"; readonly reason: string; readonly notify: boolean; readonly effects: readonly SchemaEffect[]; readonly evolutions: readonly Evolution[]; readonly warnings: readonly DdlWarning[] }
  | {
      readonly kind: "apply";
      readonly steps: readonly DdlStep[];
      readonly evolutions: readonly Evolution[];
      readonly effects: readonly SchemaEffect[];
      readonly renames: readonly { readonly from: TableName; readonly to: TableName }[];
      readonly warnings: readonly DdlWarning[];
      /** Kinds of it that are not carried; absent = all of it is. */
      readonly leftOut?: readonly LeftOutKind[];
      /** The steps that are not run for that. */
      readonly notRun?: readonly DdlStep[];
    }
  /** `effects`: where they are known all the same, for who decides to go on. */
  | { readonly kind: "stop"; readonly code: ErrorCode; readonly reason: string; readonly effects?: readonly SchemaEffect[] };

export const skip = (reason: string, options: { notify?: boolean; effects?: readonly SchemaEffect[]; evolutions?: readonly Evolution[]; warnings?: readonly DdlWarning[] } = {}): DdlDecision => ({
  kind: "skip",
  reason,
  notify: options.notify ?? false,
  effects: options.effects ?? [],
  evolutions: options.evolutions ?? [],
  warnings: options.warnings ?? [],
});

export const stop = (code: ErrorCode, reason: string, effects?: readonly SchemaEffect[]): Extract<DdlDecision, { kind: "stop" }> => ({ kind: "stop", code, reason, ...(effects && { effects }) });

export const apply = (
  steps: readonly DdlStep[],
  rest: { effects?: readonly SchemaEffect[]; evolutions?: readonly Evolution[]; renames?: readonly { from: TableName; to: TableName }[]; warnings?: readonly DdlWarning[]; leftOut?: readonly LeftOutKind[] } = {},
): DdlDecision => ({ kind: "apply", steps, evolutions: rest.evolutions ?? [], effects: rest.effects ?? [], renames: rest.renames ?? [], warnings: rest.warnings ?? [], ...(rest.leftOut?.length ? { leftOut: rest.leftOut } : {}) });

/** The history as the decision sees it. */
export interface KnownSchema {
  readonly tables: readonly TableDefinition[];
  table(name: TableName): TableDefinition | null;
  shadow(name: TableName): ShadowTable | null;
  readonly shadows: readonly ShadowTable[];
  candidate(name: TableName): OnlineCandidate | null;
  readonly candidates: readonly OnlineCandidate[];
  readonly ignored: readonly { readonly name: TableName; readonly reason: string }[];
  database(name: string): { readonly name: string; readonly charset: string; readonly collation: string } | null;
}
