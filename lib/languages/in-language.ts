import type { Text } from "../precheck/text";
import type { Locale } from "./locales";
import { translationFor, type Translation } from "./translation";

/** Where answers hold sentences of ours. What databases and people said stands in other fields (`raw`, `serverMessage`, `reason`) and is never touched. */
const spoken = new Set(["message", "sentence", "remedy", "cause", "title"]);

/**
 * A copy of an answer with its sentences in the reader's language: texts of the precheck, errors, events, field errors. Everything else is the
 * same; in English it is the very same value. Only plain objects and lists are looked into.
 */
export function inLanguage<T>(data: T, locale: Locale): T {
  const translation = translationFor(locale);
  return translation === null ? data : (walk(data, translation) as T);
}

function walk(value: unknown, translation: Translation): unknown {
  if (Array.isArray(value)) return value.map((entry) => walk(entry, translation));
  if (!isPlain(value)) return value;
  if (isText(value)) return { ...value, text: translation.said(value) };
  const copy: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) {
    if (name === "detail" && typeof entry === "string" && typeof value["sentence"] === "string") copy[name] = detailIn(entry, translation);
    else if (name === "context" && isPlain(entry) && typeof value["remedy"] === "string") copy[name] = typeof entry["detail"] === "string" ? { ...entry, detail: detailIn(entry["detail"], translation) } : entry;
    else if (typeof entry === "string") copy[name] = spoken.has(name) || (name === "reason" && value["kind"] === ownReason) ? translation.phrase(entry) : name === "body" && isProse(value["kind"]) ? entry.split("\n").map(translation.phrase).join("\n") : entry;
    else if (name === "fields" && isPlain(entry)) copy[name] = Object.fromEntries(Object.entries(entry).map(([field, error]) => [field, typeof error === "string" ? translation.phrase(error) : walk(error, translation)]));
    else copy[name] = walk(entry, translation);
  }
  return copy;
}

/** The detail of an error: a sentence of ours, such ones behind a table's name, or what a database said, which stays. */
function detailIn(detail: string, { phrase }: Translation): string {
  const whole = phrase(detail);
  const [, name, list] = /^([^\s:]+\.[^\s:]+): (.+)$/su.exec(detail) ?? [];
  if (whole !== detail || name === undefined || list === undefined) return whole;
  const parts = list.split("; ");
  const translated = parts.map(phrase);
  return translated.some((part, at) => part !== parts[at]) ? `${name}：${translated.join("；")}` : detail;
}

/** The risk whose reason is written by us, not by the person who accepted it. */
const ownReason = "existing-tables-ignored";

/** A fix that is no command but asks a person. */
const isProse = (kind: unknown) => kind === "console" || kind === "request";

function isText(value: Record<string, unknown>): value is Record<string, unknown> & Text {
  return typeof value["key"] === "string" && typeof value["text"] === "string" && isPlain(value["values"]);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
