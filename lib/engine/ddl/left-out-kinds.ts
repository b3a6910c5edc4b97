/**
 * Schema changes of kinds that are not carried (`ObjectSelection.ddl`). The source has them in any case: definitions advance, and nothing runs at the
 * destination. `left-out-fit.ts` says whether rows may go on behind one.
 *
 * Statements beside the eleven kinds belong to the one that they resemble: CREATE, ALTER and DROP DATABASE to those of tables; DROP VIEW to CREATE VIEW;
 * ALTER and DROP of a function or procedure to its CREATE; ALTER TABLE … RENAME alone to RENAME TABLE; the exchange of an online change, which is done to
 * its base table as an ALTER, to ALTER TABLE. Triggers and events have options of their own; with none of the kinds they are not carried either.
 */
import { tableKey } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import { ddlKindText, type DdlKind } from "../../change-kinds/change-kinds";
import type { Decider } from "./decide";
import type { DdlDecision } from "./decision";
import type { DdlShape } from "./ddl-shape";

export interface LeftOutKind {
  /** Null: none of the list, where nothing of it is carried. */
  readonly kind: DdlKind | null;
  /** The table that decides; of a view, a routine or a database the latter alone. */
  readonly name: { readonly database: string; readonly table?: string };
}

type Applied = Extract<DdlDecision, { kind: "apply" }>;

/** The decision without what is not carried; what that was is in `leftOut`. Tables of one DROP are decided each by itself (`decide-drop.ts`). */
export async function withoutLeftOut(decider: Decider, shape: DdlShape, decision: DdlDecision): Promise<DdlDecision> {
  if (decision.kind !== "apply" || shape.kind === "drop-table" || shape.kind === "drop-database") return decision;
  const { selection } = decider.input;
  const leftOut: LeftOutKind[] = kindsOf(decider, shape, decision).filter(({ kind, name }) => (kind === null ? selection.ddl(name).length === 0 : !selection.ddl(name).includes(kind)));
  if (leftOut.length === 0 && shape.kind === "create-table" && (await isStillThere(decider, decider.resolve(shape.table)))) leftOut.push({ kind: "drop-table", name: decider.resolve(shape.table) });
  if (leftOut.length === 0) return decision;
  const evolutions = decision.evolutions.map((one) => ({ ...one, toSteps: () => [], refusal: undefined }));
  return { ...decision, evolutions, steps: [], leftOut, notRun: decision.steps };
}

export const isLeftOut = (decider: Decider, kind: DdlKind, name: { readonly database: string; readonly table?: string }): boolean => !decider.input.selection.ddl(name).includes(kind);

/** `CREATE TABLE, RENAME TABLE` */
export const leftOutText = (leftOut: readonly LeftOutKind[]): string => [...new Set(leftOut.flatMap(({ kind }) => (kind === null ? [] : [ddlKindText(kind)])))].join(", ");

export function leftOutReason(leftOut: readonly LeftOutKind[]): string {
  const kinds = leftOutText(leftOut);
  return kinds === "" ? "schema changes are not part of this task" : `not among the schema changes that this task carries: ${kinds}`;
}

/** A table whose DROP was not carried stands where the new one would be made. */
async function isStillThere(decider: Decider, name: TableName): Promise<boolean> {
  if (!isLeftOut(decider, "drop-table", name)) return false;
  const target = decider.input.mapping.table(name);
  return ((await decider.input.tablesThere?.(target.database)) ?? []).some((one) => tableKey(one) === tableKey(target));
}

function kindsOf(decider: Decider, shape: DdlShape, { renames }: Applied): LeftOutKind[] {
  const { selection, schema } = decider.input;
  const ofTable = (kind: DdlKind, name: TableName) => ({ kind, name });
  const renamed = () => renames.map(({ from }) => ofTable("rename-table", from));
  switch (shape.kind) {
    case "alter-table": {
      const name = decider.resolve(shape.table);
      if (shape.renameTo && shape.onlyRename) return renamed();
      return [ofTable("alter-table", name), ...renamed(), ...(shape.exchangesWith ? [ofTable("alter-table", decider.resolve(shape.exchangesWith))] : [])];
    }
    case "rename-table": {
      const froms = shape.pairs.map(([from]) => decider.resolve(from));
      const exchanged = froms.flatMap((from) => schema.shadow(from)?.base ?? []).map((base) => ofTable("alter-table", base));
      if (renames.length > 0 || exchanged.length > 0) return [...renamed(), ...exchanged];
      return froms.map(({ database }) => ({ kind: "rename-table", name: { database } }));
    }
    case "create-table":
    case "truncate-table":
    case "create-index":
    case "drop-index":
      return [ofTable(shape.kind, decider.resolve(shape.table))];
    case "create-view":
    case "alter-view":
      return [{ kind: shape.kind, name: { database: decider.resolve(shape.view).database } }];
    case "drop-view":
      return shape.views.map((view) => ({ kind: "create-view", name: { database: decider.resolve(view).database } }));
    case "create-routine":
    case "alter-routine":
    case "drop-routine":
      return [{ kind: shape.routine === "FUNCTION" ? "create-function" : "create-procedure", name: { database: decider.resolve(shape.name).database } }];
    case "create-database":
    case "alter-database":
      return [{ kind: shape.kind === "create-database" ? "create-table" : "alter-table", name: { database: selection.fold(shape.database?.name ?? decider.input.context.defaultDatabase ?? "") } }];
    case "create-trigger":
    case "create-event":
    case "drop-program":
      return [{ kind: null, name: { database: decider.resolve(shape.name).database } }];
    default:
      return [];
  }
}
