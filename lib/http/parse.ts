import type { z } from "zod";
import { InputInvalid } from "../errors/input-invalid";

/** Parses what came from outside. Throws `input-invalid` with the first message of each field; `prefix` is put before the paths. */
export function parse<S extends z.ZodType>(schema: S, input: unknown, prefix = ""): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const path = [prefix, ...issue.path.map(String)].filter((part) => part !== "").join(".");
    fields[path] ??= issue.message;
  }
  throw new InputInvalid(fields);
}
