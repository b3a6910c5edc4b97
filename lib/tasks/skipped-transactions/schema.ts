/** What the dialog about a transaction that stopped the task sends, and what the page shows of it. Browser-safe. */
import { z } from "zod";
import type { TableChanges } from "../../engine/plan";
import { reasonSchema } from "../reason";

export const skipSchema = z.object({
  /** The transaction that the decision is about, as the error names it. */
  transaction: z.string().min(1).max(300),
  reason: reasonSchema,
});
export type SkipInput = z.input<typeof skipSchema>;
export type Skip = z.output<typeof skipSchema>;

/** A source transaction that the destination does not hold, for the life of the task. */
export interface SkippedTransactionView {
  readonly id: number;
  readonly position: string;
  /** Error code that the task stopped with. */
  readonly code: string;
  /** What it would have changed; empty while that is not known. */
  readonly tables: readonly TableChanges[];
  /** When it was committed at the source. */
  readonly transactionAtMs: number | null;
  readonly reason: string;
  readonly actor: string;
  readonly atMs: number;
  /** The task has passed over it; null = not yet. */
  readonly appliedAtMs: number | null;
}

const tableChangesSchema = z.array(z.object({ source: z.string(), destination: z.string(), inserts: z.number(), updates: z.number(), deletes: z.number() }));

/** Tables of a transaction as an error's context or a column holds them; none where they are not known. */
export function tablesOf(value: unknown): readonly TableChanges[] {
  if (typeof value !== "string") return tableChangesSchema.safeParse(value).data ?? [];
  try {
    return tablesOf(JSON.parse(value) as object);
  } catch {
    return [];
  }
}
