import { fetchJson } from "../http/fetch-json";

/** What a query says about itself, so that a stream can keep it up to date (`components/live`). */
export interface LiveMeta {
  /** Address of the route that it asks. */
  readonly path: string;
  /** What the query keeps of the answer; without it, the whole. */
  readonly take?: (answer: never) => unknown;
  /** The query is more than that answer, as several pages are: it asks again itself when the answer changes. */
  readonly asksItself?: true;
}

declare module "@tanstack/react-query" {
  interface Register {
    queryMeta: { readonly live?: LiveMeta };
  }
}

/** Of a query that keeps what a GET route answers: `queryOptions({ queryKey, ...answerOf<T>(path), refetchInterval: polled(3_000) })`. */
export function answerOf<T>(path: string) {
  return { queryFn: ({ signal }: { signal: AbortSignal }) => fetchJson<T>(path, signal), meta: { live: { path } } };
}

/** Hashes of the queries that a stream keeps up to date at this moment. Written by `components/live` alone. */
export const streamed = new Set<string>();

type Interval<Q> = (query: Q) => number | false;
const intervals = new Map<number, Interval<{ readonly queryHash: string }>>();

/** `refetchInterval` of a query that is asked only while no stream tells about it. Milliseconds. */
export function polled(everyMs: number): Interval<{ readonly queryHash: string }> {
  // The same function each time: another one would be another option to the query.
  const made = intervals.get(everyMs) ?? polledBy(() => everyMs);
  intervals.set(everyMs, made);
  return made;
}

/** The same where the pause depends on the query. */
export function polledBy<Q extends { readonly queryHash: string }>(every: Interval<Q>): Interval<Q> {
  return (query) => (streamed.has(query.queryHash) ? false : every(query));
}
