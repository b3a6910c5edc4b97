/** One value of a configuration that differs. Null: it was, or is, not there. */
export interface Difference {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const isBranch = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const shown = (value: unknown) => (value === undefined || value === null ? null : typeof value === "string" ? value : JSON.stringify(value));

/** Leaves that differ, in the order of their paths; lists are compared as a whole. Pure. */
export function differences(before: unknown, after: unknown, path = ""): Difference[] {
  if (isBranch(before) || isBranch(after)) {
    const [from, to] = [isBranch(before) ? before : {}, isBranch(after) ? after : {}];
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].sort().flatMap((key) => differences(from[key], to[key], path ? `${path}.${key}` : key));
  }
  const [from, to] = [shown(before), shown(after)];
  return from === to ? [] : [{ path, before: from, after: to }];
}
