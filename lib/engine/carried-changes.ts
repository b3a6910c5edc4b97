/** Which changes of a source transaction this task carries. */
import type { Attempt } from "./attempt";
import type { LargeTransaction, RoutedTable, RowChange, SourceTransaction } from "./change";
import type { LeftKeys } from "./load-cascades";
import type { SourcePosition } from "./position/position";
import { upTo } from "./position/up-to";

type Place = Parameters<ReturnType<typeof upTo>>[0];

/** Told of all changes of a transaction up to the end of the load, those that are left out for the copy's sake included. */
export type LeftFollower = (changes: readonly RowChange[], transaction: Place) => void;

export function followLeft({ tables }: Attempt, left: LeftKeys): LeftFollower {
  return (changes, transaction) => {
    const copies = {
      resolve: (database: string, table: string) => tables.resolve(database, table),
      mayHaveSeen: ({ source }: RoutedTable) => isCopied(tables.copyOf(source)?.position ?? null, transaction),
    };
    for (const change of changes) if (isChosen(change)) left.follow(change, copies);
  };
}

/** Leaves out what this task does not carry: kinds of changes that were not chosen, and changes that the copy of a keyless table holds already. */
export function carried(transaction: SourceTransaction, left: LeftFollower | null): SourceTransaction {
  left?.(transaction.changes, transaction);
  const changes = keep(transaction.changes, transaction);
  return changes === transaction.changes ? transaction : { ...transaction, changes };
}

/** The same for one that comes in parts. */
export function carriedParts(transaction: LargeTransaction, left: LeftFollower | null): LargeTransaction {
  const { parts } = transaction;
  const filtered = async function* () {
    for await (const part of parts) {
      left?.(part, transaction);
      yield keep(part, transaction);
    }
  };
  // Its id and end become known while the parts are read: a view, not a copy.
  return Object.create(transaction, { parts: { value: filtered() } }) as LargeTransaction;
}

function keep(changes: readonly RowChange[], transaction: Place): readonly RowChange[] {
  if (!changes.some(({ table }) => table.copiedUpTo !== null || table.dml !== undefined)) return changes;
  return changes.filter((change) => isChosen(change) && !isCopied(change.table.copiedUpTo, transaction));
}

const isChosen = ({ kind, table }: RowChange) => table.dml?.has(kind) ?? true;

const copyTests = new WeakMap<SourcePosition, ReturnType<typeof upTo>>();

function isCopied(copiedUpTo: SourcePosition | null, transaction: Place): boolean {
  if (copiedUpTo === null) return false;
  let test = copyTests.get(copiedUpTo);
  if (!test) copyTests.set(copiedUpTo, (test = upTo(copiedUpTo)));
  return test(transaction);
}
