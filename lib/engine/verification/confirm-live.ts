/** What is a difference, and what is only under way, while both sides change. */
import type { KeyBoundary } from "../sql/key-range";
import { rowDifference, type CompareContext, type RowDifference, type Sides } from "./compare-table";
import type { ComparedTable } from "./compared-table";
import { readByKeys } from "./read-side";

export interface Confirmed {
  readonly differences: RowDifference[];
  /** Rows that changed at the source in every round: neither equal nor different. */
  readonly unsettled: number;
}
export type ConfirmLive = (context: CompareContext, table: ComparedTable, sides: Sides, keys: readonly KeyBoundary[]) => Promise<Confirmed>;

/** How often a row that keeps changing is looked at again. */
const rounds = 10;
const keysPerQuery = 100;

/**
 * Looks at the keys again until each is equal, different, or has changed too often. `applied` waits until all that the source has committed before
 * the call is at the destination. In a round the source's row is read, then `applied`, then the destination's row, then the source's again: where the
 * source's row stayed the same, the destination's must be the same. What differs in two rounds, with the same values, is a difference.
 */
export function confirmLive(applied: () => Promise<void>): ConfirmLive {
  return async (context, table, sides, keys) => {
    const differences: RowDifference[] = [];
    let open = keys.map((key) => ({ key, text: key.join(","), before: null as string | null }));
    for (let round = 0; round < rounds && open.length > 0; round++) {
      const first = await readAll(context, "source", sides, open);
      await applied();
      context.signal.throwIfAborted();
      const there = await readAll(context, "destination", sides, open);
      const again = await readAll(context, "source", sides, open);
      const still: typeof open = [];
      for (const entry of open) {
        const [ours, theirs, later] = [first, there, again].map((rows) => rows.get(entry.text) ?? []) as [string[][], string[][], string[][]];
        if (print(ours) !== print(later)) still.push({ ...entry, before: null });
        else if (print(ours) !== print(theirs)) {
          const now = `${print(ours)}|${print(theirs)}`;
          if (entry.before !== now) still.push({ ...entry, before: now });
          else {
            const kind = ours.length === 0 || theirs.length > ours.length ? "extra" : theirs.length === 0 ? "missing" : "different";
            const columns = kind === "different" ? table.columns.filter((_, i) => ours[0]![i] !== theirs[0]![i]).map((column) => column.source.name) : [];
            differences.push(rowDifference(table, kind, entry.key, columns));
          }
        }
      }
      open = still;
    }
    return { differences, unsettled: open.length };
  };
}

const print = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.join(",")).sort().join(";");

async function readAll(context: CompareContext, side: "source" | "destination", sides: Sides, open: readonly { readonly key: KeyBoundary }[]): Promise<Map<string, string[][]>> {
  const rows = new Map<string, string[][]>();
  for (let at = 0; at < open.length; at += keysPerQuery) {
    const part = await readByKeys(context[side], sides[side], open.slice(at, at + keysPerQuery).map(({ key }) => key));
    for (const [key, found] of part) rows.set(key, found);
  }
  return rows;
}
