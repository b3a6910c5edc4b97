import { AppError, type ErrorContext } from "../errors/app-error";
import type { ErrorCode } from "../errors/catalogue";
import type { RowChange } from "./change";
import type { TableChanges } from "./plan";

/** Errors that a row change itself may be the cause of: the destination does not take it as it is. Everything else is about servers, sessions or us. */
const rowFaults: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "conflict-stopped",
  "destination-rejects-value",
  "destination-rejects-row",
  "destination-structure-differs",
  "destination-table-missing",
  "destination-packet-too-large",
  "destination-query-failed",
]);

export function isRowFault(error: unknown): error is AppError {
  return error instanceof AppError && rowFaults.has(error.code);
}

/** The error with the table that the change goes to, where the error itself does not say it. */
export function atChange(error: unknown, { table }: RowChange): unknown {
  if (!isRowFault(error) || error.context["table"] !== undefined) return error;
  const { database, table: name } = table.destination;
  return withFacts(error, { database, table: name });
}

/** Names the one source transaction that stopped the task: a decision to pass over it is bound to exactly this. */
export interface StoppedTransaction {
  readonly id: string;
  /** For people. */
  readonly position: string;
  readonly commitTimeMs: number;
  /** Its changes in scope where they are all at hand, else null. */
  readonly changes: readonly RowChange[] | null;
}

/** The error with the transaction that it stopped at. Of an error that no row change is the cause of nothing may be passed over: it is given back as it is. */
export function atTransaction(error: unknown, transaction: StoppedTransaction): unknown {
  if (!isRowFault(error) || error.context["transaction"] !== undefined) return error;
  const { id, position, commitTimeMs, changes } = transaction;
  return withFacts(error, {
    position,
    transaction: id,
    transactionAtMs: commitTimeMs,
    ...(changes === null ? {} : { transactionChanges: changes.length, transactionTables: JSON.stringify(countByTable(changes).slice(0, tablesNamed)) }),
  });
}

/** So many tables of one transaction are named in an error. */
const tablesNamed = 20;

/** In the order in which the tables come first. */
export function countByTable(changes: Iterable<RowChange>, known: Iterable<TableChanges> = []): TableChanges[] {
  const tables = new Map<string, { -readonly [Key in keyof TableChanges]: TableChanges[Key] }>();
  for (const one of known) tables.set(one.source, { ...one });
  for (const { table, kind } of changes) {
    const source = `${table.source.database}.${table.source.table}`;
    let counts = tables.get(source);
    if (!counts) tables.set(source, (counts = { source, destination: `${table.destination.database}.${table.destination.table}`, inserts: 0, updates: 0, deletes: 0 }));
    counts[`${kind}s`] += 1;
  }
  return [...tables.values()];
}

function withFacts(error: AppError, facts: ErrorContext): AppError {
  const { detail } = error.context;
  return new AppError(error.code, { cause: error, context: { ...error.context, ...facts }, ...(typeof detail === "string" ? { detail } : {}) });
}
