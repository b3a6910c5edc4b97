/** The demo's story, once the packages are there. Ctrl-C at any moment stops what was started; the next run goes on from there. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { consolePrograms } from "../console-programs.mjs";
import { SetupFailure } from "../servers/failure.mjs";
import { tryLock } from "../servers/lock.mjs";
import { repositoryRoot } from "../servers/places.mjs";
import { runProgram } from "../servers/program.mjs";
import { endLeftover, endSignals, supervise } from "../supervise.mjs";
import { demoFolder, freePort, readOrMakeState, saveState } from "./demo-state";
import { type DemoServer, makeSyncAccounts, startServer } from "./demo-servers";
import { loadDatabases } from "./load-databases";
import { step } from "./step.mjs";

const { signal, atOnce } = endSignals();
let state = await readOrMakeState();
const lock = join(demoFolder, "running.lock");
for (let attempt = 0; !(await tryLock(lock)); attempt++)
  if (attempt === 3) throw new SetupFailure("The demo is running already.", "Use the console it printed, or end it with Ctrl-C first.");

const dataFolder = join(demoFolder, "data");
const trafficPidFile = join(demoFolder, "traffic.pid");
// Of a demo that was killed: they would hold the port.
for (const pidFile of [join(dataFolder, "console.pid"), join(dataFolder, "runner.pid"), trafficPidFile]) await endLeftover(pidFile);

const servers: DemoServer[] = [];
try {
  await run();
} catch (error) {
  // Ctrl-C ends what is under way, too; that it did not succeed is no news.
  if (!signal.aborted) throw error;
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  await rm(lock, { force: true });
}
if (signal.aborted) console.log("Stopped. npm run demo goes on from here.");

async function run(): Promise<void> {
  // The pages are built while the servers start and fill.
  const build = buildIfChanged();
  build.catch(() => undefined);
  await step("MySQL servers: source and destination", async (report) => {
    const both = await Promise.allSettled([startServer("source", state, report), startServer("destination", state, report)]);
    for (const started of both) if (started.status === "fulfilled") servers.push(started.value);
    for (const started of both) if (started.status === "rejected") throw started.reason;
  });
  const [source, destination] = servers as [DemoServer, DemoServer];
  if (signal.aborted) return;
  await step("Databases shop and crm at the source", (report) => loadDatabases(source.address, report));
  await step("Account dts_sync at both servers", () => makeSyncAccounts(source.address, destination.address, state.syncPassword));
  if (signal.aborted) return;
  await step("Console and runner built", async (report) => {
    const text = await Promise.race([build, wait(700)]);
    if (text === undefined) report("npm run build; about a minute the first time");
    await build;
  });
  if (signal.aborted) return;

  const host = process.env.TRIBUTARY_HOST || "127.0.0.1";
  const port = process.env.TRIBUTARY_PORT || String(await freePort(3020, []));
  Object.assign(process.env, {
    TRIBUTARY_HOST: host,
    TRIBUTARY_PORT: port,
    TRIBUTARY_DATA_DIR: dataFolder,
    TRIBUTARY_LOG_FORMAT: process.env.TRIBUTARY_LOG_FORMAT || "text",
    TRIBUTARY_LOG_LEVEL: process.env.TRIBUTARY_LOG_LEVEL || "warn",
  });
  // Reads the environment when it is loaded.
  const { closeDatabase, readTask, registerDemo, startRunningTask } = await import("./register-demo");
  await step("Region, host, cluster, administrator and tasks", async () => {
    state = saveState({ ...state, ...(await registerDemo(state, source.address, destination.address)) });
  });

  const traffic = { name: "traffic", command: [process.execPath, "--import", "tsx", join(repositoryRoot, "scripts/demo/traffic.ts")], cwd: repositoryRoot, pidFile: trafficPidFile, env: { ...process.env, DEMO_SOURCE: JSON.stringify(source.address) } };
  const quit = new AbortController();
  const programs = [...consolePrograms("production", process.env), traffic].map((program) => ({ ...program, logFile: join(demoFolder, `${program.name}.log`) }));
  for (const { logFile } of programs) await rm(logFile, { force: true });
  const running = supervise(programs, { signal: AbortSignal.any([signal, quit.signal]), atOnce });
  try {
    const address = `http://${host === "0.0.0.0" || host === "::" ? "localhost" : host}:${port}`;
    await step("Console answers", () => untilAnswers(`${address}/api/health`));
    const id = state.runningTask ?? "";
    const runs = await step("Task crm-to-polardb: from schema to Synchronizing", async (report): Promise<boolean> => {
      let told = "";
      for (;;) {
        if (signal.aborted) return false;
        await startRunningTask(id, state.console.username);
        const { status, phase, errorCode } = await readTask(id);
        if (["failed", "precheck_failed", "paused"].includes(status) || (status === "running" && phase === "stream")) {
          if (status !== "running") report(`the task is ${status}${errorCode ? ` (${errorCode})` : ""}: see it in the console, or ${join(demoFolder, "runner.log")}`);
          return status === "running";
        }
        const now = phase && status === "running" ? phase.replace("_", " ") : status.replaceAll("_", " ");
        if (now !== told) report(now);
        told = now;
        await wait(300, undefined, { signal }).catch(() => undefined);
      }
    });
    await closeDatabase();
    if (!signal.aborted) await sayWhereToGo(address, source, destination, runs);
  } catch (error) {
    quit.abort();
    await running;
    throw error;
  }
  await running;
  await closeDatabase();
}

async function buildIfChanged(): Promise<true> {
  const done = await runProgram(process.execPath, [join(repositoryRoot, "scripts/build.mjs"), "--if-changed"], { cwd: repositoryRoot });
  if (done.code !== 0) throw new SetupFailure("The console could not be built.", "Run npm run build and read what it says.", done.output.split("\n").slice(-30).join("\n"));
  return true;
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!signal.aborted) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new SetupFailure(`The console does not answer at ${url}.`, `Read ${join(demoFolder, "console.log")}; npm run build builds anew.`);
    await wait(200, undefined, { signal }).catch(() => undefined);
  }
}

async function sayWhereToGo(address: string, source: DemoServer, destination: DemoServer, runs: boolean): Promise<void> {
  const signIn = join(demoFolder, "sign-in.txt");
  await writeFile(signIn, `${address}\nuser name: ${state.console.username}\npassword:  ${state.console.password}\n`, { mode: 0o600 });
  const at = (server: DemoServer) => `${server.address.host}:${server.address.port} (MySQL ${server.version})`;
  console.log(`
  Console      ${address}
  Sign in      ${state.console.username} / ${state.console.password}     (kept in ${signIn})

  Source       ${at(source)}: databases shop and crm, with traffic
  Destination  ${at(destination)}
  Account      dts_sync / ${state.syncPassword} on both

  ${runs ? "crm-to-polardb is Synchronizing." : "crm-to-polardb does not run: its page says why."} shop-to-polardb is Not Configured and waits for you: Configure Task.
  Ctrl-C stops everything. Data and passwords stay in ${demoFolder}; remove it to begin anew.
`);
}
