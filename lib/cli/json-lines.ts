import type { EngineObserver } from "../engine/plan";

/** One JSON object a line on stdout: figures once a second, tables and events as they come. Times are ISO 8601 in UTC. */
export function jsonLines(write: (line: string) => void): EngineObserver {
  const line = (atMs: number, type: string, body: object) => write(`${JSON.stringify({ at: new Date(atMs).toISOString(), type, ...body })}\n`);
  return {
    figures: ({ atMs, ...figures }) => line(atMs, "figures", figures),
    tables: (changed) => {
      for (const table of changed) line(Date.now(), "table", table);
    },
    event: ({ atMs, ...event }) => line(atMs, event.kind, event),
  };
}
