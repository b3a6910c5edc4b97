/** A list's filters and order under a name. Browser-safe. */
import { z } from "zod";

export const savedViewSchema = z.object({
  name: z.string().trim().min(1, "Enter a name.").max(60, "At most 60 characters."),
  /** Without the question mark. */
  query: z.string().max(2_000, "These filters are too long to be saved."),
});

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}
