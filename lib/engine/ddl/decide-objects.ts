/**
 * Databases, views, functions and procedures: carried with whole databases only, under the destination's names, and as SQL SECURITY INVOKER.
 */
import { quoteName, quoteTable, tableKey } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import { charsetOf } from "../../mysql/read-tables";
import type { Edit } from "../../mysql/sql-tokens";
import type { SchemaEffect } from "../schema/schema-history";
import { guardAfter, guardBefore } from "./trigger-guard";
import { rewriteBody } from "./body-names";
import { usedNamedTable } from "./named-columns";
import type { Decider } from "./decide";
import { apply, skip, stop } from "./decision";
import type { DdlDecision } from "./decision";
import { isLeftOut } from "./left-out-kinds";
import { withTriggerOf } from "./online-change";
import type { DdlShape } from "./ddl-shape";

type Shape<Kind extends DdlShape["kind"]> = Extract<DdlShape, { kind: Kind }>;

export async function decideDatabase(decider: Decider, shape: Shape<"create-database" | "alter-database" | "drop-database">): Promise<DdlDecision> {
  const { selection, mapping, schema } = decider.input;
  const name = shape.database ? selection.fold(shape.database.name) : selection.fold(decider.input.context.defaultDatabase ?? "");
  const selected = selection.database(name);
  const followed = shape.kind === "drop-database" && schema.tables.some((table) => table.name.database === name);
  if (!selected && !followed) return skip("the database is not selected");
  const target = mapping.database(name);
  const touches = [{ kind: "database" as const, name: { database: target, table: "" } }];
  if (shape.kind === "drop-database") {
    const dropped = schema.tables.filter((table) => table.name.database === name);
    const shared = selection.objects.some((other) => selection.fold(other.database) !== name && mapping.database(other.database) === target);
    const ignored = schema.ignored.filter((one) => one.name.database === name);
    const effects: SchemaEffect[] = [
      ...dropped.map((table) => ({ kind: "remove-table" as const, name: table.name })),
      ...ignored.map((one) => ({ kind: "remove-ignored" as const, name: one.name })),
      { kind: "remove-database", name },
    ];
    const kept = dropped.filter((table) => isLeftOut(decider, "drop-table", table.name)).map((table) => ({ kind: "drop-table" as const, name: table.name }));
    const leftOut = isLeftOut(decider, "drop-table", { database: name }) ? [{ kind: "drop-table" as const, name: { database: name } }] : kept;
    const whole = selection.isWhole(name) && !shared && (selected?.except?.length ?? 0) === 0 && leftOut.length === 0;
    const foreign = whole ? await foreignTables(decider, target) : [];
    // What was set aside, or is carried by somebody else, stays.
    if (!whole || foreign.length > 0) {
      const warnings = foreign.slice(0, 1).map(({ table }) => ({
        table: { database: name, table: "" },
        message: `The destination database ${target} was not dropped: it has ${foreign.length} tables that this task does not carry, one of them ${table}. The tables of this task were dropped; views, functions, procedures and events stay.`,
      }));
      const steps = dropped.filter((table) => !isLeftOut(decider, "drop-table", table.name)).map((table) => decider.step(`DROP TABLE IF EXISTS ${quoteTable(mapping.table(table.name))}`, [{ kind: "table", name: mapping.table(table.name), gone: true }]));
      return steps.length + leftOut.length > 0 ? apply(steps, { effects, warnings, leftOut }) : skip("nothing of it is carried", { effects, warnings, notify: warnings.length > 0 });
    }
    return apply([decider.step(`DROP DATABASE IF EXISTS ${quoteName(target)}`, [{ ...touches[0]!, gone: true }])], { effects });
  }
  const defaults = databaseDefaults(decider, shape.kind === "alter-database" ? schema.database(name) : null);
  if (!defaults) return stop("ddl-unsupported", "the database's character set is not known here");
  const verb = shape.kind === "create-database" ? "CREATE DATABASE IF NOT EXISTS" : "ALTER DATABASE";
  const sql = `${verb} ${quoteName(target)} DEFAULT CHARACTER SET ${defaults.charset} COLLATE ${defaults.collation}`;
  return apply([decider.step(sql, touches)], { effects: [{ kind: "put-database", database: { name, ...defaults } }] });
}

/** Another task's, or somebody's own. After a crash in the middle of the steps the answer is the same: they drop none of these. */
async function foreignTables({ input: { schema, mapping, tablesThere } }: Decider, target: string): Promise<readonly TableName[]> {
  const ours = new Set(schema.tables.map((table) => tableKey(mapping.table(table.name))));
  return ((await tablesThere?.(target)) ?? []).filter((one) => !ours.has(tableKey(one)));
}

function databaseDefaults(decider: Decider, before: { charset: string; collation: string } | null): { charset: string; collation: string } | null {
  const tokens = decider.parsed.tokens;
  let collation: string | null = null;
  let charset: string | null = null;
  tokens.forEach((token, index) => {
    if (token.kind !== "word") return;
    const value = tokens[index + 1]?.text === "=" ? tokens[index + 2] : tokens[index + 1];
    const word = value ? (value.kind === "string" ? value.text.slice(1, -1) : value.kind === "name" ? value.value : value.text).toLowerCase() : null;
    if (token.value === "COLLATE") collation = word;
    else if (token.value === "CHARSET" || (token.value === "SET" && ["CHARACTER", "CHAR"].includes(tokens[index - 1]?.value ?? ""))) charset = word;
  });
  if (collation !== null) return { charset: charsetOf(collation), collation };
  if (charset !== null) {
    const implied = charset === "utf8mb4" ? decider.input.utf8mb4Collation : decider.input.defaultCollation(charset);
    return implied === null ? null : { charset, collation: implied };
  }
  if (before) return { charset: before.charset, collation: before.collation };
  return decider.input.serverCollation === null ? null : { charset: charsetOf(decider.input.serverCollation), collation: decider.input.serverCollation };
}

export async function decideView(decider: Decider, shape: Shape<"create-view" | "alter-view">): Promise<DdlDecision> {
  const { mapping, selection } = decider.input;
  const name = decider.resolve(shape.view);
  if (!selection.isWhole(name.database)) return skip("views are carried with whole databases only");
  const used = usesNamedColumns(decider, shape.bodyStart);
  if (used) return used;
  const edits = await bodyEdits(decider, "", shape.bodyStart, name.database);
  if (!edits) return stop("ddl-unreadable", "the view's query cannot be read, and names in it may have to change");
  const target = mapping.view(name);
  const { definer, sqlSecurity } = shape.security;
  const sql = decider.text([
    ...(definer ? [{ ...definer, text: "" }] : []),
    ...(sqlSecurity ? [{ ...sqlSecurity, text: "" }] : []),
    { start: shape.viewKeyword, end: shape.viewKeyword, text: "SQL SECURITY INVOKER " },
    decider.edit(shape.view, target),
    ...edits,
  ]);
  return apply([decider.step(sql, [{ kind: "view", name: target }])]);
}

export function decideDropViews(decider: Decider, shape: Shape<"drop-view">): DdlDecision {
  const { mapping, selection } = decider.input;
  const views = shape.views.map((ref) => decider.resolve(ref)).filter((name) => selection.isWhole(name.database)).map((name) => mapping.view(name));
  if (views.length === 0) return skip("none of the views is carried");
  return apply(views.map((name) => decider.step(`DROP VIEW IF EXISTS ${quoteTable(name)}`, [{ kind: "view", name, gone: true }])));
}

export async function decideCreateRoutine(decider: Decider, shape: Shape<"create-routine">): Promise<DdlDecision> {
  const { mapping, selection } = decider.input;
  const name = decider.resolve(shape.name);
  if (!selection.isWhole(name.database)) return skip("routines are carried with whole databases only");
  const head = shape.routine === "PROCEDURE" ? "CREATE PROCEDURE p() " : "CREATE FUNCTION f() RETURNS INT ";
  const used = usesNamedColumns(decider, shape.bodyStart);
  if (used) return used;
  const edits = await bodyEdits(decider, head, shape.bodyStart, name.database);
  if (!edits) return stop("ddl-unreadable", "the routine's body cannot be read, and names in it may have to change");
  const target = mapping.object(name);
  const { definer, sqlSecurity } = shape.security;
  const sql = decider.text([
    ...(definer ? [{ ...definer, text: "" }] : []),
    sqlSecurity ? { ...sqlSecurity, text: "SQL SECURITY INVOKER" } : { start: shape.characteristicsAt, end: shape.characteristicsAt, text: " SQL SECURITY INVOKER" },
    decider.edit(shape.name, target),
    ...edits,
  ]);
  return apply([decider.step(sql, [{ kind: shape.routine === "FUNCTION" ? "function" : "procedure", name: target }])]);
}

export function decideOtherRoutine(decider: Decider, shape: Shape<"alter-routine" | "drop-routine">): DdlDecision {
  const { mapping, selection } = decider.input;
  const name = decider.resolve(shape.name);
  if (!selection.isWhole(name.database)) return skip("routines are carried with whole databases only");
  const target = mapping.object(name);
  const touches = [{ kind: shape.routine === "FUNCTION" ? ("function" as const) : ("procedure" as const), name: target }];
  if (shape.kind === "drop-routine") return apply([decider.step(`DROP ${shape.routine} IF EXISTS ${quoteTable(target)}`, [{ ...touches[0]!, gone: true }])]);
  const { sqlSecurity } = shape.security;
  return apply([decider.step(decider.text([decider.edit(shape.name, target), ...(sqlSecurity ? [{ ...sqlSecurity, text: "SQL SECURITY INVOKER" }] : [])]), touches)]);
}

/** A trigger goes with its table, under the guard; also where the table alone is selected. */
export async function decideTrigger(decider: Decider, shape: Shape<"create-trigger">): Promise<DdlDecision> {
  const { schema } = decider.input;
  const table = decider.resolve(shape.table);
  if (!schema.table(table)) return skip("its table is not carried");
  return withTriggerOf(decider, decider.resolve(shape.name), table, await decideGuardedTrigger(decider, shape, table));
}

async function decideGuardedTrigger(decider: Decider, shape: Shape<"create-trigger">, table: TableName): Promise<DdlDecision> {
  const { mapping, triggers } = decider.input;
  if (triggers !== "guard") return skip("triggers are not carried: the rows that they change at the source arrive as rows", { notify: true });
  const name = decider.resolve(shape.name);
  const head = "CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW ";
  const used = usesNamedColumns(decider, shape.bodyStart, table.table);
  if (used) return used;
  const edits = await bodyEdits(decider, head, shape.bodyStart, name.database);
  if (!edits) return stop("ddl-unreadable", "the trigger's body cannot be read, and names in it may have to change");
  const targetTable = mapping.table(table);
  const target = { database: targetTable.database, table: name.table };
  const sql = decider.text([
    { start: decider.parsed.tokens[0]!.start, end: shape.name.end, text: `CREATE TRIGGER ${quoteTable(target)}` },
    decider.edit(shape.table, targetTable),
    { start: shape.bodyStart, end: shape.bodyStart, text: guardBefore },
    ...edits,
    { start: shape.bodyEnd, end: shape.bodyEnd, text: guardAfter },
  ]);
  const touched = { kind: "trigger" as const, name: target };
  const replaced = shape.orReplace ? [decider.step(`DROP TRIGGER IF EXISTS ${quoteTable(target)}`, [{ ...touched, gone: true }])] : [];
  return apply([...replaced, decider.step(sql, [touched])]);
}

/** Disabled as on a replica: a server keeps that state apart from what somebody has switched off himself, so that `cutOver` knows what to switch on. */
export async function decideEvent(decider: Decider, shape: Shape<"create-event">): Promise<DdlDecision> {
  const { mapping, selection, events } = decider.input;
  const name = decider.resolve(shape.name);
  if (!selection.isWhole(name.database)) return skip("events are carried with whole databases only");
  if (events !== "disabled") return skip("events are not carried: they would run at both sides", { notify: true });
  const used = usesNamedColumns(decider, shape.bodyStart);
  if (used) return used;
  const edits = await bodyEdits(decider, "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO ", shape.bodyStart, name.database);
  if (!edits) return stop("ddl-unreadable", "the event's body cannot be read, and names in it may have to change");
  const target = mapping.object(name);
  const sql = decider.text([
    { start: decider.parsed.tokens[0]!.start, end: shape.name.end, text: `CREATE EVENT ${quoteTable(target)}` },
    { ...shape.status, text: shape.enabled ? " DISABLE ON SLAVE " : " DISABLE " },
    ...edits,
  ]);
  const touched = { kind: "event" as const, name: target };
  const replaced = shape.orReplace ? [decider.step(`DROP EVENT IF EXISTS ${quoteTable(target)}`, [{ ...touched, gone: true }])] : [];
  return apply([...replaced, decider.step(sql, [touched])]);
}

export function decideDropProgram(decider: Decider, shape: Shape<"drop-program">): DdlDecision {
  const { mapping, selection, triggers, events } = decider.input;
  const name = decider.resolve(shape.name);
  const carried = shape.program === "trigger" ? triggers === "guard" && selection.database(name.database) !== null : events === "disabled" && selection.isWhole(name.database);
  if (!carried) return skip(`${shape.program}s are not carried`);
  const target = mapping.object(name);
  return apply([decider.step(`DROP ${shape.program.toUpperCase()} IF EXISTS ${quoteTable(target)}`, [{ kind: shape.program, name: target, gone: true }])]);
}

export function decideOtherObject(decider: Decider, shape: Shape<"other-object">): DdlDecision {
  const name = shape.name ? decider.resolve(shape.name) : { database: decider.input.context.defaultDatabase ?? "", table: "" };
  const meant = decider.input.selection.isWhole(name.database);
  // MariaDB logs what a sequence hands out like rows of a table.
  const effects = shape.objectKind === "sequence" && decider.input.selection.selects(name) ? [{ kind: "put-ignored" as const, name, reason: "a sequence" }] : [];
  return skip(`objects of kind ${shape.objectKind} are not carried`, { notify: meant, effects });
}

/** Edits of the query or routine body, in offsets of the statement. Unqualified names mean the session's database in a view, the routine's own in a routine. */
async function bodyEdits(decider: Decider, head: string, bodyStart: number, database: string): Promise<Edit[] | null> {
  const meant = head === "" ? (decider.input.context.defaultDatabase ?? database) : database;
  const edits = await rewriteBody(head + decider.parsed.plain.slice(bodyStart), decider.input.selection.fold(meant), decider.input.mapping, decider.input.rules);
  return edits?.filter((edit) => edit.start >= head.length).map((edit) => ({ ...edit, start: edit.start - head.length + bodyStart, end: edit.end - head.length + bodyStart })) ?? null;
}

/** Told, not carried: the object's owner makes it at the destination with the names there. */
function usesNamedColumns(decider: Decider, bodyStart: number, table: string | null = null): DdlDecision | null {
  const { schema, mapping, rules } = decider.input;
  const used = usedNamedTable(decider.parsed.plain.slice(bodyStart), schema, mapping, rules, table);
  return used === null ? null : skip(`it uses columns of ${used} that have other names at the destination`, { notify: true });
}
