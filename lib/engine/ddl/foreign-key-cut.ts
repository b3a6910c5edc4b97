import type { Edit, Token } from "../../mysql/sql-tokens";
import type { NameRef } from "./token-cursor";

export interface ForeignKeyCut {
  readonly edits: readonly Edit[];
  /** References whose foreign key is left out. */
  readonly dropped: readonly NameRef[];
  /** The statement did nothing else. */
  readonly nothingLeft: boolean;
}

/**
 * Takes the foreign keys out of a CREATE TABLE or ALTER TABLE whose parents are not at the destination: there they could never be fulfilled. A
 * whole item of the column or action list is taken, or the REFERENCES clause of a column.
 */
export function cutForeignKeys(tokens: readonly Token[], references: readonly NameRef[], isKept: (ref: NameRef) => boolean): ForeignKeyCut {
  const edits: Edit[] = [];
  const dropped: NameRef[] = [];
  let itemsLeft = -1;
  for (const ref of references) {
    if (isKept(ref)) continue;
    dropped.push(ref);
    const at = tokens.findIndex((token) => token.start === ref.start);
    const depth = tokens[at]!.depth;
    let first = at;
    while (first > 0 && !isBorder(tokens[first - 1]!, depth)) first -= 1;
    let last = at;
    while (last + 1 < tokens.length && !isBorder(tokens[last + 1]!, depth)) last += 1;
    if (itemsLeft < 0) itemsLeft = countItems(tokens, depth);
    const keywords = tokens.slice(first, at).map((token) => token.value);
    if (!keywords.includes("FOREIGN")) {
      edits.push({ start: tokens[at - 1]!.start, end: tokens[last]!.end, text: "" });
      continue;
    }
    itemsLeft -= 1;
    const commaBefore = tokens[first - 1]?.text === ",";
    const commaBehind = tokens[last + 1]?.text === ",";
    // In ALTER TABLE the first item begins behind the table's name, which has to stay.
    const start = commaBefore ? tokens[first - 1]!.start : depth === 0 ? tokens[actionStart(tokens, first)]!.start : tokens[first]!.start;
    const end = !commaBefore && commaBehind ? tokens[last + 1]!.end : tokens[last]!.end;
    edits.push({ start, end, text: "" });
  }
  return { edits, dropped, nothingLeft: dropped.length > 0 && itemsLeft === 0 };
}

function isBorder(token: Token, depth: number): boolean {
  return token.depth < depth || (token.depth === depth && token.text === ",");
}

function countItems(tokens: readonly Token[], depth: number): number {
  return 1 + tokens.filter((token) => token.depth === depth && token.text === ",").length;
}

/** ALTER TABLE name ADD …: the first ADD. */
function actionStart(tokens: readonly Token[], from: number): number {
  for (let i = from; i < tokens.length; i += 1) if (tokens[i]!.kind === "word" && tokens[i]!.value === "ADD") return i;
  return from;
}
