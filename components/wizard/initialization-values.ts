import type { InitializationSliceInput } from "@/lib/tasks/schema";

/** What the form of step 4 holds: the fields of every choice, so that changing one's mind loses nothing. */
export interface InitializationValues {
  schema: boolean;
  data: boolean;
  start: { mode: "auto" | "manual" | "at"; at: string };
  position: { kind: "now" | "gtid" | "file"; gtidSet: string; file: string; offset: number | null };
}

const part = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {});
const text = (value: unknown) => (typeof value === "string" ? value : "");

/** First values from a kept draft, whose shape nobody has checked, or from the saved step. */
export function initializationValues(from: unknown): InitializationValues {
  const all = part(from);
  const start = part(all["start"]);
  const position = part(all["position"]);
  return {
    schema: all["schema"] !== false,
    data: all["data"] !== false,
    start: { mode: start["mode"] === "manual" || start["mode"] === "at" ? start["mode"] : "auto", at: text(start["at"]) },
    position: { kind: position["kind"] === "gtid" || position["kind"] === "file" ? position["kind"] : "now", gtidSet: text(position["gtidSet"]), file: text(position["file"]), offset: typeof position["offset"] === "number" ? position["offset"] : 4 },
  };
}

/** What is saved: a start position counts only where nothing is copied. */
export function initializationInput(values: InitializationValues): InitializationSliceInput {
  return { ...values, position: values.data ? { kind: "now" } : values.position } as InitializationSliceInput;
}
