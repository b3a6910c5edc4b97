/**
 * MariaDB's IF EXISTS and IF NOT EXISTS in ALTER TABLE, RENAME TABLE, CREATE INDEX and DROP INDEX, which MySQL does not know. What there is as of the position decides them here: a
 * part that did nothing at the source goes, of the others only the condition. The log holds the statement also where nothing of it was done.
 */
import { tableKey } from "../../mysql/identifier";
import { applyEdits } from "../../mysql/sql-tokens";
import type { Edit, Token } from "../../mysql/sql-tokens";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { Decider } from "./decide";
import type { DdlShape } from "./ddl-shape";

const kinds = new Set(["COLUMN", "INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "FOREIGN", "CONSTRAINT"]);

/** The statement without its conditions, null where it did nothing; the same text where it has none. */
export async function settleConditions(decider: Decider, shape: DdlShape): Promise<string | null> {
  const { plain, tokens } = decider.parsed;
  const { schema, selection } = decider.input;
  const isKnown = (name: TableName) => Boolean(schema.table(name) ?? schema.shadow(name)) || schema.ignored.some((one) => tableKey(one.name) === tableKey(name));
  if (shape.kind === "rename-table") {
    const head = conditionOf(tokens.slice(0, 4));
    if (!head) return plain;
    const there = new Set<string>();
    const kept: string[] = [];
    for (const [from, to] of shape.pairs) {
      const [before, after] = [decider.resolve(from), decider.resolve(to)];
      if (selection.selects(before) && !there.has(tableKey(before)) && !isKnown(before) && !(await decider.input.isView?.(decider.input.mapping.table(before)))) continue;
      there.add(tableKey(after));
      kept.push(plain.slice(from.start, to.end));
    }
    return kept.length === 0 ? null : `RENAME TABLE ${kept.join(", ")}`;
  }
  if (shape.kind !== "alter-table" && shape.kind !== "create-index" && shape.kind !== "drop-index") return plain;
  const name = decider.resolve(shape.table);
  const table = schema.table(name) ?? schema.shadow(name)?.definition;
  const head = shape.kind === "alter-table" ? conditionOf(tokens.filter((token) => token.end <= shape.table.start)) : null;
  if (!table) return head && selection.selects(name) && !isKnown(name) ? null : plain;
  const edits = shape.kind === "alter-table" ? withoutConditions(tokens, shape.table.end, table) : withoutIndexCondition(tokens, table);
  return edits && applyEdits(plain, [...(head ? [{ start: head.start, end: head.end, text: "" }] : []), ...edits]);
}

/** The edits that leave a statement without conditions; `from` is the place behind the table's name. Null: nothing is left to do. */
function withoutConditions(tokens: readonly Token[], from: number, table: TableDefinition): Edit[] | null {
  const first = tokens.findIndex((token) => token.start >= from);
  if (first < 0) return [];
  const parts = partsOf(tokens.slice(first));
  const vain = parts.map((part) => isVain(part, table));
  if (vain.every(Boolean)) return null;
  const edits: Edit[] = [];
  parts.forEach((part, index) => {
    const condition = conditionOf(part);
    if (vain[index]) {
      // With the comma on its left, or the one on its right where all before it went.
      const isFirstLeft = vain.slice(0, index).every(Boolean);
      const start = isFirstLeft ? part[0]!.start : parts[index - 1]!.at(-1)!.end;
      const end = isFirstLeft ? parts[index + 1]![0]!.start : part.at(-1)!.end;
      edits.push({ start, end, text: "" });
    } else if (condition) edits.push({ start: condition.start, end: condition.end, text: "" });
  });
  return edits;
}

/** Of `CREATE INDEX IF NOT EXISTS i ON t` and `DROP INDEX IF EXISTS i ON t`. Null: it did nothing. */
function withoutIndexCondition(tokens: readonly Token[], table: TableDefinition): Edit[] | null {
  const condition = conditionOf(tokens);
  if (!condition) return [];
  const has = table.keys.some((key) => same(key.name, nameAt(tokens, condition.next)));
  return has === condition.wantsNone ? null : [{ start: condition.start, end: condition.end, text: "" }];
}

function partsOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.depth === 0 && token.text === ",") parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

interface Condition {
  readonly start: number;
  readonly end: number;
  /** IF NOT EXISTS. */
  readonly wantsNone: boolean;
  /** Index of the token behind it. */
  readonly next: number;
}

function conditionOf(part: readonly Token[]): Condition | null {
  const at = part.findIndex((token, index) => isWord(token, "IF") && (isWord(part[index + 1], "EXISTS") || (isWord(part[index + 1], "NOT") && isWord(part[index + 2], "EXISTS"))));
  // The condition stands in front of the first name; further behind it would be in an expression or a body.
  if (at < 0 || at > 4) return null;
  const wantsNone = isWord(part[at + 1], "NOT");
  const next = at + (wantsNone ? 3 : 2);
  return { start: part[at]!.start, end: part[next - 1]!.end, wantsNone, next };
}

/** Whether the source passed over this part. */
function isVain(part: readonly Token[], table: TableDefinition): boolean {
  const condition = conditionOf(part);
  if (!condition) return false;
  const words = part.slice(0, condition.next).map((token) => token.value);
  const kind = words.find((word) => kinds.has(word)) ?? "COLUMN";
  // Partitions: left to the destination, which refuses the condition.
  if (words.includes("PARTITION")) return false;
  const name = nameAt(part, condition.next);
  const has =
    kind === "COLUMN"
      ? table.columns.some((column) => same(column.name, name))
      : kind === "FOREIGN"
        ? table.foreignKeys.some((key) => same(key.name, name))
        : kind === "CONSTRAINT"
          ? [...table.keys, ...table.foreignKeys].some((key) => same(key.name, name)) || table.createStatement.toLowerCase().includes(`constraint \`${name.toLowerCase()}\` check`)
          : table.keys.some((key) => same(key.name, name));
  return has === condition.wantsNone;
}

const isWord = (token: Token | undefined, value: string) => token?.kind === "word" && token.value === value;
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function nameAt(tokens: readonly Token[], index: number): string {
  const token = tokens[index];
  return token === undefined ? "" : token.kind === "word" ? token.text : token.value;
}
