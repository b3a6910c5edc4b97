/**
 * Which objects the main stream carries: table `task_selection` of the bookkeeping database. Written with the schema at P0 and in the transaction of every merge, so
 * that it always fits the stored definitions. It, not the configuration, is the truth: a crash before or after a merge finds the right one.
 */
import { z } from "zod";
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import { ddlKinds, dmlKinds, sortedKinds } from "../../change-kinds/change-kinds";
import type { Modification, SelectedDatabase, SelectedTable } from "../plan";
import { capitalizations } from "../../object-names/capitalization";
import { nameRuleKinds } from "../../object-names/name-rules";
import { canonicalRules, canonicalTable, namesTables } from "./canonical-table";

/** Whose record, and in which database. */
interface BookkeepingPlace {
  readonly database: string;
  readonly taskId: string;
}

export interface SelectionRecord {
  readonly objects: readonly SelectedDatabase[];
  /** A modification that has begun to take effect: there is no way back. */
  readonly pending: Modification | null;
  /** Destination tables that the pending one makes anew, to be removed before its supplement begins. */
  readonly clear?: readonly TableName[];
  /** The last one that was merged. */
  readonly mergedId?: string | null;
}

const name = z.object({ database: z.string(), table: z.string() });
const kinds = { dml: z.array(z.enum(dmlKinds)).optional(), ddl: z.array(z.enum(ddlKinds)).optional() };
const table = z.object({ name: z.string(), as: z.string().optional(), filter: z.string().optional(), excludeColumns: z.array(z.string()).optional(), columnNames: z.record(z.string(), z.string()).optional(), ...kinds });
const database = z.object({
  database: z.string(),
  as: z.string().optional(),
  capitalization: z.enum(capitalizations).optional(),
  rules: z.array(z.object({ kind: z.enum(nameRuleKinds), text: z.string().optional(), replacement: z.string().optional(), like: z.string().optional() })).optional(),
  tables: z.array(table).optional(),
  overrides: z.array(table).optional(),
  except: z.array(z.string()).optional(),
  ...kinds,
});
const stored = z.object({
  objects: z.array(database),
  pending: z.object({ id: z.string(), objects: z.array(database), reload: z.array(name).optional() }).nullable(),
  clear: z.array(name).optional(),
  mergedId: z.string().nullish(),
});

const place = (at: BookkeepingPlace) => `${quoteName(at.database)}.\`task_selection\``;

/** Creates `task_selection` where missing; the bookkeeping database exists already. */
export async function ensureSelectionTable(connection: MysqlConnection, at: BookkeepingPlace): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${place(at)} (
    \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    \`selection\` LONGBLOB NOT NULL
  ) ENGINE=InnoDB`);
}

/** Null: the task has not come to P0, or a version before this record began it. Throws `checkpoint-unreadable`. */
export async function readSelection(connection: MysqlConnection, at: BookkeepingPlace): Promise<SelectionRecord | null> {
  const [row] = await connection.query<{ selection: Buffer }>(`SELECT selection FROM ${place(at)} WHERE task_id=?`, [at.taskId]);
  if (!row) return null;
  try {
    return stored.parse(JSON.parse(row.selection.toString("utf8")));
  } catch (cause) {
    throw new AppError("checkpoint-unreadable", { cause, detail: "selection" });
  }
}

/** In the caller's transaction. */
export async function writeSelection(connection: MysqlConnection, at: BookkeepingPlace, record: SelectionRecord): Promise<void> {
  const { objects, pending, clear = [], mergedId = null } = record;
  const text = JSON.stringify({ objects: canonicalObjects(objects), pending: pending && { ...pending, objects: canonicalObjects(pending.objects) }, clear, mergedId });
  await connection.run(`REPLACE INTO ${place(at)} (task_id, selection) VALUES (${quoteText(at.taskId)}, 0x${Buffer.from(text, "utf8").toString("hex")})`);
}

/** The same selection written one way: sorted, without what means nothing. */
export function canonicalObjects(objects: readonly SelectedDatabase[]): SelectedDatabase[] {
  return sorted(objects, (object) => object.database).map((object) => {
    const { database: db, as, capitalization = "source", rules = [], tables, overrides, except, dml, ddl } = object;
    const table = (one: SelectedTable) => canonicalTable(one, namesTables(object));
    return {
      database: db,
      ...(as !== undefined && (capitalization !== "source" || as !== db) ? { as } : {}),
      ...(capitalization !== "source" ? { capitalization } : {}),
      ...(rules.length > 0 ? { rules: canonicalRules(rules) } : {}),
      ...sortedKinds({ dml, ddl }),
      ...(tables ? { tables: sorted(tables, (one) => one.name).map(table) } : {}),
      ...(overrides?.some((one) => Object.keys(table(one)).length > 1) ? { overrides: sorted(overrides, (one) => one.name).map(table).filter((one) => Object.keys(one).length > 1) } : {}),
      ...(except?.length ? { except: [...new Set(except)].sort() } : {}),
    };
  });
}

export function sameObjects(a: readonly SelectedDatabase[], b: readonly SelectedDatabase[]): boolean {
  return JSON.stringify(canonicalObjects(a)) === JSON.stringify(canonicalObjects(b));
}

function sorted<T>(list: readonly T[], key: (one: T) => string): T[] {
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
