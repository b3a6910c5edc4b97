/** The engine as a test runs it: one task over two servers, in this process or in a child that may be killed. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { runTask } from "../engine/run-modification";
import type { EngineEvent, EngineOutcome, EnginePlan, Figures, TableProgress } from "../engine/plan";
import { reached } from "../engine/position/position-order";
import { readSourcePosition } from "../engine/position/read-position";
import { compareDatabases } from "../engine/verification/compare-databases";
import { connect, metadataSession } from "../mysql/connection";
import { destinationDatabase } from "../object-names/capitalization";
import type { TaskProcessInput } from "./task-process";
import type { TwoServers } from "./two-servers";

export interface RunningTask {
  readonly events: readonly EngineEvent[];
  readonly figures: readonly Figures[];
  readonly tables: ReadonlyMap<string, TableProgress>;
  /** Resolves when all that the source has committed by now is applied; rejects when the task ends before. */
  whenApplied(): Promise<void>;
  /** Resolves when the condition over what the task has told holds; rejects when the task ends before. */
  until(holds: () => boolean): Promise<void>;
  /** Resolves with the first event, past or future, that fulfils the condition; rejects when the task ends before. */
  when(condition: (event: EngineEvent) => boolean): Promise<EngineEvent>;
  /** Drains and ends. */
  stop(): Promise<EngineOutcome>;
  readonly ended: Promise<EngineOutcome>;
}

/** A plan over the box's databases and exactly the accounts that the product asks for. */
export async function planOf(box: TwoServers, change: Partial<EnginePlan> = {}): Promise<EnginePlan> {
  const destinations = (change.objects ?? []).map((object) => destinationDatabase(object, 0));
  return {
    taskId: box.id,
    epoch: 1,
    source: await box.source.account("all"),
    destination: await box.destination.account(destinations.length > 0 ? destinations : [box.destination.database], box.bookkeepingDatabase),
    objects: [{ database: box.source.database, as: box.destination.database }],
    existingTables: "intercept",
    conflictPolicy: "stop",
    onlineDdlTables: "skip",
    initialSchema: true,
    initialData: true,
    bookkeepingDatabase: box.bookkeepingDatabase,
    parallel: { appliers: 4, loaders: 2, chunkRows: 1_000 },
    limits: { memoryBytes: 16 * 1024 * 1024 },
    ...change,
  };
}

/** Starts the task in this process. */
export function startTask(plan: EnginePlan): RunningTask {
  const controller = new AbortController();
  const events: EngineEvent[] = [];
  const figures: Figures[] = [];
  const tables = new Map<string, TableProgress>();
  const watchers = new Set<() => void>();
  const changed = () => watchers.forEach((watcher) => watcher());
  const ended = runTask(
    plan,
    {
      figures: (one) => (figures.push(one), changed()),
      tables: (list) => (list.forEach((table) => tables.set(`${table.source.database}.${table.source.table}`, table)), changed()),
      event: (event) => (events.push(event), changed()),
    },
    controller.signal,
    { retryMinutes: 1 },
  );
  ended.catch(() => undefined).finally(changed);
  const until = async (holds: () => boolean): Promise<void> => {
    const come = new Promise<void>((resolve) => {
      const look = () => {
        if (!holds()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
    await Promise.race([
      come,
      ended.then(() => {
        if (!holds()) throw new Error("the task ended before");
      }),
    ]);
  };
  return {
    events,
    figures,
    tables,
    ended,
    async whenApplied() {
      await using source = await connect(plan.source, { session: metadataSession });
      const target = await readSourcePosition(source);
      await until(() => figures.some((one) => one.applied !== null && reached(one.applied, target)));
    },
    until,
    async when(condition) {
      await until(() => events.some(condition));
      return events.find(condition)!;
    },
    async stop() {
      controller.abort();
      return ended;
    },
  };
}

/** Runs the task until all that the source has committed by now is at the destination. */
export async function catchUp(plan: EnginePlan): Promise<RunningTask> {
  const task = startTask({ ...plan, until: "caught-up" });
  expect((await task.ended).kind).toBe("caught-up");
  return task;
}

/**
 * Runs the task in a process of its own that kills itself (SIGKILL) when it comes to the failpoint for the nth time. Resolves with true when it was
 * killed, false when it caught up without coming there.
 */
export async function runUntilKilled(plan: EnginePlan, failpoint: string, nth = 1): Promise<boolean> {
  return isKilled({ plan: { ...plan, until: "caught-up" }, failpoint, nth });
}

/** The same for what else a process of the task's own may be asked to do. */
export async function isKilled(input: TaskProcessInput): Promise<boolean> {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "task-process.ts")], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  child.stdin.end(JSON.stringify(input));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => child.on("close", (...end) => resolve(end)));
  if (signal === "SIGKILL") return true;
  if (code === 0) return false;
  throw new Error(`the task's process ended with ${signal ?? code}: ${output}`);
}

/** Both sides' databases hold the same rows in the same tables, byte for byte. */
export async function expectEqual(box: TwoServers, databases: Readonly<Record<string, string>> = { [box.source.database]: box.destination.database }, except: readonly string[] = []): Promise<void> {
  const differences = await compareDatabases({
    connectSource: (session) => connect(box.source.server.settings("source"), { session }),
    connectDestination: (session) => connect(box.destination.server.settings("destination"), { session }),
    databases,
    except,
  });
  expect(differences).toEqual([]);
}
