/**
 * The changes of a batch → as few statements as their net effect allows. Pure.
 *
 * Changes of different tables need no order among each other, since only the state at COMMIT is ever seen and foreign keys are not checked — with one
 * exception: a change whose cascades the destination must run itself sees what other tables hold at that moment, so everything before it is
 * written first.
 */
import type { RoutedTable, RowChange, RowImage } from "../change";
import { mustCascade } from "../sql/cascades";
import type { Dialect } from "../sql/dialect";
import { hasNullPart, sameRun } from "../sql/key-fold";
import { deleteByKey, insertRows } from "../sql/multi-row";
import { deleteRow, updateRow } from "../sql/single-row";
import type { Statement } from "../sql/statement";
import { tableText } from "../sql/table-text";
import { modeOf, type ApplyMode } from "./apply-mode";
import { sameUniqueKeys, TableChanges } from "./net-changes";

/** Statements for the changes, to be run in their order. */
export function mergeChanges(changes: Iterable<RowChange>, mode: ApplyMode, dialect: Dialect): Statement[] {
  const statements: Statement[] = [];
  let tables = new Map<RoutedTable, TableChanges>();
  const flush = () => {
    for (const entry of tables.values()) write(entry, modeOf(entry.table, mode), dialect, statements);
    tables = new Map();
  };
  let cascading: RowChange[] = [];
  const flushCascading = () => {
    if (cascading.length > 0) writeCascading(cascading[0]!.table, cascading, modeOf(cascading[0]!.table, mode), dialect, statements);
    cascading = [];
  };
  for (const change of changes) {
    if (mustCascade(change)) {
      flush();
      if (cascading.length > 0 && cascading[0]!.table !== change.table) flushCascading();
      cascading.push(change);
      continue;
    }
    if (cascading.length > 0) flushCascading();
    let entry = tables.get(change.table);
    if (!entry) tables.set(change.table, (entry = new TableChanges(change.table, modeOf(change.table, mode))));
    entry.add(change);
  }
  flush();
  flushCascading();
  return statements;
}

function write(entry: TableChanges, mode: ApplyMode, dialect: Dialect, statements: Statement[]): void {
  const { table, net } = entry;
  if (net === null) return writeInOrder(table, entry.inOrder, mode, dialect, statements);
  const identity = table.identity!;
  const gone: RowImage[] = [];
  const inserted: RowImage[] = [];
  const changed: { first: RowImage; last: RowImage }[] = [];
  const same: RowImage[] = [];
  for (const { first, last } of net) {
    if (mode === "idempotent") {
      if (first !== null && (last === null || !canUpsert(table, dialect))) gone.push(first);
      if (last !== null) inserted.push(last);
    } else if (last === null) gone.push(first!);
    else if (first === null) inserted.push(last);
    else if (sameRun(first, last, table.writableCount)) same.push(last);
    else if (sameUniqueKeys(table, first, last)) changed.push({ first, last });
    else {
      gone.push(first);
      inserted.push(last);
    }
  }
  if (mode === "idempotent") {
    if (canUpsert(table, dialect)) {
      statements.push(...deleteByKey(table, identity, gone, dialect, false), ...insertRows(table, inserted, "upsert", dialect));
      return;
    }
    statements.push(...deleteByKey(table, identity, gone, dialect, false));
    if (hasBlindKey(table)) {
      statements.push(...insertRows(table, inserted, "replace", dialect));
      return;
    }
    for (const key of table.keys) {
      statements.push(...deleteByKey(table, key, inserted.filter((image) => !hasNullPart(image, key)), dialect, false));
    }
    statements.push(...insertRows(table, inserted, "insert", dialect).map((statement) => ({ ...statement, expected: null })));
    return;
  }
  statements.push(...deleteByKey(table, identity, gone, dialect, true));
  if (canBulkUpdate(table)) {
    const images = changed.map(({ last }) => last);
    if (changed.length === 1) statements.push(updateRow(table, changed[0]!.first, changed[0]!.last, dialect));
    else statements.push(...insertRows(table, images, "update", dialect));
    statements.push(...insertRows(table, same, "update", dialect, true));
  } else {
    for (const { first, last } of changed) statements.push(updateRow(table, first, last, dialect));
    for (const image of same) statements.push({ ...updateRow(table, image, image, dialect), expected: 0 });
  }
  statements.push(...insertRows(table, inserted, "insert", dialect));
}

/** Whatever is there under the only key becomes exactly the new image. With JSON it might not: see `TableText.jsonColumns`. */
function canUpsert(table: RoutedTable, dialect: Dialect): boolean {
  return table.keys.length === 1 && tableText(table, dialect).jsonColumns.length === 0;
}

/** `INSERT … ON DUPLICATE KEY UPDATE` finds the row by its identity, and shows when another unique key was hit instead. */
function canBulkUpdate(table: RoutedTable): boolean {
  const { identity, keys } = table;
  if (identity === null || keys.some((key) => key.opaque)) return false;
  // The guard needs an identity column to write to; the server looks at the primary key first, so that a consistent row is found by it.
  return keys.length === 1 || (identity.primary && identity.parts.some((part) => part.column < table.writableCount));
}

/** In source order, with runs of like changes in one statement: the server works a statement's rows off in their order. */
function writeInOrder(table: RoutedTable, changes: readonly RowChange[], mode: ApplyMode, dialect: Dialect, statements: Statement[]): void {
  let run: Run = null;
  let images: RowImage[] = [];
  const flush = () => {
    if (images.length > 0) {
      if (run === "delete") statements.push(...deleteByKey(table, table.identity!, images, dialect, mode === "strict"));
      else statements.push(...insertRows(table, images, run === "same" ? "update" : run!, dialect, run === "same"));
    }
    images = [];
  };
  for (const change of changes) {
    const next = runOf(change, mode, dialect);
    if (next !== run) flush();
    run = next;
    if (next !== null) images.push((next === "delete" ? change.before : change.after)!);
    else if (mode === "idempotent" && table.identity) statements.push(...overwriteRow(change, dialect));
    else if (change.kind === "delete") statements.push(deleteRow(table, change.before, dialect));
    else if (change.kind === "update") {
      const same = sameRun(change.before, change.after, table.writableCount);
      if (!same) statements.push(updateRow(table, change.before, change.after, dialect));
      else if (table.identity) statements.push({ ...updateRow(table, change.before, change.after, dialect), expected: 0 });
    }
  }
  flush();
}

type Run = "insert" | "upsert" | "delete" | "update" | "same" | null;

/** What kind of multi-row statement the change can join; null = a statement of its own. */
function runOf(change: RowChange, mode: ApplyMode, dialect: Dialect): Run {
  const { table } = change;
  if (change.kind === "delete") return table.identity ? "delete" : null;
  if (mode === "idempotent" && table.identity) {
    // Rows of a single key are upserted in order; several keys, or JSON, need a look at each of them, row by row.
    if (!canUpsert(table, dialect)) return null;
    return change.kind === "insert" || sameUniqueKeys(table, change.before, change.after) ? "upsert" : null;
  }
  if (change.kind === "insert") return "insert";
  if (!canBulkUpdate(table) || !sameUniqueKeys(table, change.before, change.after)) return null;
  return sameRun(change.before, change.after, table.writableCount) ? "same" : "update";
}

/** Deletes and key changes of one parent table, with the destination's foreign keys at work. Never by deleting and inserting anew. */
function writeCascading(table: RoutedTable, changes: readonly RowChange[], mode: ApplyMode, dialect: Dialect, statements: Statement[]): void {
  if (mode === "strict" && table.identity && changes.every((change) => change.kind === "delete")) {
    const images = changes.map((change) => change.before!);
    statements.push(...deleteByKey(table, table.identity, images, dialect, true).map((statement) => ({ ...statement, cascades: true })));
    return;
  }
  for (const change of changes) statements.push(...cascadeRow(change, mode, dialect));
}

/**
 * One such change. While idempotent the parent may already be as the change leaves it although its children are not yet (they were copied at another
 * moment), so the row is first put back as it was: only then do the cascades reach the children.
 */
export function cascadeRow(change: RowChange, mode: ApplyMode, dialect: Dialect): Statement[] {
  const { table, before, after } = change;
  const act: Statement = { ...(after === null ? deleteRow(table, before!, dialect) : updateRow(table, before!, after, dialect)), cascades: true };
  if (mode === "strict" || table.identity === null) return [act];
  const free = after === null ? [] : freeKeys(table, after, dialect);
  return [...free, ...overwriteRow({ kind: "insert", table, before: null, after: before! }, dialect), { ...act, expected: null }];
}

/** Nothing stands in the way of the image any more, under any of its unique keys. */
function freeKeys(table: RoutedTable, image: RowImage, dialect: Dialect): Statement[] {
  if (hasBlindKey(table)) return [...insertRows(table, [image], "replace", dialect), ...deleteByKey(table, table.identity!, [image], dialect, false)];
  return table.keys.filter((key) => !hasNullPart(image, key)).flatMap((key) => deleteByKey(table, key, [image], dialect, false));
}

/** Some unique key holds functions or beginnings of values: which row it finds for an image only the server can tell. */
function hasBlindKey(table: RoutedTable): boolean {
  return table.keys.some((key) => key.opaque || key.parts.some((part) => part.prefix !== null));
}

/** The after image wins over whatever any of its unique keys finds. */
export function overwriteRow(change: RowChange, dialect: Dialect): Statement[] {
  const { table, before, after } = change;
  const out: Statement[] = [];
  if (before !== null) {
    if (table.identity) out.push(...deleteByKey(table, table.identity, [before], dialect, false));
    else out.push({ ...deleteRow(table, before, dialect), expected: null });
  }
  if (after === null) return out;
  if (hasBlindKey(table)) return [...out, ...insertRows(table, [after], "replace", dialect)];
  for (const key of table.keys) if (!hasNullPart(after, key)) out.push(...deleteByKey(table, key, [after], dialect, false));
  return [...out, ...insertRows(table, [after], "insert", dialect).map((statement) => ({ ...statement, expected: null }))];
}
