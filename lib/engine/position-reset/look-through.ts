/**
 * What lies in a stretch of the source's log, without decoding a row: which transactions, which tables they change, which schema changes and halves of XA
 * transactions are among them.
 */
import type { RawEvent, SourceItem } from "../change";

export interface Stretch {
  /** Source transactions that change carried tables, and schema changes that may concern the task. */
  readonly transactions: number;
  /** Their source commit times, milliseconds since 1970; null where there is none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** `database.table` of the carried tables that they change. */
  readonly tables: ReadonlySet<string>;
  /** Ids of the schema changes that may concern the task. */
  readonly schemaChanges: ReadonlySet<string>;
  /** Prepared in it and not ended in it, or the other way round. */
  readonly cutsPrepared: boolean;
}

export interface LookOptions {
  /** From where the stretch begins. */
  readonly events: AsyncIterable<RawEvent[]>;
  /** `decoder/decode-items.ts`, with a table resolver that is told each table and knows none. */
  decode(events: AsyncIterable<RawEvent[]>, seen: (database: string, table: string) => void): AsyncIterable<SourceItem>;
  /** Part of the stretch. */
  isInside(item: SourceItem): boolean;
  /** Nothing that comes behind it is looked at. */
  isEnd(item: SourceItem): boolean;
  /** The table by the name that the task knows it by; null = not carried. */
  carriedAs(database: string, table: string): string | null;
  /** May the statement be about what the task carries? */
  concerns(item: SourceItem & { readonly kind: "ddl" }): boolean;
}

/** Everything up to the end: what is inside, and whether a schema change lies behind it. */
export async function lookThrough(options: LookOptions): Promise<{ readonly inside: Stretch; readonly schemaChangesBehind: number }> {
  let transactions = 0;
  let schemaChangesBehind = 0;
  let firstMs: number | null = null;
  let lastMs: number | null = null;
  let endsAlone = false;
  const tables = new Set<string>();
  const schemaChanges = new Set<string>();
  const prepared = new Set<string>();
  let touched: string[] = [];
  for await (const item of options.decode(options.events, (database, table) => {
    const name = options.carriedAs(database, table);
    if (name !== null) touched.push(name);
  })) {
    const inside = item.kind !== "heartbeat" && options.isInside(item);
    const change = item.kind === "ddl" && options.concerns(item);
    if (inside) {
      if (change || touched.length > 0) {
        transactions += 1;
        firstMs ??= item.commitTimeMs;
        lastMs = item.commitTimeMs;
      }
      for (const name of touched) tables.add(name);
      if (change) schemaChanges.add(item.id);
      if (item.kind === "prepared" && !item.onePhase) prepared.add(item.xid);
      if (item.kind === "prepared-end" && !prepared.delete(item.xid)) endsAlone = true;
    } else if (change) schemaChangesBehind += 1;
    touched = [];
    if (options.isEnd(item)) break;
  }
  return { inside: { transactions, firstMs, lastMs, tables, schemaChanges, cutsPrepared: endsAlone || prepared.size > 0 }, schemaChangesBehind };
}
