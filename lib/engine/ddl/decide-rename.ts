/**
 * RENAME TABLE, also ALTER TABLE … RENAME alone. The pairs of one statement happen one after the other, so that `a TO x, b TO a, x TO b` swaps: what
 * counts is where each table ends.
 */
import { quoteTable } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import { ColumnNames } from "../router/column-names";
import type { SchemaEffect, ShadowTable } from "../schema/schema-history";
import type { Decider } from "./decide";
import { apply, skip, stop } from "./decision";
import type { DdlDecision, DdlStep, DdlWarning, TouchedObject } from "./decision";
import { cutForeignKeys } from "./foreign-key-cut";
import { exchangeDoubt } from "./online-change";
import { onlineDdlName } from "./online-ddl-tools";
import { parseDdl } from "./parse";
import type { NameRef } from "./token-cursor";

interface Move {
  readonly from: TableName;
  readonly to: TableName;
}

const same = (a: TableName, b: TableName) => a.database === b.database && a.table === b.table;

export function decideRename(decider: Decider, pairs: readonly Move[]): DdlDecision {
  const { schema, selection, mapping } = decider.input;
  const moves = netMoves(pairs);
  const effects: SchemaEffect[] = [];
  const warnings: DdlWarning[] = [];
  /** Why nobody can tell the rows behind the statement; the definitions are known. */
  const doubts: string[] = [];
  const kept: Move[] = [];
  /** Selected names that their tables leave now: whoever takes them over is somebody else. */
  const isLeft = (name: TableName) => moves.some((move) => same(move.from, name) && schema.table(move.from) !== null && decider.follows(move.from, move.to));
  const swaps: { readonly shadow: ShadowTable; readonly to: TableName }[] = [];
  for (const move of moves) {
    const table = schema.table(move.from);
    const shadow = schema.shadow(move.from);
    if (shadow) {
      if (!same(move.to, shadow.base)) return stop("ddl-unsupported", `the online change ${move.from.table} is renamed to ${move.to.table} instead of ${shadow.base.table}`);
      const doubt = exchangeDoubt(decider, shadow);
      if (doubt !== null) doubts.push(exchangeText(shadow, doubt));
      swaps.push({ shadow, to: move.to });
    } else if (table) {
      const replaced = moves.some((other) => same(other.to, move.from) && schema.shadow(other.from));
      const old = onlineDdlName(move.to.table);
      if (replaced || (old?.role === "old" && old.base === move.from.table && shadowsOf(decider, move.from).length > 0)) {
        // In two steps, this one is the last at which both tables are known.
        const doubtful = replaced ? null : shadowsOf(decider, move.from).find((one) => exchangeDoubt(decider, one) !== null);
        if (doubtful) doubts.push(exchangeText(doubtful, exchangeDoubt(decider, doubtful)!));
        effects.push({ kind: "put-ignored", name: move.to, reason: "it is what an online change has replaced" });
        if (old?.role !== "old" && selection.selects(move.to)) warnings.push({ table: move.to, message: `${move.to.database}.${move.to.table} is what an online schema change has replaced: it is left out at the destination.` });
        if (!replaced) effects.push({ kind: "remove-table", name: move.from });
      } else if ((selection.selects(move.to) && !isLeft(move.to)) || decider.follows(move.from, move.to)) {
        if (!decider.follows(move.from, move.to) && partOf(decider, move.from) !== partOf(decider, move.to)) {
          doubts.push(`${move.from.database}.${move.from.table} becomes ${move.to.database}.${move.to.table}, of which other rows or columns are selected. Skip the statement and reload ${move.to.table}`);
        } else if (!mapping.columns(table).given && ColumnNames.chosen(selection.options(move.to), table).changes) {
          doubts.push(`${move.from.database}.${move.from.table} becomes ${move.to.database}.${move.to.table}, whose columns have other names at the destination. Skip the statement and reload ${move.to.table}`);
        }
        kept.push(move);
        effects.push(...decider.followEffects(move.from, move.to));
      } else {
        effects.push({ kind: "remove-table", name: move.from });
        warnings.push({ table: move.from, message: `The table was renamed to ${move.to.database}.${move.to.table}, which is not selected: its changes are no longer carried. Select the database instead of the table, or add the new name to the task.` });
      }
    } else if (selection.selects(move.to) && !isLeft(move.to) && !isIgnored(decider, move.from)) {
      return stop("ddl-unsupported", `${move.from.database}.${move.from.table}, which is not synchronized, becomes ${move.to.database}.${move.to.table}: its rows are unknown here`);
    } else if (isIgnored(decider, move.from)) {
      if (selection.selects(move.to) && !staysAside(decider, move)) return stop("ddl-unsupported", `${move.from.database}.${move.from.table} was left out and becomes ${move.to.database}.${move.to.table}: its rows are unknown here. Skip the statement and reload ${move.to.table}`);
      effects.push({ kind: "remove-ignored", name: move.from });
      if (selection.selects(move.to)) effects.push({ kind: "put-ignored", name: move.to, reason: "it belongs to an online change" });
    }
  }
  const steps: DdlStep[] = [];
  const renameStep = renameAtDestination(decider, kept);
  if (renameStep) steps.push(renameStep);
  effects.push(...kept.map((move) => ({ kind: "remove-table" as const, name: move.from })));
  for (const move of kept) {
    const before = mapping.settled(schema.table(move.from)!);
    const definition = { ...before, name: move.to, foreignKeys: before.foreignKeys.map((foreignKey) => ({ ...foreignKey, referenced: kept.find((one) => same(one.from, foreignKey.referenced))?.to ?? foreignKey.referenced })) };
    effects.push({ kind: "put-table", definition });
  }
  // Tables that stay where they are but reference one that moved.
  for (const child of schema.tables) {
    if (moves.some((move) => same(move.from, child.name)) || !child.foreignKeys.some((foreignKey) => kept.some((move) => same(move.from, foreignKey.referenced)))) continue;
    effects.push({ kind: "put-table", definition: { ...child, foreignKeys: child.foreignKeys.map((foreignKey) => ({ ...foreignKey, referenced: kept.find((move) => same(move.from, foreignKey.referenced))?.to ?? foreignKey.referenced })) } });
  }
  // What a parent that leaves is called at the source now tells that its cascades come from a table that is not carried.
  const leaving = moves.filter((move) => warnings.some(({ table }) => same(table, move.from)));
  for (const child of schema.tables) {
    if (moves.some((move) => same(move.from, child.name)) || !child.foreignKeys.some((foreignKey) => leaving.some((move) => same(move.from, foreignKey.referenced)))) continue;
    effects.push({ kind: "put-table", definition: { ...child, foreignKeys: child.foreignKeys.map((foreignKey) => ({ ...foreignKey, referenced: moves.find((move) => same(move.from, foreignKey.referenced))?.to ?? foreignKey.referenced })) } });
  }
  for (const { shadow, to } of swaps) {
    const replay = doubts.length > 0 ? [] : replayAlters(decider, shadow, to, warnings);
    if (!Array.isArray(replay)) return replay;
    steps.push(...replay);
    effects.push({ kind: "remove-shadow", name: shadow.definition.name }, { kind: "put-table", definition: { ...shadow.definition, name: to } });
  }
  if (doubts.length > 0) return stop("ddl-unsupported", doubts[0]!, effects);
  // Under the name that it has there already: nothing runs, and the table goes on under its new name of the source.
  if (steps.length === 0 && kept.length === 0) return skip(warnings.length > 0 ? "the new name is not selected" : "none of the tables is carried", { effects, warnings, notify: warnings.length > 0 });
  return apply(steps, { effects, warnings, renames: kept.filter((move) => !same(mapping.table(move.from), mapping.table(move.to)) || !same(move.from, move.to)) });
}

/** RENAME TABLE renames views too, within their database. The history knows none: the destination is asked, which may have the new name already after a crash. */
export async function decideViewRename(decider: Decider, pairs: readonly Move[]): Promise<DdlDecision | null> {
  const { schema, selection, mapping, isView } = decider.input;
  const moves = netMoves(pairs);
  for (const { from, to } of moves) {
    if (from.database !== to.database || !selection.isWhole(from.database) || schema.table(from) || schema.shadow(from) || isIgnored(decider, from) || schema.table(to)) return null;
    if (!(await isView?.(mapping.view(from))) && !(await isView?.(mapping.view(to)))) return null;
  }
  const sql = `RENAME TABLE ${pairs.map(({ from, to }) => `${quoteTable(mapping.view(from))} TO ${quoteTable(mapping.view(to))}`).join(", ")}`;
  const touches = moves.flatMap(({ from, to }): TouchedObject[] => [
    { kind: "view", name: mapping.view(from), gone: !moves.some((other) => same(other.to, from)) },
    { kind: "view", name: mapping.view(to) },
  ]);
  return moves.length === 0 ? null : apply([decider.step(sql, touches)]);
}

function isIgnored(decider: Decider, name: TableName): boolean {
  return decider.input.schema.ignored.some((one) => same(one.name, name));
}

/** What was left out may go on under a name that says the same: one of a tool's, or any name of what is no table (a sequence). */
function staysAside(decider: Decider, { from, to }: Move): boolean {
  const ignored = decider.input.schema.ignored.find((one) => same(one.name, from));
  return ignored?.reason === "a sequence" || (onlineDdlName(to.table)?.role === "old" && decider.input.schema.table(to) === null);
}

function shadowsOf(decider: Decider, name: TableName): ShadowTable[] {
  return decider.input.schema.shadows.filter((shadow) => same(shadow.base, name));
}

function exchangeText(shadow: ShadowTable, doubt: string): string {
  const { table } = shadow.base;
  return `${shadow.definition.name.table} takes the place of ${table}, and its rows are unknown here: ${doubt}. Skip the statement and reload ${table}`;
}

/** Which rows and columns of a table are carried. */
function partOf({ input: { selection } }: Decider, name: TableName): string {
  const { filter, excludeColumns } = selection.options(name) ?? {};
  return JSON.stringify([filter?.trim() ?? "", [...(excludeColumns ?? [])].map((column) => column.toLowerCase()).sort()]);
}

/** Where each table that existed before the statement stands after it. */
export function netMoves(pairs: readonly Move[]): Move[] {
  const at: { origin: TableName; now: TableName }[] = [];
  for (const { from, to } of pairs) {
    const known = at.find((one) => same(one.now, from));
    if (known) known.now = to;
    else at.push({ origin: from, now: to });
  }
  return at.filter((one) => !same(one.origin, one.now)).map((one) => ({ from: one.origin, to: one.now }));
}

/** One atomic RENAME; tables that change places meet under names of their own. */
function renameAtDestination(decider: Decider, kept: readonly Move[]): DdlStep | null {
  const moves = kept.map((move) => ({ from: decider.input.mapping.table(move.from), to: decider.targetAfter(move.from, move.to) })).filter((move) => !same(move.from, move.to));
  if (moves.length === 0) return null;
  const occupied = (name: TableName) => moves.some((move) => same(move.from, name));
  const first: string[] = [];
  const second: string[] = [];
  moves.forEach((move, index) => {
    if (!occupied(move.to)) {
      second.push(`${quoteTable(move.from)} TO ${quoteTable(move.to)}`);
      return;
    }
    const waiting = { database: move.from.database, table: `_tributary_moving_${index}` };
    first.push(`${quoteTable(move.from)} TO ${quoteTable(waiting)}`);
    second.push(`${quoteTable(waiting)} TO ${quoteTable(move.to)}`);
  });
  // A table moves out of the way before another takes its name.
  second.sort((a, b) => Number(a.includes("_tributary_moving_")) - Number(b.includes("_tributary_moving_")));
  const touches: TouchedObject[] = moves.flatMap((move) => [
    { kind: "table", name: move.from, gone: !moves.some((other) => same(other.to, move.from)) },
    { kind: "table", name: move.to },
  ]);
  return decider.step(`RENAME TABLE ${[...first, ...second].join(", ")}`, touches);
}

/** What the tool did to its new table is done to the real one at the destination. */
function replayAlters(decider: Decider, shadow: ShadowTable, to: TableName, warnings: DdlWarning[]): DdlStep[] | Extract<DdlDecision, { kind: "stop" }> {
  const steps: DdlStep[] = [];
  const { mapping, selection, schema } = decider.input;
  for (const alter of shadow.alters) {
    const parsed = parseDdl(alter.text, decider.input.rules);
    if (parsed.shape === null) return stop("ddl-unreadable", parsed.reason);
    if (parsed.shape.kind !== "alter-table" && parsed.shape.kind !== "create-index" && parsed.shape.kind !== "drop-index") return stop("ddl-unsupported", "an online change of an unknown kind");
    const inner = decider.forStatement(alter.text, alter.context, parsed);
    const references = parsed.shape.kind === "alter-table" ? parsed.shape.references : [];
    const target = mapping.table(to);
    const parentOf = (ref: NameRef): TableName => ({ database: selection.fold(ref.database ?? to.database), table: selection.fold(ref.name) });
    const cut = cutForeignKeys(parsed.tokens, references, (ref) => schema.table(parentOf(ref)) !== null);
    warnings.push(...cut.dropped.map((ref) => ({ table: to, message: `A foreign key to ${ref.name} was left out: that table is not synchronized.` })));
    if (cut.nothingLeft) continue;
    const kept = references.filter((ref) => !cut.dropped.includes(ref));
    const columns = (alter.columnEdits ?? []).filter((edit) => !cut.edits.some((one) => edit.start >= one.start && edit.end <= one.end));
    const sql = inner.text([...columns, inner.edit(parsed.shape.table, target), ...kept.map((ref) => inner.edit(ref, mapping.table(parentOf(ref)))), ...cut.edits]);
    steps.push(inner.step(sql, [{ kind: "table", name: target }]));
  }
  return steps;
}
