/** `2026-11-22T14:02` in a time zone → ISO with offset; null when it is no such moment. For inputs of type datetime-local. */
export function fromLocal(local: string, timeZone: string): string | null {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return null;
  // The offset at the moment that is meant: asked twice, because the first guess may lie on the other side of a clock change.
  let ms = wall;
  for (let round = 0; round < 2; round++) ms = wall - offsetOf(ms, timeZone);
  return new Date(ms).toISOString();
}

/** ISO → `2026-11-22T14:02` in a time zone; "" when it is not one. */
export function toLocal(iso: string, timeZone: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? "" : new Date(ms + offsetOf(ms, timeZone)).toISOString().slice(0, 16);
}

function offsetOf(ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }).formatToParts(ms);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(value("year"), value("month") - 1, value("day"), value("hour"), value("minute"), value("second")) - Math.floor(ms / 1000) * 1000;
}
