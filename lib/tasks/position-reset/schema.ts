/** What the dialog that sets another position sends, and what it shows. Browser-safe. */
import { z } from "zod";
import type { PositionMove } from "../../engine/plan";
import { reasonSchema } from "../reason";

const place = { file: z.string().trim().min(1).max(255), offset: z.number().int().min(4).max(Number.MAX_SAFE_INTEGER) };
const gtidSet = z.string().trim().min(1, "Enter the GTID set.").max(100_000);

export const resetTargetSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  z.object({ kind: z.literal("gtid"), gtidSet }),
  z.object({ kind: z.literal("file"), ...place }),
]);
export type ResetTargetInput = z.input<typeof resetTargetSchema>;

const position = z.object({ file: z.string().max(255), offset: z.number().int().min(0), gtidSet: z.string().max(1_000_000).nullable(), flavour: z.enum(["mysql", "mariadb"]) });
export const resetPositionSchema = z.object({
  /** As it was shown: from where to where. */
  from: position,
  to: position,
  reason: reasonSchema,
});
export type ResetPositionInput = z.input<typeof resetPositionSchema>;
export type ResetPosition = z.output<typeof resetPositionSchema>;

/** A position that a person has set, for the life of the task. */
export interface PositionResetView {
  readonly id: number;
  readonly move: PositionMove;
  readonly reason: string;
  readonly actor: string;
  readonly atMs: number;
  /** Null: it is not known whether it took effect. */
  readonly appliedAtMs: number | null;
}
