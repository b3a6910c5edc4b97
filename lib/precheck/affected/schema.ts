import { z } from "zod";
import { keptAffected } from "../check";

export const affectedQuerySchema = z.object({
  check: z.string().max(64),
  offset: z.coerce.number().int().min(0).max(keptAffected).default(0),
  limit: z.coerce.number().int().min(1).max(keptAffected).default(1_000),
  q: z.string().max(200).default(""),
});
