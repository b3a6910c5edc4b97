/** What `?at=` of a task's events names: an event, or a moment. Pure, browser-safe. */
export type EventMoment = { readonly kind: "event"; readonly id: number } | { readonly kind: "time"; readonly atMs: number };

/** `1042` is an event's id; `2026-11-22T14:02:11Z` and milliseconds since 1970 are moments. An ISO time without offset is UTC. Null: none of these. */
export function eventMoment(text: string | null): EventMoment | null {
  if (text === null) return null;
  if (/^\d{1,10}$/.test(text)) return { kind: "event", id: Number(text) };
  if (/^\d{12,14}$/.test(text)) return { kind: "time", atMs: Number(text) };
  // A plus sign in an address is a space once it is read.
  const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+ -]\d{2}:?\d{2})?$/i.exec(text);
  if (!iso) return null;
  const atMs = Date.parse(`${iso[1]}T${iso[2]}${(iso[3] ?? "Z").replace(" ", "+").toUpperCase()}`);
  return Number.isNaN(atMs) ? null : { kind: "time", atMs };
}
