import { z } from "zod";

/** `LiveRequest`, as it comes from outside. A page shows far fewer answers than these. */
export const liveRequestSchema = z.object({
  tab: z.string().regex(/^[\w-]{1,64}$/),
  topics: z
    .array(z.object({ path: z.string().max(2_000), known: z.string().max(64).optional() }))
    .min(1)
    .max(40)
    .refine((topics) => new Set(topics.map(({ path }) => path)).size === topics.length),
});
