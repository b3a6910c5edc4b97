/**
 * What a schema change that the log holds would have done to the task, as the engine itself decides it. The definitions are those of the present: a selected table
 * that is gone by now is taken for one without columns, and whatever hangs on how a table looked before the statement is not judged. Neither is the exchange of an
 * online change, which only its whole story proves.
 */
import type { DdlChange } from "../engine/change";
import { type DecideInput, decideDdl, mayConcern } from "../engine/ddl/decide";
import type { DdlDecision, KnownSchema } from "../engine/ddl/decision";
import { onlineDdlName } from "../engine/ddl/online-ddl-tools";
import type { DdlShape } from "../engine/ddl/ddl-shape";
import { parseDdl } from "../engine/ddl/parse";
import type { NameRef } from "../engine/ddl/token-cursor";
import type { CollationTable } from "../engine/ddl/statement-session";
import { decodeStatement, lexicalModes } from "../engine/ddl/statement-text";
import { NameMapping } from "../engine/router/name-mapping";
import type { ObjectSelection } from "../engine/router/object-selection";
import { AppError } from "../errors/app-error";
import type { ErrorCode } from "../errors/catalogue";
import { tableKey } from "../mysql/identifier";
import type { Token } from "../mysql/sql-tokens";
import type { TableDefinition, TableName } from "../mysql/table-definition";

export interface SchemaChangeWorld {
  readonly selection: ObjectSelection;
  readonly tables: readonly TableDefinition[];
  readonly databases: readonly { readonly name: string; readonly charset: string; readonly collation: string }[];
  readonly onlineDdlTables: "skip" | "copy";
  readonly triggers: "skip" | "guard";
  readonly events: "skip" | "disabled";
  readonly followRenames: boolean;
  readonly collations: CollationTable;
  /** Of the source: major * 10,000 + minor * 100 + patch. */
  readonly version: number;
  readonly mariadb: boolean;
  readonly destinationIsMariadb: boolean;
  /** lower_case_table_names of the destination. Default 0. */
  readonly destinationFolding?: number;
}

export type SchemaChangeVerdict =
  /** The task stops in front of it. `reason`: the engine's own. */
  | { readonly kind: "stops"; readonly code: ErrorCode; readonly object: string | null; readonly reason: string; readonly statement: string }
  /** The table leaves the task: nothing stops, and its later changes are not carried. */
  | { readonly kind: "leaves"; readonly object: string; readonly to: string; readonly statement: string };

/** Null: carried, left out without harm to rows, or not to be judged from here. */
export async function judgeSchemaChange({ statement: bytes, context }: Pick<DdlChange, "statement" | "context">, world: SchemaChangeWorld): Promise<SchemaChangeVerdict | null> {
  const { selection, collations } = world;
  const client = context.characterSetClient === null ? null : (collations.byId(context.characterSetClient)?.charset ?? "unknown");
  const text = decodeStatement(bytes, client);
  if (text === null) {
    const raw = bytes.toString("latin1");
    return mayConcern(raw, context.defaultDatabase, selection) ? { kind: "stops", code: "ddl-unreadable", object: context.defaultDatabase, reason: `the statement's character set ${client} cannot be read`, statement: raw } : null;
  }
  const rules = { ...lexicalModes(context), version: world.version, mariadb: world.mariadb };
  const utf8mb4 = context.defaultCollationForUtf8mb4 === null ? null : collations.byId(context.defaultCollationForUtf8mb4)?.name;
  const schema = presentSchema(world);
  const decision = await decided({
    text,
    context,
    selection,
    mapping: new NameMapping(selection, world.destinationFolding),
    schema,
    onlineDdlTables: world.onlineDdlTables,
    triggers: world.triggers,
    events: world.events,
    followRenames: world.followRenames,
    rules,
    utf8mb4Collation: utf8mb4 ?? collations.defaultOf("utf8mb4") ?? "utf8mb4_general_ci",
    defaultCollation: (charset) => collations.defaultOf(charset),
    serverCollation: context.collationServer === null ? null : (collations.byId(context.collationServer)?.name ?? null),
    destinationIsMariadb: world.destinationIsMariadb,
    isThereBehind: async (name) => schema.isThere(name),
    definitionBehind: async (name) => schema.table(name) ?? blank(name),
  });
  if (decision === null) return null;
  const parsed = parseDdl(text, rules);
  if (parsed.shape === null) return decision.kind === "stop" ? { kind: "stops", code: decision.code, object: context.defaultDatabase, reason: decision.reason, statement: text } : null;
  const resolve = (ref: NameRef): TableName => ({ database: selection.fold(ref.database ?? context.defaultDatabase ?? ""), table: selection.fold(ref.name) });
  const names = tablesOf(parsed.shape).map(resolve);
  if (world.onlineDdlTables === "skip" && names.some(({ table }) => onlineDdlName(table) !== null)) return null;
  return verdictOf(decision, parsed.shape, parsed.tokens, { names, text, selection });
}

/** Null: the definitions of the present do not answer what the decision asks. */
async function decided(input: DecideInput): Promise<DdlDecision | null> {
  try {
    return await decideDdl(input);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

interface Judged {
  readonly names: readonly TableName[];
  readonly text: string;
  readonly selection: ObjectSelection;
}

function verdictOf(decision: DdlDecision, shape: DdlShape, tokens: readonly Token[], { names, text, selection }: Judged): SchemaChangeVerdict | null {
  const named = (name: TableName | undefined) => (name ? `${name.database}.${name.table}` : null);
  if (decision.kind === "stop") {
    // How the columns were called then is not known any more.
    const asked = shape.kind === "alter-table" || shape.kind === "create-index" || shape.kind === "drop-index";
    if (asked && !("exchangesWith" in shape && shape.exchangesWith) && names.some((name) => Object.keys(selection.options(name)?.columnNames ?? {}).length > 0)) return null;
    return { kind: "stops", code: decision.code, object: named(names.find((name) => selection.selects(name)) ?? names[0]), reason: decision.reason, statement: text };
  }
  const needed = decision.kind === "apply" ? decision.leftOut?.find(({ kind, name }) => kind !== null && name.table !== undefined && rowsNeed(kind, shape, tokens, selection.isWhole(name.database))) : undefined;
  if (needed) return { kind: "stops", code: "ddl-kind-left-out", object: `${needed.name.database}.${needed.name.table!}`, reason: "", statement: text };
  if (shape.kind !== "rename-table" && !(shape.kind === "alter-table" && shape.renameTo)) return null;
  const { effects } = decision;
  for (const effect of effects) {
    if (effect.kind !== "remove-table") continue;
    const to = names[names.findIndex((name) => tableKey(name) === tableKey(effect.name)) + 1];
    const goesOn = to === undefined || selection.selects(to) || effects.some((other) => other.kind === "put-table" && tableKey(other.definition.name) === tableKey(to));
    if (!goesOn) return { kind: "leaves", object: named(effect.name)!, to: named(to)!, statement: text };
  }
  return null;
}

/** Would rows behind the statement find no place at a destination that has not seen it? */
function rowsNeed(kind: string, shape: DdlShape, tokens: readonly Token[], whole: boolean): boolean {
  if (kind === "rename-table") return true;
  // Of a whole database the new table is left out as a whole; one that was selected by itself is missed.
  if (kind === "create-table") return shape.kind === "create-table" && !whole;
  return kind === "alter-table" && shape.kind === "alter-table" && changesColumns(tokens);
}

const notColumns = new Set(["INDEX", "KEY", "FULLTEXT", "SPATIAL", "CONSTRAINT", "FOREIGN", "UNIQUE", "PRIMARY", "CHECK", "SYSTEM", "PERIOD"]);

/** Columns, or rows by their partition: everything else of an ALTER TABLE means nothing to rows. */
export function changesColumns(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ depth }) => depth === 0).map((token) => (token.kind === "word" ? token.value : token.text));
  return words.some((word, index) => {
    const next = words[index + 1] ?? "";
    // Behind ALTER TABLE and its name an action begins, and another one behind each comma.
    if (words[index - 1] !== "," && index > 9) return false;
    if (word === "MODIFY" || word === "CHANGE") return true;
    if (word === "CONVERT") return next === "TO";
    if (word === "RENAME") return next === "COLUMN";
    if (word === "TRUNCATE" || word === "EXCHANGE") return next === "PARTITION";
    if (word === "DROP") return !notColumns.has(next);
    return word === "ADD" && next !== "PARTITION" && !notColumns.has(next);
  });
}

function tablesOf(shape: DdlShape): readonly NameRef[] {
  switch (shape.kind) {
    case "alter-table":
      return [shape.table, ...(shape.renameTo ? [shape.renameTo] : []), ...(shape.exchangesWith ? [shape.exchangesWith] : [])];
    case "create-table":
    case "truncate-table":
    case "create-index":
    case "drop-index":
      return [shape.table];
    case "drop-table":
      return shape.tables;
    case "rename-table":
      return shape.pairs.flat();
    case "create-view":
    case "alter-view":
      return [shape.view];
    case "drop-view":
      return shape.views;
    case "create-routine":
    case "alter-routine":
    case "drop-routine":
    case "create-trigger":
    case "create-event":
    case "drop-program":
      return [shape.name];
    default:
      return [];
  }
}

const blank = (name: TableName): TableDefinition => ({ name, engine: "InnoDB", charset: null, collation: null, columns: [], keys: [], foreignKeys: [], createStatement: "CREATE TABLE `gone` (\n  `id` int\n)" });

function presentSchema({ selection, tables, databases }: SchemaChangeWorld): KnownSchema & { isThere(name: TableName): boolean } {
  const key = ({ database, table }: TableName) => tableKey({ database: selection.fold(database), table: selection.fold(table) });
  const known = new Map(tables.map((table) => [key(table.name), table]));
  return {
    tables,
    table: (name) => known.get(key(name)) ?? (selection.selects(name) ? blank(name) : null),
    shadow: () => null,
    shadows: [],
    candidate: () => null,
    candidates: [],
    ignored: [],
    database: (name) => databases.find((one) => selection.fold(one.name) === selection.fold(name)) ?? null,
    isThere: (name) => known.has(key(name)),
  };
}
