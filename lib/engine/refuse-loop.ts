/**
 * Synchronization goes one way. What this task's own destination has sent round through other tasks must not be written there a second time: it is
 * there already, in a later state by now, and would go round for ever. Changes of tables that this task does not carry, and rows outside their filter, are no loop.
 */
import { AppError } from "../errors/app-error";
import type { LargeTransaction, RowChange, SourceTransaction } from "./change";

export interface LoopWatch {
  /** The destination server, as `readSourceIdentity` names it. */
  readonly destination: string;
  filter?(changes: readonly RowChange[]): Promise<readonly RowChange[]>;
  /** Whether a statement of the source is about something that this task carries. */
  readonly concerns: (statement: string, database: string | null) => boolean;
}

type Marked = Pick<SourceTransaction, "origins" | "announced" | "gtid" | "file" | "endOffset">;

/** Throws `replication-loop` when changes in scope come from the destination. */
export async function refuseLoop(watch: LoopWatch, transaction: SourceTransaction): Promise<void> {
  if (!comesFrom(watch, transaction)) return;
  const table = await firstTable(watch, transaction.changes);
  if (table !== null) throw loop(transaction, table);
  const statement = transaction.announced?.statements.find((one) => watch.concerns(one, transaction.announced!.database));
  if (statement !== undefined) throw loop(transaction, undefined, statement);
}

/** The same for one that comes in parts: its mark stands at its end, before anything of it is committed. */
export function refuseLargeLoop(watch: LoopWatch, transaction: LargeTransaction): LargeTransaction {
  let table: string | null = null;
  const parts = async function* () {
    for await (const part of transaction.parts) {
      table ??= part.length === 0 ? null : await firstTable(watch, part);
      yield part;
    }
    if (table !== null && comesFrom(watch, transaction)) throw loop(transaction, table);
  };
  return Object.create(transaction, { parts: { value: parts() } }) as LargeTransaction;
}

const comesFrom = (watch: LoopWatch, { origins }: Marked) => origins !== undefined && origins.includes(watch.destination);

async function firstTable(watch: LoopWatch, changes: readonly RowChange[]): Promise<string | null> {
  const kept = watch.filter && changes.some(({ table }) => table.filter !== null) ? await watch.filter(changes) : changes;
  const source = kept[0]?.table.source;
  return source ? `${source.database}.${source.table}` : null;
}

function loop({ gtid, file, endOffset, origins = [] }: Marked, table: string | undefined, statement?: string): AppError {
  return new AppError("replication-loop", {
    context: { position: gtid ?? `${file}:${endOffset}`, ...(table !== undefined && { table }), ...(statement !== undefined && { statement: statement.slice(0, 2_000) }), origins: origins.join(", ") },
  });
}
