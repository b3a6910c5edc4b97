/**
 * CREATE TABLE text of a server → text for the destination: names, foreign keys, deferred indexes and collations that the source leaves to its own
 * defaults. Works on tokens; column definitions are carried as they are.
 */
import { quoteName, quoteTable } from "../../mysql/identifier";
import { applyEdits, tokenize } from "../../mysql/sql-tokens";
import type { Edit, LexicalRules, Token } from "../../mysql/sql-tokens";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import { AppError } from "../../errors/app-error";
import { ColumnNames } from "../router/column-names";
import { withDefaultsInParentheses } from "./default-expressions";
import { withoutPlacement } from "./table-placement";

interface Parts {
  readonly head: string;
  /** Columns, keys and constraints, without their commas. */
  readonly items: readonly string[];
  /** From the closing parenthesis on. */
  readonly tail: string;
}

/** SHOW CREATE TABLE text cut at the commas of its column list. Executable comments are opened first. */
function cut(createStatement: string, rules: LexicalRules): Parts {
  const opened = tokenize(createStatement, rules)?.plain;
  const tokens = opened === undefined ? undefined : tokenize(opened, rules)?.tokens;
  const open = tokens?.find((token) => token.text === "(");
  const close = tokens?.find((token) => token.text === ")" && token.depth === 0);
  if (opened === undefined || !tokens || !open || !close) throw new AppError("ddl-unreadable", { detail: createStatement.slice(0, 500) });
  const items: string[] = [];
  let from = open.end;
  for (const token of tokens) {
    if (token.depth === 1 && token.text === "," && token.start < close.start) {
      items.push(opened.slice(from, token.start).trim());
      from = token.end;
    }
  }
  items.push(opened.slice(from, close.start).trim());
  return { head: opened.slice(0, open.start), items, tail: opened.slice(close.start) };
}

export interface CreateTextOptions {
  readonly rules?: LexicalRules;
  readonly target: TableName;
  /** Name of a foreign key's parent at the destination; absent: foreign keys are left out. */
  readonly parent?: (name: TableName) => TableName;
  /** Non-unique indexes are left out (see `deferredIndexes`). */
  readonly deferIndexes?: boolean;
  /** Columns that are left out. */
  readonly excludeColumns?: readonly string[];
  /** Names of the columns at the destination. Default: the source's. */
  readonly columnNames?: ColumnNames;
  /** Those of a foreign key's parent. */
  readonly parentColumns?: (parent: TableName) => ColumnNames;
  /** False: the foreign key to this parent is left out. */
  readonly keepsParent?: (parent: TableName) => boolean;
  /** Collation of `utf8mb4` at the source where a statement names none. */
  readonly utf8mb4Collation: string;
  /** The table is made LIKE the definition's: its checks get the names that the server gives them then, `<this>_chk_<n>`. */
  readonly checksOf?: string;
}

/** The statement that creates `definition` at the destination under another name. */
export function createTableText(definition: TableDefinition, options: CreateTextOptions): string {
  const parts = cut(definition.createStatement, options.rules ?? {});
  const excluded = new Set((options.excludeColumns ?? []).map((name) => name.toLowerCase()));
  const names = options.columnNames ?? ColumnNames.none;
  let checks = 0;
  const items = parts.items.flatMap((item) => {
    const kind = itemKind(item);
    if (kind === "other" && options.checksOf !== undefined && isNamedCheck(item)) {
      checks += 1;
      return [renameColumns(renameCheck(item, `${options.checksOf}_chk_${checks}`), kind, names)];
    }
    if (kind === "foreign-key") {
      const { name } = parentOf(item, definition.name.database);
      return options.parent && options.keepsParent?.(name) !== false ? [renameForeignKey(item, definition.name.database, options.parent, names, options.parentColumns)] : [];
    }
    if (kind === "index" && options.deferIndexes && !servesAutoIncrement(item, definition)) return [];
    if (kind === "column" && excluded.size > 0 && excluded.has(firstName(item).toLowerCase())) return [];
    if (kind === "index" && excluded.size > 0 && namesIn(item).some((name) => excluded.has(name.toLowerCase()))) return [];
    return [renameColumns(item, kind, names)];
  });
  const text = `CREATE TABLE ${quoteTable(options.target)} (\n  ${items.join(",\n  ")}\n${renamePartitionColumns(parts.tail, names)}`;
  return withoutPlacement(withDefaultsInParentheses(withExplicitCollations(text, options.utf8mb4Collation)));
}

/** The indexes that `deferIndexes` left out, as items for ALTER TABLE … ADD. */
export function deferredIndexes(definition: TableDefinition, rules: LexicalRules = {}, excludeColumns: readonly string[] = [], names: ColumnNames = ColumnNames.none): string[] {
  const excluded = new Set(excludeColumns.map((name) => name.toLowerCase()));
  return cut(definition.createStatement, rules)
    .items.filter((item) => itemKind(item) === "index" && !servesAutoIncrement(item, definition) && !namesIn(item).some((name) => excluded.has(name.toLowerCase())))
    .map((item) => renameColumns(item, "index", names));
}

/** A column's name and description as the server printed it, or null. */
export function columnText({ createStatement }: TableDefinition, column: string): string | null {
  return cut(createStatement, {}).items.find((item) => itemKind(item) === "column" && firstName(item).toLowerCase() === column.toLowerCase()) ?? null;
}

/** Foreign keys as items for ALTER TABLE … ADD, by name. */
export function foreignKeyItems(
  definition: TableDefinition,
  parent: (name: TableName) => TableName,
  rules: LexicalRules = {},
  names: ColumnNames = ColumnNames.none,
  parentColumns?: (parent: TableName) => ColumnNames,
): { readonly name: string; readonly item: string }[] {
  return cut(definition.createStatement, rules)
    .items.filter((item) => itemKind(item) === "foreign-key")
    .map((item) => ({ name: foreignKeyName(item), item: renameForeignKey(item, definition.name.database, parent, names, parentColumns) }));
}

type ItemKind = "column" | "index" | "foreign-key" | "other";

function itemKind(item: string): ItemKind {
  const tokens = tokenize(item)?.tokens ?? [];
  if (tokens[0]?.kind === "name") return "column";
  const words = tokens.filter((token) => token.kind === "word").slice(0, 3).map((token) => token.value);
  if (words[0] === "KEY" || words[0] === "INDEX" || words[0] === "FULLTEXT" || words[0] === "SPATIAL" || words[0] === "VECTOR") return "index";
  if (words.includes("FOREIGN") && (words[0] === "CONSTRAINT" || words[0] === "FOREIGN")) return "foreign-key";
  return "other";
}

function firstName(item: string): string {
  return tokenize(item)?.tokens.find((token) => token.kind === "name")?.value ?? "";
}

function namesIn(item: string): string[] {
  return (tokenize(item)?.tokens ?? []).filter((token) => token.kind === "name" && token.depth > 0).map((token) => token.value);
}

function foreignKeyName(item: string): string {
  const tokens = tokenize(item)?.tokens ?? [];
  return tokens[0]?.value === "CONSTRAINT" && tokens[1]?.kind === "name" ? tokens[1].value : "";
}

function isNamedCheck(item: string): boolean {
  const tokens = tokenize(item)?.tokens ?? [];
  return tokens[0]?.value === "CONSTRAINT" && tokens[2]?.kind === "word" && tokens[2].value === "CHECK";
}

function renameCheck(item: string, name: string): string {
  const { start, end } = tokenize(item)!.tokens[1]!;
  return applyEdits(item, [{ start, end, text: quoteName(name) }]);
}

/** InnoDB wants the AUTO_INCREMENT column to lead an index at every moment. */
function servesAutoIncrement(item: string, definition: TableDefinition): boolean {
  const auto = definition.columns.find((column) => column.autoIncrement);
  return auto !== undefined && namesIn(item)[0] === auto.name;
}

function parentOf(item: string, database: string): { readonly name: TableName; readonly start: number; readonly end: number } {
  const tokens = tokenize(item)?.tokens ?? [];
  const at = tokens.findIndex((token) => token.kind === "word" && token.value === "REFERENCES");
  const first = tokens[at + 1]!;
  const qualified = tokens[at + 2]?.text === ".";
  const last = qualified ? tokens[at + 3]! : first;
  return { name: { database: qualified ? first.value : database, table: last.value }, start: first.start, end: last.end };
}

function renameForeignKey(item: string, database: string, parent: (name: TableName) => TableName, names: ColumnNames, parentColumns?: (parent: TableName) => ColumnNames): string {
  const { name, start, end } = parentOf(item, database);
  const theirs = parentColumns?.(name) ?? ColumnNames.none;
  const columns = (tokenize(item)?.tokens ?? []).filter((token) => token.kind === "name" && token.depth > 0);
  const edits = columns.flatMap((token) => editOf(token, token.start < start ? names : theirs));
  return applyEdits(item, [{ start, end, text: quoteTable(parent(name)) }, ...edits]);
}

function editOf(token: Token, names: ColumnNames): Edit[] {
  const name = token.kind === "word" ? token.text : token.value;
  return names.has(name) ? [{ start: token.start, end: token.end, text: quoteName(names.at(name)) }] : [];
}

/** The server prints every column in quotes: the first name of a column's own item, and each name in parentheses (key parts, expressions). Throws `ddl-unreadable`. */
function renameColumns(item: string, kind: ItemKind, names: ColumnNames): string {
  if (!names.changes) return item;
  const tokens = tokenize(item)?.tokens ?? [];
  const edits = tokens.flatMap((token, index) => {
    if (token.kind !== "name" || (token.depth === 0 && !(kind === "column" && index === 0))) return [];
    if (tokens[index - 1]?.text === "." || tokens[index + 1]?.text === ".") throw new AppError("ddl-unreadable", { detail: `a name with a dot beside columns that have other names at the destination: ${item.slice(0, 500)}` });
    return editOf(token, names);
  });
  return applyEdits(item, edits);
}

const partitionWords = new Set(["HASH", "KEY", "RANGE", "LIST", "COLUMNS"]);

/** Columns of PARTITION BY; servers before 8.0 print them without quotes. */
function renamePartitionColumns(tail: string, names: ColumnNames): string {
  if (!names.changes) return tail;
  // The tail begins with the parenthesis that closes the columns.
  const tokens = tokenize(`(${tail}`)?.tokens ?? [];
  const edits: Edit[] = [];
  tokens.forEach((open, index) => {
    const algorithm = tokens[index - 2]?.text === "=" && tokens[index - 3]?.value === "ALGORITHM";
    if (open.text !== "(" || !partitionWords.has(tokens[algorithm ? index - 4 : index - 1]?.value ?? "")) return;
    for (let at = index + 1; at < tokens.length && !(tokens[at]!.text === ")" && tokens[at]!.depth === open.depth); at += 1) {
      const token = tokens[at]!;
      if (token.kind !== "name" && !(token.kind === "word" && tokens[at + 1]?.text !== "(")) continue;
      edits.push(...editOf(token, names).map((edit) => ({ ...edit, start: edit.start - 1, end: edit.end - 1 })));
    }
  });
  return applyEdits(tail, edits);
}

/**
 * Writes COLLATE behind every `CHARACTER SET utf8mb4` that has none: its default differs between servers (utf8mb4_general_ci before 8.0,
 * utf8mb4_0900_ai_ci since), and equality of keys with it. Any schema statement may be given.
 */
export function withExplicitCollations(text: string, utf8mb4Collation: string, rules: LexicalRules = {}): string {
  const tokens = tokenize(text, rules)?.tokens;
  if (!tokens) return text;
  const edits: Edit[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== "word") return;
    const isCharset = token.value === "CHARSET" || (token.value === "SET" && ["CHARACTER", "CHAR"].includes(tokens[index - 1]?.value ?? ""));
    if (!isCharset) return;
    let at = index + 1;
    if (tokens[at]?.text === "=") at += 1;
    const value = tokens[at];
    const name = value?.kind === "string" ? value.text.slice(1, -1) : (value?.text ?? "");
    if (!value || name.toLowerCase() !== "utf8mb4") return;
    if (isCast(tokens, index) || hasCollate(tokens, at)) return;
    edits.push({ start: value.end, end: value.end, text: ` COLLATE ${utf8mb4Collation}` });
  });
  return applyEdits(text, edits);
}

/** Up to the comma or parenthesis that ends this column or these options; COLLATE may also stand in front. */
function hasCollate(tokens: readonly Token[], at: number): boolean {
  const depth = tokens[at]!.depth;
  const ends = (token: Token) => token.depth < depth || (token.depth === depth && token.text === ",");
  for (let i = at + 1; i < tokens.length && !ends(tokens[i]!); i += 1) if (tokens[i]!.depth === depth && tokens[i]!.value === "COLLATE") return true;
  for (let i = at - 1; i >= 0 && !ends(tokens[i]!); i -= 1) if (tokens[i]!.depth === depth && tokens[i]!.value === "COLLATE") return true;
  return false;
}

/** `CAST(x AS CHAR CHARACTER SET utf8mb4)` takes no COLLATE. */
function isCast(tokens: readonly Token[], at: number): boolean {
  const depth = tokens[at]!.depth;
  for (let i = at - 1; i > 0; i -= 1) {
    if (tokens[i]!.text === "(" && tokens[i]!.depth === depth - 1) return ["CAST", "CONVERT", "JSON_VALUE", "COLUMNS"].includes(tokens[i - 1]!.value);
  }
  return false;
}
