/** The runner process. Started by the supervisor beside the console; several may run on one control database. */
import { environment, hostName, machineAddresses } from "../config/env";
import { logger, taskLogger } from "../logging/logger";
import { TaskLogWriter } from "../logging/task-log";
import { closeControlDatabase, openControlDatabase } from "./lease";
import { Runner } from "./runner";

const tickMs = 1_000;
/** Draining waits for a transaction border; what takes longer is cut, and the next runner goes on from the checkpoint. */
const drainMs = 25_000;

async function main(): Promise<number> {
  const settings = environment();
  const log = logger("runner");
  openControlDatabase();
  const node = {
    id: settings.runnerId,
    hostname: hostName(),
    pid: process.pid,
    version: settings.version,
    addresses: settings.runnerAddresses.length > 0 ? settings.runnerAddresses : machineAddresses(),
    region: settings.runnerRegion,
    startedAtMs: Date.now(),
  };
  const taskLog = (taskId: string) => {
    const file = new TaskLogWriter(settings.dataDir, taskId);
    return taskLogger("runner", (line) => file.write(line));
  };
  const runner = new Runner({ node, log, taskLog, limit: settings.runnerTasks, consoleUrl: settings.url });
  log.info({ id: node.id, version: node.version }, "runner begins");
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      log.info({ signal }, "stopping");
      stop.abort();
    });
  }
  // A supervisor that is gone takes its pipe with it: nobody reads, nobody would stop us.
  process.stdout.on("error", () => stop.abort());

  let ready = false;
  while (!stop.signal.aborted) {
    try {
      await runner.tick();
      if (!ready) {
        ready = true;
        process.stdout.write("runner ready\n");
      }
    } catch (error) {
      log.error({ error }, "tick failed");
    }
    await pause(tickMs, stop.signal);
  }
  const late = new AbortController();
  const drained = await Promise.race([runner.drain().then(() => true), pause(drainMs, late.signal).then(() => false)]);
  late.abort();
  if (!drained) log.warn({ tasks: runner.taskIds }, "left without draining");
  await closeControlDatabase();
  return 0;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

process.on("unhandledRejection", (error) => {
  logger("runner").error({ error }, "unhandled rejection");
  process.exit(1);
});

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    logger("runner").error({ error }, "runner ended");
    process.exit(1);
  },
);
