/** What a schema statement changes, and where in its text that stands. */
import type { NameRef } from "./token-cursor";

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Stored program or view: clauses in front of its name that are replaced at the destination. */
export interface Security {
  /** `DEFINER = user@host` */
  readonly definer: Span | null;
  /** `SQL SECURITY DEFINER|INVOKER` */
  readonly sqlSecurity: Span | null;
}

export type DdlShape =
  | { readonly kind: "alter-table"; readonly table: NameRef; readonly renameTo: NameRef | null; readonly onlyRename: boolean; readonly references: readonly NameRef[]; readonly exchangesWith: NameRef | null }
  | {
      readonly kind: "create-table";
      readonly table: NameRef;
      readonly ifNotExists: boolean;
      readonly orReplace: boolean;
      readonly like: NameRef | null;
      /** Rows come from a query; row-based logs carry them as rows. */
      readonly select: Span | null;
      readonly references: readonly NameRef[];
      /** `START TRANSACTION`, which MySQL 8.0.21+ adds when it logs CREATE … SELECT. */
      readonly startTransaction: Span | null;
      /** Where table options may be inserted. */
      readonly optionsAt: number;
      readonly namesCharset: boolean;
    }
  | { readonly kind: "drop-table"; readonly tables: readonly NameRef[] }
  | { readonly kind: "rename-table"; readonly pairs: readonly (readonly [NameRef, NameRef])[] }
  | { readonly kind: "truncate-table"; readonly table: NameRef }
  | { readonly kind: "create-index" | "drop-index"; readonly table: NameRef }
  | { readonly kind: "create-database"; readonly database: NameRef; readonly ifNotExists: boolean; readonly orReplace: boolean }
  | { readonly kind: "alter-database"; readonly database: NameRef | null; readonly insertAt: number }
  | { readonly kind: "drop-database"; readonly database: NameRef }
  | { readonly kind: "create-view" | "alter-view"; readonly view: NameRef; readonly security: Security; readonly headEnd: number; readonly viewKeyword: number; readonly bodyStart: number }
  | { readonly kind: "drop-view"; readonly views: readonly NameRef[] }
  | { readonly kind: "create-routine"; readonly routine: "FUNCTION" | "PROCEDURE"; readonly name: NameRef; readonly security: Security; readonly characteristicsAt: number; readonly bodyStart: number; readonly ifNotExists: boolean }
  | { readonly kind: "alter-routine" | "drop-routine"; readonly routine: "FUNCTION" | "PROCEDURE"; readonly name: NameRef; readonly security: Security }
  | { readonly kind: "create-trigger"; readonly name: NameRef; readonly table: NameRef; readonly bodyStart: number; readonly bodyEnd: number; readonly orReplace: boolean }
  /** `status`: ENABLE or DISABLE with what belongs to it, or the empty place where it would stand. */
  | { readonly kind: "create-event"; readonly name: NameRef; readonly status: Span; readonly enabled: boolean; readonly bodyStart: number; readonly orReplace: boolean }
  | { readonly kind: "drop-program"; readonly program: "trigger" | "event"; readonly name: NameRef }
  /** Triggers, events, sequences and the like: not carried, and their owner is told. */
  | { readonly kind: "other-object"; readonly objectKind: string; readonly name: NameRef | null }
  /** Accounts, temporary tables, ANALYZE, SET …: no effect on what is carried. */
  | { readonly kind: "irrelevant"; readonly verb: string };
