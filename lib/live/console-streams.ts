import { controlDatabaseChanges } from "./data";
import { LiveHub } from "./hub";
import { LiveStreams } from "./streams";

const tickMs = 500;

// On globalThis: the routes and what begins with the server are different bundles, and development loads modules again.
const shared = globalThis as typeof globalThis & { tributaryStreams?: LiveStreams; tributaryLiveTick?: NodeJS.Timeout };

/** The streams of this console. Throws nothing: what cannot be read is said to the page. */
export function consoleStreams(): LiveStreams {
  shared.tributaryStreams ??= new LiveStreams(new LiveHub(controlDatabaseChanges()));
  return shared.tributaryStreams;
}

/** Begins to tell pages what changed, and ends all streams when the process is asked to end: the server waits for open answers. Once, outside any request. */
export function keepPagesFresh(): void {
  if (shared.tributaryLiveTick !== undefined) return;
  const streams = consoleStreams();
  shared.tributaryLiveTick = setInterval(() => streams.hub.tick(), tickMs);
  shared.tributaryLiveTick.unref();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => streams.close());
}
