import { environment } from "../config/env";
import { logger } from "../logging/logger";
import { AlertWatch } from "./watch";

const shared = globalThis as typeof globalThis & { tributaryAlerts?: NodeJS.Timeout };

/** Begins to watch alerts in the console's process. Once, also when modules are loaded again in development. */
export function watchAlerts(): void {
  if (shared.tributaryAlerts !== undefined) return;
  const watch = new AlertWatch(`console-${process.pid}`, environment().url, (error) => logger("console").warn({ error }, "alerts not watched"));
  shared.tributaryAlerts = setInterval(() => watch.look(), 1_000);
  shared.tributaryAlerts.unref();
}
