/**
 * DROP TABLE. A server before 8.0 that refuses one of the tables, or does not find it, drops the others all the same, and logs the statement with its error: what
 * is gone then is what the source no longer has, and nothing is dropped here on a guess.
 */
import { AppError } from "../../errors/app-error";
import { quoteTable, tableKey } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import type { SchemaEffect } from "../schema/schema-history";
import type { Decider } from "./decide";
import { apply, skip, stop } from "./decision";
import type { DdlDecision, DdlStep } from "./decision";
import { isLeftOut, type LeftOutKind } from "./left-out-kinds";

/** ER_ROW_IS_REFERENCED, ER_FK_CANNOT_DROP_PARENT: a foreign key leads to one of the tables. */
const referenced: ReadonlySet<number> = new Set([1217, 3730]);

export async function decideDropTables(decider: Decider, names: readonly TableName[]): Promise<DdlDecision> {
  const { schema, mapping, context } = decider.input;
  const effects: SchemaEffect[] = [];
  const steps: DdlStep[] = [];
  const leftOut: LeftOutKind[] = [];
  try {
    for (const name of context.failedWith === undefined ? names : await goneInSpite(decider, names, context.failedWith)) {
      if (schema.table(name)) {
        const target = mapping.table(name);
        if (isLeftOut(decider, "drop-table", name)) leftOut.push({ kind: "drop-table", name });
        else steps.push(decider.step(`DROP TABLE IF EXISTS ${quoteTable(target)}`, [{ kind: "table", name: target, gone: true }]));
        effects.push({ kind: "remove-table", name });
      } else if (schema.shadow(name)) effects.push({ kind: "remove-shadow", name });
      else if (schema.ignored.some((one) => tableKey(one.name) === tableKey(name))) effects.push({ kind: "remove-ignored", name });
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "ddl-unsupported") throw error;
    return stop("ddl-unsupported", `it failed at the source with error ${context.failedWith}, and which of the tables it dropped cannot be told`);
  }
  return steps.length + leftOut.length > 0 ? apply(steps, { effects, leftOut }) : skip("none of the tables is carried", { effects });
}

/** Those of the tables that are gone although the statement failed. */
async function goneInSpite({ input: { schema, context, isThereBehind } }: Decider, names: readonly TableName[], failedWith: number): Promise<TableName[]> {
  // Who refers to it may be a stranger; the only one is the refused one.
  if (referenced.has(failedWith) && names.length === 1) return [];
  if (!isThereBehind) throw new AppError("ddl-unsupported", { detail: "nobody can tell what the source has" });
  const gone: TableName[] = [];
  const isGone = (name: TableName) => gone.some((one) => tableKey(one) === tableKey(name));
  const isReferenced = (name: TableName) => schema.tables.some((table) => tableKey(table.name) !== tableKey(name) && !isGone(table.name) && table.foreignKeys.some((key) => tableKey(key.referenced) === tableKey(name)));
  for (const name of names) {
    const isKnown = schema.table(name) !== null || schema.shadow(name) !== null;
    const stays = isKnown && ((context.foreignKeyChecks && isReferenced(name)) || (await isThereBehind(name)));
    if (!stays) gone.push(name);
  }
  return gone;
}
