/** Keeps secrets out of logs, events and operation records: by key and by mark. */
import { inspect } from "node:util";

const mark = Symbol.for("tributary.secret");

/**
 * An opened secret. It shows itself to nobody but the caller of `reveal()`: as JSON, as text, in the inspector and in template strings it is
 * a placeholder, and `redact` reports it (in tests it throws).
 */
export class OpenedSecret {
  readonly [mark] = true;
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself, to hand to a driver. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return placeholder;
  }

  toJSON(): string {
    return placeholder;
  }

  [inspect.custom](): string {
    return placeholder;
  }
}

export const placeholder = "[redacted]";

const secretKey = /pass(word|wd|phrase)?$|secret|token|cookie|authorization|private.?key|^ca$|^key$/i;
/** Names that only look like one. */
const harmlessKey = /saved$|^keyName$/i;

export interface RedactOptions {
  /** What to do with an opened secret: `throw` in tests, so that the place is found. Default `hide`. */
  readonly onSecret?: "hide" | "throw";
}

/** A copy without secrets, with errors as plain data; cut off below eight levels and beyond 200 entries of a list. */
export function redact(value: unknown, options: RedactOptions = {}, depth = 0): unknown {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === undefined) return value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object") return undefined;
  if (mark in value) {
    if (options.onSecret === "throw") throw new Error("an opened secret was given to the log");
    return placeholder;
  }
  if (depth >= 8) return "…";
  if (value instanceof Error) return describeError(value, options, depth);
  if (Buffer.isBuffer(value) || ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) return redact(Object.fromEntries(value), options, depth);
  if (value instanceof Set) return redact([...value], options, depth);
  if (Array.isArray(value)) return value.slice(0, 200).map((entry) => redact(entry, options, depth + 1));
  const result: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    const hidden = secretKey.test(key) && !harmlessKey.test(key) && entry !== null && entry !== undefined && typeof entry !== "boolean";
    // An opened secret under a telling name is refused all the same: the mark is stronger.
    result[key] = hidden && !(typeof entry === "object" && mark in entry) ? placeholder : redact(entry, options, depth + 1);
  }
  return result;
}

/** Name, code, text and stack; of a driver error also its number. Never its statement, which may hold row values. */
function describeError(error: Error, options: RedactOptions, depth: number): Record<string, unknown> {
  const extra = error as Error & { code?: unknown; errno?: unknown; sqlState?: unknown; context?: unknown };
  const plain: Record<string, unknown> = { name: error.name, message: error.message, stack: error.stack };
  if (extra.code !== undefined) plain["code"] = extra.code;
  if (extra.errno !== undefined) plain["errno"] = extra.errno;
  if (extra.sqlState !== undefined) plain["sqlState"] = extra.sqlState;
  if (extra.context !== undefined) plain["context"] = redact(extra.context, options, depth + 1);
  if (error.cause !== undefined) plain["cause"] = redact(error.cause, options, depth + 1);
  return plain;
}
