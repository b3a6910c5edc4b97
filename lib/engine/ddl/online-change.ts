/**
 * Online schema changes that are left out (`plan.onlineDdlTables` = `skip`): the tool's new table is not copied; when it takes the place of its base table, the
 * tool's ALTERs run on the base table at the destination instead. That is exact under two conditions, and everything here is about them:
 *
 * 1. The table is a tool's, which fills it with all rows of the base table. gh-ost marks its statements with a comment, Data Management its tables with a form of
 *    name that nobody else gives. pt-online-schema-change makes a table that only its name tells from others, and shows itself by the triggers that it then puts on the base
 *    table, before any row is copied: until then such a table is carried like every other, as a candidate.
 * 2. The ALTERs make of the base table's rows what the tool's copying made of them (`replayDoubt`). Where they may not, the new table is carried like every other from the moment
 *    that it shows, still empty, and the exchange is an exchange of two carried tables.
 *
 * Where a table cannot be carried (it is not selected, its base table is filtered), the exchange stops the task.
 */
import { quoteTable } from "../../mysql/identifier";
import type { ColumnDefinition, TableDefinition, TableName } from "../../mysql/table-definition";
import { tokenize } from "../../mysql/sql-tokens";
import type { Edit, LexicalRules } from "../../mysql/sql-tokens";
import type { StatementContext } from "../change";
import { createTableText } from "../schema/definition-text";
import type { RecordedStatement, SchemaEffect, ShadowTable } from "../schema/schema-history";
import type { Decider } from "./decide";
import { apply, skip } from "./decision";
import type { DdlDecision, DdlStep, DdlWarning, Evolution } from "./decision";
import { columnOf, defaultTokens, hasRowKey } from "./filled-columns";
import { isLeftOut } from "./left-out-kinds";
import { onlineDdlName } from "./online-ddl-tools";

const same = (a: TableName, b: TableName) => a.database === b.database && a.table === b.table;

/** What a table that is being made is to an online change; null: a table like others. */
export type OnlinePart =
  | { readonly kind: "left-out" }
  | { readonly kind: "shadow"; readonly base: TableDefinition; readonly unproven: boolean }
  | { readonly kind: "candidate"; readonly base: TableDefinition };

export function onlinePart(decider: Decider, name: TableName): OnlinePart | null {
  const { selection, schema, onlineDdlTables, text } = decider.input;
  const found = onlineDdlName(name.table);
  if (!found || (onlineDdlTables === "copy" && selection.isWhole(name.database))) return null;
  const base = schema.table({ database: name.database, table: found.base });
  if (!base) return null;
  const isTools = /^tp_\d+_/.test(name.table) || (/_(?:gho|ghc|del)$/.test(name.table) && hasGhostComment(text));
  if (found.role !== "new") return isTools ? { kind: "left-out" } : null;
  if (isTools) return { kind: "shadow", base, unproven: false };
  if (!name.table.endsWith("_new")) return null;
  return selection.selects(name) && carriesExchange(decider, base.name) ? { kind: "candidate", base } : { kind: "shadow", base, unproven: true };
}

/** gh-ost puts it behind the verb, and the log keeps statements as they were sent. */
function hasGhostComment(text: string): boolean {
  return /^\s*create\s+\/\*\s*gh-ost\s*\*\//i.test(text);
}

/** The new table as it is made: effects and, where it has to be carried at once, steps. */
export function shadowBegins(decider: Decider, part: Extract<OnlinePart, { kind: "shadow" }>, definition: TableDefinition): { readonly effects: readonly SchemaEffect[]; readonly steps: readonly DdlStep[] } {
  if (isMadeLike(part.base, definition)) return { effects: [{ kind: "put-shadow", shadow: { definition, base: part.base.name, alters: [], ...(part.unproven && { unproven: true }) } }], steps: [] };
  // What was changed in the statement that made it is in no ALTER.
  if (!part.unproven && canCarry(decider, definition.name, part.base)) return carried(decider, definition);
  return { effects: [{ kind: "put-shadow", shadow: { definition, base: part.base.name, alters: [], unproven: true } }], steps: [] };
}

/** The tool's ALTER of its new table. Rows come behind the first one: then the table can still begin to be carried. */
export function shadowAltered(decider: Decider, shadow: ShadowTable, definition: TableDefinition, columnEdits: readonly Edit[] = []): { readonly effects: readonly SchemaEffect[]; readonly steps: readonly DdlStep[] } {
  const { schema, text, context, rules } = decider.input;
  const base = schema.table(shadow.base);
  if (base && !shadow.unproven && shadow.alters.length === 0 && replayDoubt(base, definition, [{ text }], rules) !== null && canCarry(decider, definition.name, base)) return carried(decider, definition);
  return { effects: [{ kind: "put-shadow", shadow: { ...shadow, definition, alters: [...shadow.alters, recorded(text, context, columnEdits)] } }], steps: [] };
}

/** What a table that pt-online-schema-change may have made is known by, beside being carried. */
export function candidateBegins(part: OnlinePart | null, definition: TableDefinition): SchemaEffect[] {
  if (part?.kind !== "candidate" || !isMadeLike(part.base, definition)) return [];
  return [{ kind: "put-candidate", candidate: { name: definition.name, base: part.base.name, alters: [] } }];
}

export function candidateAltered(decider: Decider, name: TableName, columnEdits: readonly Edit[] = []): SchemaEffect[] {
  const { schema, text, context } = decider.input;
  const candidate = schema.candidate(name);
  return candidate ? [{ kind: "put-candidate", candidate: { ...candidate, alters: [...candidate.alters, recorded(text, context, columnEdits)] } }] : [];
}

const recorded = (text: string, context: StatementContext, columnEdits: readonly Edit[]): RecordedStatement => ({ text, context, ...(columnEdits.length > 0 && { columnEdits }) });

/** The table in whose place the one of this name comes, whatever becomes of its rows until then; null when none is carried. */
export function baseOf({ input: { schema } }: Decider, name: TableName): TableDefinition | null {
  const found = onlineDdlName(name.table);
  return found?.role === "new" ? schema.table({ database: name.database, table: found.base }) : null;
}

/** The first of the triggers by which pt-online-schema-change keeps its new table up to date: adds to `decision` what is known by it. */
export function withTriggerOf(decider: Decider, trigger: TableName, table: TableName, decision: DdlDecision): DdlDecision {
  if (decision.kind === "stop" || !/^pt_osc_/i.test(trigger.table)) return decision;
  const { schema, mapping, selection, text, rules } = decider.input;
  const base = schema.table(table);
  const isNamed = (name: TableName) => selection.fold(text).includes(selection.fold(name.table));
  if (!base) return decision;
  const effects: SchemaEffect[] = [];
  const steps: DdlStep[] = [];
  const warnings: DdlWarning[] = [];
  for (const shadow of schema.shadows) if (shadow.unproven && same(shadow.base, table) && isNamed(shadow.definition.name)) effects.push({ kind: "put-shadow", shadow: { definition: shadow.definition, base: shadow.base, alters: shadow.alters } });
  for (const candidate of schema.candidates) {
    if (!same(candidate.base, table) || !isNamed(candidate.name)) continue;
    const definition = schema.table(candidate.name);
    if (!definition || replayDoubt(base, definition, candidate.alters, rules) !== null) {
      effects.push({ kind: "remove-candidate", name: candidate.name });
      continue;
    }
    const target = mapping.table(candidate.name);
    steps.push(decider.step(`DROP TABLE IF EXISTS ${quoteTable(target)}`, [{ kind: "table", name: target, gone: true }]));
    effects.push({ kind: "remove-table", name: candidate.name }, { kind: "put-shadow", shadow: { definition, base: candidate.base, alters: candidate.alters } });
    warnings.push({ table: table, message: `An online schema change of ${table.table} prepares ${candidate.name.table}: its rows are left out, and the change runs at the destination when the tables are exchanged.` });
  }
  if (decision.kind === "skip" && steps.length === 0) return { ...decision, effects: [...decision.effects, ...effects], warnings: [...decision.warnings, ...warnings] };
  if (decision.kind === "skip") return apply(steps, { effects: [...decision.effects, ...effects], warnings: [...decision.warnings, ...warnings] });
  return { ...decision, steps: [...decision.steps, ...steps], effects: [...decision.effects, ...effects], warnings: [...decision.warnings, ...warnings] };
}

/** Why the ALTERs of `shadow` cannot stand for its rows when it takes the place of its base table; null when they can. */
export function exchangeDoubt(decider: Decider, shadow: ShadowTable): string | null {
  const { schema, rules } = decider.input;
  const base = schema.table(shadow.base);
  if (shadow.unproven) return "nothing proves that an online change has filled it with all rows";
  if (base) return replayDoubt(base, shadow.definition, shadow.alters, rules);
  // In two steps, the base table has gone before.
  const isReplaced = schema.ignored.some(({ name }) => name.database === shadow.base.database && onlineDdlName(name.table)?.role === "old" && onlineDdlName(name.table)?.base === shadow.base.table);
  return isReplaced ? null : "the table that it was made for is gone";
}

/** Making a table, altering it and exchanging it for another. */
const carriesExchange = (decider: Decider, base: TableName): boolean => (["create-table", "alter-table", "rename-table"] as const).every((kind) => !isLeftOut(decider, kind, base));

function canCarry(decider: Decider, name: TableName, base: TableDefinition): boolean {
  const { selection } = decider.input;
  const options = selection.options(base.name);
  return carriesExchange(decider, base.name) && selection.selects(name) && !options?.filter?.trim() && !options?.excludeColumns?.length;
}

/** From now on a table like others. */
function carried(decider: Decider, definition: TableDefinition): { readonly effects: readonly SchemaEffect[]; readonly steps: readonly DdlStep[] } {
  const { mapping, rules, utf8mb4Collation } = decider.input;
  const target = mapping.table(definition.name);
  const parent = (name: TableName) => mapping.table(name);
  const sql = createTableText(definition, { target, rules, utf8mb4Collation, columnNames: mapping.columns(definition), ...(definition.foreignKeys.length > 0 && { parent, parentColumns: (name: TableName) => decider.columnsOf(name) }) });
  return { effects: [{ kind: "remove-shadow", name: definition.name }, { kind: "put-table", definition }], steps: [decider.step(sql, [{ kind: "table", name: target }])] };
}

/** Whether a table was made with the columns and keys of another. */
function isMadeLike(base: TableDefinition, definition: TableDefinition): boolean {
  const columns = ({ columns: all }: TableDefinition) => JSON.stringify(all.map(({ name, dataType, unsigned, nullable, autoIncrement, generated }) => [name, dataType, unsigned, nullable, autoIncrement, generated]));
  const keys = ({ keys: all }: TableDefinition) => JSON.stringify(all.map(({ name, unique, parts }) => [name, unique, parts]).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)));
  return columns(base) === columns(definition) && keys(base) === keys(definition);
}

/**
 * Why rows of `base` under the ALTERs that lead to `after` may differ from the rows that copying statements put into `after`; null when they cannot. In doubt there is a
 * doubt: it costs the copying of one table.
 *
 * Copying gives values to the columns that both have, and lets each inserted row take the defaults of the others, row by row and at times of their own.
 */
export function replayDoubt(base: TableDefinition, after: TableDefinition, alters: readonly Pick<RecordedStatement, "text">[], rules: LexicalRules): string | null {
  if (!hasRowKey(base)) return `${base.name.table} has no key`;
  for (const { text } of alters) {
    const word = movesRows(text, after, rules);
    if (word !== null) return `its ${word} means something else for rows that are there than for rows that are copied`;
  }
  const added = after.columns.filter((column) => !columnOf(base, column));
  const gone = base.columns.filter((column) => !columnOf(after, column));
  if (added.some(({ generated }) => generated === null) && gone.length > 0) return `column ${gone[0]!.name} may have been renamed, or not`;
  for (const column of added) {
    if (column.generated === null && !isFilledAlike(after, column)) return `column ${column.name} has values of its own in each row that was copied`;
  }
  for (const column of after.columns) {
    const before = columnOf(base, column);
    if (before && !keepsValues(before, column)) return `the values of column ${column.name} may have been converted in another way`;
  }
  return null;
}

/** The word of an ALTER that does something to rows of the base table which it did not do to the new one, empty as it was. */
function movesRows(text: string, after: TableDefinition, rules: LexicalRules): string | null {
  const lexed = tokenize(text, rules);
  const tokens = lexed && tokenize(lexed.plain, rules)?.tokens;
  if (!tokens) return "unreadable text";
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "word" || token.depth > 0) continue;
    const next = tokens[at + 1];
    if (["CHANGE", "TRUNCATE", "EXCHANGE", "DISCARD", "IMPORT", "COALESCE", "REORGANIZE"].includes(token.value)) return token.value;
    if (token.value === "RENAME" && next?.value === "COLUMN") return "RENAME COLUMN";
    if (token.value !== "DROP") continue;
    if (next?.value === "PARTITION") return "DROP PARTITION";
    const name = tokens.slice(at + 1).find(({ value, kind }) => kind === "name" || !["COLUMN", "IF", "EXISTS"].includes(value));
    // Dropped and added again under one name: the copying statements have kept its values.
    if (name && after.columns.some((column) => column.name.toLowerCase() === name.value.toLowerCase())) return `DROP of column ${name.value}`;
  }
  return null;
}

const plainTypes = new Set(["tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "char", "varchar", "binary", "varbinary", "date", "datetime", "time", "year", "timestamp", "enum", "set", "text", "mediumtext", "longtext", "tinytext", "double", "float"]);
/** The default that a server takes when none is given is the same in an INSERT and in an ALTER. */
const withoutDefault = new Set(["tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "char", "varchar"]);

function isFilledAlike(table: TableDefinition, column: ColumnDefinition): boolean {
  if (column.autoIncrement || hasOnUpdate(table, column)) return false;
  const tokens = defaultTokens(table, column);
  if (tokens.length === 0) return column.nullable || withoutDefault.has(column.dataType);
  const [first] = tokens;
  return plainTypes.has(column.dataType) && tokens.length === 1 && (first!.kind === "string" || first!.kind === "number" || first!.value === "NULL");
}

function hasOnUpdate(table: TableDefinition, column: ColumnDefinition): boolean {
  return defaultTokens(table, column, "UPDATE").length > 0;
}

const integers = ["tinyint", "smallint", "mediumint", "int", "bigint"];

function keepsValues(before: ColumnDefinition, after: ColumnDefinition): boolean {
  if (before.generated !== after.generated || (after.autoIncrement && !before.autoIncrement) || (before.nullable && !after.nullable)) return false;
  if (before.generated !== null) return true;
  const narrow = integers.indexOf(before.dataType);
  if (narrow >= 0) return before.unsigned === after.unsigned && integers.indexOf(after.dataType) >= narrow;
  const charset = (name: string | null) => name?.replace(/^utf8$/, "utf8mb3") ?? null;
  if (before.dataType !== after.dataType || charset(before.charset) !== charset(after.charset)) return false;
  const length = (column: ColumnDefinition) => Number(/^var(?:char|binary)\((\d+)\)/i.exec(column.columnType)?.[1] ?? Number.NaN);
  return before.columnType.toLowerCase() === after.columnType.toLowerCase() || length(after) >= length(before);
}

/** For `Evolution`: effects and steps of one rule. */
export function evolveBy(rule: (definition: TableDefinition) => { readonly effects: readonly SchemaEffect[]; readonly steps: readonly DdlStep[] }): Pick<Evolution, "toEffects" | "toSteps"> {
  return { toEffects: (definition) => rule(definition).effects, toSteps: (definition) => rule(definition).steps };
}

/** The statement that makes a tool's table. */
export function decideShadow(decider: Decider, part: Extract<OnlinePart, { kind: "shadow" }>, copy: TableDefinition | null, evolution: Pick<Evolution, "name" | "before" | "context" | "statement">, settled: (definition: TableDefinition) => TableDefinition): DdlDecision {
  const told = { notify: decider.input.selection.selects(evolution.name) };
  const begins = (definition: TableDefinition) => shadowBegins(decider, part, settled(definition));
  if (copy === null) return skip("an online change in preparation", { ...told, evolutions: [{ ...evolution, ...evolveBy(begins) }] });
  const { effects, steps } = begins(copy);
  return steps.length > 0 ? apply(steps, { effects }) : skip("an online change in preparation", { ...told, effects });
}
