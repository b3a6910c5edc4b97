import type { PublicError } from "./result";

/** A GET route answered with an error, or nothing answered at all (`code` is then `unknown`, status 0). Browser-safe. */
export class RouteError extends Error {
  override readonly name = "RouteError";
  constructor(
    readonly status: number,
    readonly error: PublicError,
  ) {
    super(error.message);
  }
}

/** When the console began to read the last answer of an address, by its own clock: milliseconds. Of those that are asked for again and again. */
export const answersReadAt = new Map<string, number>();
const longestMemory = 100;

function noteReadAt(path: string, readAtMs: number): void {
  // Behind all others, so that the first is the one that was asked for longest ago.
  answersReadAt.delete(path);
  answersReadAt.set(path, readAtMs);
  for (const oldest of answersReadAt.keys()) {
    if (answersReadAt.size <= longestMemory) return;
    answersReadAt.delete(oldest);
  }
}

/** Asks one of our GET routes. Cancelled by `signal`; throws RouteError. */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { signal, headers: { accept: "application/json" }, cache: "no-store" });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RouteError(0, { code: "unknown", message: "The console does not answer.", remedy: "Check the connection; the page tries again by itself." });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) {
    noteReadAt(path, Number(response.headers.get("x-read-at") ?? 0));
    return body as T;
  }
  const said = (body as { error?: PublicError } | null)?.error;
  throw new RouteError(response.status, said ?? { code: "unknown", message: "The console answered with an error.", remedy: "Reload the page." });
}

/** `?a=1&b=2` of the entries that have a value; lists are joined by commas. */
export function queryString(values: Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === "" || value === false || (Array.isArray(value) && value.length === 0)) continue;
    search.set(key, Array.isArray(value) ? value.join(",") : String(value === true ? "1" : value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
