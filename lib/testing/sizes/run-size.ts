/** One size case between two servers of its own: the task runs in a process of its own, whose memory is looked at when it ends. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
import { localFolder } from "../../../scripts/servers/places.mjs";
import { compareDatabases } from "../../engine/verification/compare-databases";
import type { EnginePlan } from "../../engine/plan";
import { connect } from "../../mysql/connection";
import type { TaskProcessInput } from "../task-process";
import { twoServers, type TwoServersOptions } from "../two-servers";
import { sizeCases, type SizeCase, type SizeCaseName } from "./size-cases";

export interface SizeResult {
  readonly loadSeconds: number;
  readonly logSeconds: number;
  /** The most memory that the task's process held, MiB, in the run that copied and the run that applied the log. */
  readonly loadMemory: number;
  readonly logMemory: number;
  readonly differences: readonly string[];
}

/** The defaults of the product, where a test would take less. */
const productDefaults = { parallel: { appliers: 4, loaders: 4, chunkRows: 50_000 }, limits: { memoryBytes: 64 << 20 } };

export async function runSize(name: SizeCaseName, scale: number, servers: TwoServersOptions): Promise<SizeResult> {
  const sizeCase: SizeCase = sizeCases[name];
  await using box = await twoServers({ ...servers, createDestination: false });
  await box.source.run("SET SESSION sql_mode=''");
  await sizeCase.before(box.source, scale);
  const plan: EnginePlan = {
    taskId: box.id,
    epoch: 1,
    source: await box.source.account("all"),
    destination: await box.destination.account(),
    objects: [{ database: box.source.database }],
    existingTables: "intercept",
    conflictPolicy: "stop",
    onlineDdlTables: "skip",
    initialSchema: true,
    initialData: true,
    bookkeepingDatabase: box.bookkeepingDatabase,
    ...productDefaults,
    until: "caught-up",
  };
  const load = await runTask(plan);
  await sizeCase.after(box.source, scale);
  const log = await runTask(plan);
  const differences = await compareDatabases({
    connectSource: (session) => connect(box.source.server.settings("source"), { session }),
    connectDestination: (session) => connect(box.destination.server.settings("destination"), { session }),
    databases: { [box.source.database]: box.destination.database },
  });
  return { loadSeconds: load.seconds, logSeconds: log.seconds, loadMemory: load.memory, logMemory: log.memory, differences };
}

/** The task's program as the product is built: one file, without a loader that takes memory of its own. */
function bundledTask(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

let bundled: Promise<string> | undefined;

async function bundle(): Promise<string> {
  const outfile = join(localFolder, "task-process.mjs");
  await build({ entryPoints: [join(import.meta.dirname, "..", "task-process.ts")], outfile, bundle: true, platform: "node", format: "esm", target: "node20", packages: "external", alias: { "@": join(import.meta.dirname, "..", "..", "..") }, logLevel: "error" });
  return outfile;
}

async function runTask(plan: EnginePlan): Promise<{ seconds: number; memory: number }> {
  const begun = Date.now();
  const child = spawn(process.execPath, [await bundledTask()], { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, NODE_NO_WARNINGS: "1" } });
  child.stdin.end(JSON.stringify({ plan, retryMinutes: 0, tellMemory: true } satisfies TaskProcessInput));
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (output += part));
  child.stderr.setEncoding("utf8").on("data", (part: string) => (errors = (errors + part).slice(-10_000)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`the task's process ended with ${code}: ${errors}`);
  return { seconds: Math.round((Date.now() - begun) / 100) / 10, memory: Math.round(Number(output.trim()) / 1024) };
}
