/** How much a change copies, as far as the source's statistics tell. Pure. */
import type { ModificationDiff } from "@/lib/tasks/modification/view";
import { holdsTable, type Selection } from "../objects/selection";
import type { SourceCatalogue } from "../objects/use-catalogue";

export type DiffKind = keyof ModificationDiff;
export interface DiffEntry {
  readonly database: string;
  /** Empty: the whole database, or the rest of it. */
  readonly table: string;
  /** Nothing else of the database is on the other side of the comparison. */
  readonly whole: boolean;
  /** Null: not told yet, or the source does not tell. */
  readonly size: { readonly tables: number; readonly rows: number; readonly bytes: number } | null;
}

type Known = Pick<SourceCatalogue, "objects">;

/** The entries of one kind, with what they hold at the source. */
export function diffEntries(kind: DiffKind, diff: ModificationDiff, before: Selection, after: Selection, { objects }: Known): readonly DiffEntry[] {
  const named = new Set(diff[kind].map(({ database, table }) => JSON.stringify([database, table])));
  return diff[kind].map(({ database, table }): DiffEntry => {
    const tables = objects.get(database)?.data?.tables;
    const held = tables?.filter(({ name }) => {
      if (table !== "") return name === table;
      // The rest of a database: what is named beside it has a line of its own.
      if (named.has(JSON.stringify([database, name]))) return false;
      const [was, is] = [holdsTable(before, database, name), holdsTable(after, database, name)];
      return kind === "added" ? is && !was : kind === "removed" ? was && !is : was && is;
    });
    const size = held && { tables: held.length, rows: held.reduce((sum, each) => sum + (each.rowsEstimated ?? 0), 0), bytes: held.reduce((sum, each) => sum + (each.bytes ?? 0), 0) };
    const other = kind === "added" ? before : kind === "removed" ? after : [];
    return { database, table, whole: table === "" && !other.some((choice) => choice.database === database), size: size ?? null };
  });
}

export function total(entries: readonly DiffEntry[]): { readonly tables: number; readonly rows: number; readonly bytes: number } {
  return entries.reduce((sum, { size }) => ({ tables: sum.tables + (size?.tables ?? 1), rows: sum.rows + (size?.rows ?? 0), bytes: sum.bytes + (size?.bytes ?? 0) }), { tables: 0, rows: 0, bytes: 0 });
}
