import type { TableName } from "../../mysql/table-definition";
import type { LargeTransaction, RowChange, SourceTransaction } from "../change";

export interface TableCounts {
  readonly source: TableName;
  readonly destination: TableName;
  inserts: number;
  updates: number;
  deletes: number;
  /** Our clock. */
  lastAppliedAt: number;
}

/** What has become durable at the destination since the writer was made: totals, and row changes by table. */
export class AppliedCounts {
  /** By `RoutedTable.id`. */
  readonly tables = new Map<number, TableCounts>();
  readonly totals = { rows: 0, transactions: 0, bytes: 0, conflicts: 0, retries: 0, rowByRow: 0, destinationCommits: 0, commitSumMs: 0, cappedMs: 0 };
  /** Of the last destination transaction. */
  commitMs: number | null = null;
  /** Source commit time of the newest transaction below the mark. */
  lastCommitMs: number | null = null;
  /** The same without heartbeats. */
  lastChangeMs: number | null = null;

  committed(commitMs: number): void {
    this.commitMs = commitMs;
    this.totals.destinationCommits += 1;
    this.totals.commitSumMs += commitMs;
  }

  rows(changes: readonly RowChange[]): void {
    this.totals.rows += changes.length;
    for (const change of changes) countChange(this.tables, change);
  }

  transaction(transaction: SourceTransaction | LargeTransaction): void {
    const { binlogBytes, commitTimeMs } = transaction;
    if (this.lastCommitMs === null || commitTimeMs > this.lastCommitMs) this.lastCommitMs = commitTimeMs;
    // Written to measure: an idle source stays idle in the figures.
    if (transaction.kind === "transaction" && transaction.heartbeat !== undefined) return;
    this.totals.transactions += 1;
    this.totals.bytes += binlogBytes;
    if (this.lastChangeMs === null || commitTimeMs > this.lastChangeMs) this.lastChangeMs = commitTimeMs;
  }

  /** Adds what a transaction in parts came to, once it is committed. */
  add({ tables, totals }: AppliedCounts): void {
    this.totals.rows += totals.rows;
    for (const [id, counts] of tables) {
      const known = this.tables.get(id);
      if (!known) {
        this.tables.set(id, counts);
        continue;
      }
      known.inserts += counts.inserts;
      known.updates += counts.updates;
      known.deletes += counts.deletes;
      known.lastAppliedAt = counts.lastAppliedAt;
    }
  }

  kinds(): { inserts: number; updates: number; deletes: number } {
    const kinds = { inserts: 0, updates: 0, deletes: 0 };
    for (const counts of this.tables.values()) {
      kinds.inserts += counts.inserts;
      kinds.updates += counts.updates;
      kinds.deletes += counts.deletes;
    }
    return kinds;
  }
}

function countChange(tables: Map<number, TableCounts>, change: RowChange): void {
  let counts = tables.get(change.table.id);
  if (!counts) {
    counts = { source: change.table.source, destination: change.table.destination, inserts: 0, updates: 0, deletes: 0, lastAppliedAt: 0 };
    tables.set(change.table.id, counts);
  }
  if (change.kind === "insert") counts.inserts += 1;
  else if (change.kind === "update") counts.updates += 1;
  else counts.deletes += 1;
  counts.lastAppliedAt = Date.now();
}
