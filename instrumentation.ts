/** Runs once when the console's server starts: it watches alerts, so that runners that are gone are noticed, and tells open pages what changed. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { watchAlerts } = await import("./lib/alerts/console-watch");
  watchAlerts();
  const { keepPagesFresh } = await import("./lib/live/console-streams");
  keepPagesFresh();
}
