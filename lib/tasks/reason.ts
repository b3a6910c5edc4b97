import { z } from "zod";

/** Why somebody decided so, for people who come later. Browser-safe. */
export const reasonSchema = z.string().trim().min(10, "Give a reason of at least 10 characters.").max(500, "At most 500 characters.");
