/** What the dialogs about a refused schema change send, and what the page shows of it. Browser-safe. */
import { z } from "zod";
import { reasonSchema } from "../reason";

export const ddlDecisionSchema = z
  .object({
    /** The change that the decision is about, as the error names it. */
    change: z.string().min(1).max(300),
    action: z.enum(["skip", "edit", "done"]),
    /** With `edit`: one or several, apart by `;`. */
    statements: z.string().max(100_000).default(""),
    reason: reasonSchema,
  })
  .refine((value) => value.action !== "edit" || value.statements.trim() !== "", { path: ["statements"], error: "Enter the statement to run instead." });
export type DdlDecisionInput = z.input<typeof ddlDecisionSchema>;
export type DdlDecision = z.output<typeof ddlDecisionSchema>;

/** A schema change that did not go its usual way, for the life of the task. */
export interface KnownGapView {
  readonly id: number;
  readonly action: DdlDecision["action"];
  readonly position: string;
  readonly statement: string;
  readonly replacement: readonly string[] | null;
  readonly reason: string;
  readonly actor: string;
  readonly atMs: number;
  /** The task has gone past the change; null = not yet. */
  readonly appliedAtMs: number | null;
}

export interface NotCarriedView {
  readonly id: number;
  readonly kind: string;
  readonly object: string;
  /** In the reader's language, unless a database said it. */
  readonly cause: string;
  readonly statement: string | null;
  readonly atMs: number;
}

export const conflictKinds = ["row-missing", "row-exists", "row-differs"] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export interface ConflictView {
  readonly id: number;
  readonly atMs: number;
  readonly database: string;
  readonly table: string;
  readonly kind: ConflictKind;
  readonly key: string;
  readonly decision: "stop" | "overwrite" | "ignore";
  readonly position: string | null;
}

export interface ConflictList {
  /** Newest first. */
  readonly rows: readonly ConflictView[];
  /** Ever met; older ones than are kept are counted too. */
  readonly total: number;
  /** Pass as `before` for older ones; null = no more. */
  readonly nextBefore: number | null;
}

const whole = z.coerce.number().int().positive();
export const conflictQuerySchema = z.object({
  kind: z.enum(conflictKinds).optional().catch(undefined),
  /** Part of a table's name. */
  table: z.string().trim().max(130).optional().catch(undefined),
  before: whole.optional().catch(undefined),
});
export type ConflictQuery = z.output<typeof conflictQuerySchema>;
