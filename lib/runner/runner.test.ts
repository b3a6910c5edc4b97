import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { AttemptOptions } from "../engine/attempts";
import type { EngineObserver, EnginePlan, Figures } from "../engine/plan";
import { AppError } from "../errors/app-error";
import { getSeries } from "../figures/data";
import { makeLogger } from "../logging/logger";
import { pauseTask, releaseTask, resumeTask, retryNow } from "../tasks/lifecycle/mutations";
import { getTask } from "../tasks/data";
import { listEvents, listTables } from "../tasks/progress/data";
import { parseTaskEventQuery, parseTaskTableQuery } from "../tasks/query";
import { configuredTask, controlDatabase, type ControlDatabase } from "../testing/control-database";
import { claimTasks, leaseMs, releaseLease } from "./lease";
import { isOver, Runner } from "./runner";

type Run = NonNullable<AttemptOptions["run"]>;

let control: ControlDatabase;
let clock: number;
beforeEach(async () => {
  control = await controlDatabase();
  clock = Date.now();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

const silent = makeLogger({ level: "error", format: "json", destination: { write: () => undefined } });
const node = (id: string) => ({ id, hostname: "here", pid: 1, version: "0", addresses: ["127.0.0.1/32"], startedAtMs: 0 });
const runner = (id: string, run: Run) =>
  new Runner({ node: node(id), log: silent, limit: 5, now: () => clock, task: { run, random: () => 0, flushEveryMs: 20 } });
const status = async (id: string) => (await getTask(id)).status.value;
const becomes = (id: string, value: string) => vi.waitFor(async () => expect(await status(id)).toBe(value), { timeout: 20_000, interval: 20 });

function figures(more: Partial<Figures> = {}): Figures {
  return {
    atMs: Date.now(),
    phase: "stream",
    rowsPerSecond: 100,
    transactionsPerSecond: 10,
    bytesPerSecond: 1_000,
    rows: 0,
    transactions: 0,
    bytes: 0,
    applied: null,
    read: null,
    source: null,
    caughtUp: null,
    lagMs: 2_000,
    lagBytes: null,
    lastCommitMs: null,
    clockOffsetMs: null,
    queues: { readerBytes: 0, laneTransactions: 0, laneBytes: 0 },
    busy: { reader: 0, decoder: 0, writer: 0 },
    commitMs: 5,
    conflicts: 0,
    retries: 0,
    logRetentionSeconds: null,
    ...more,
  };
}

/** A stand-in for the engine's pipeline (not for a database): reports, then stays until it is told to stop. */
function streaming(started: (plan: EnginePlan, observer: EngineObserver, signal: AbortSignal) => void = () => undefined): Run {
  return (plan, observer, signal) => {
    observer.event({ kind: "phase", phase: "schema", atMs: Date.now() });
    observer.event({ kind: "phase", phase: "stream", atMs: Date.now() });
    observer.figures(figures());
    started(plan, observer, signal);
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ kind: "stopped" }), { once: true });
      if (signal.aborted) resolve({ kind: "stopped" });
    });
  };
}

async function takeovers(taskId: string): Promise<string[]> {
  const rows = await control.db.taskEvent.findMany({ where: { taskId, message: { contains: "taken over" } } });
  return rows.map(({ message }) => message);
}

describe("a runner", () => {
  it("begins anew with the new settings when they change while it works", async () => {
    const id = await configuredTask(control, { status: "starting" });
    const plans: EnginePlan[] = [];
    const own = runner("a", streaming((plan) => plans.push(plan)));
    await own.tick();
    await becomes(id, "Synchronizing");
    await control.db.task.update({ where: { id }, data: { instanceClass: "micro", settingsRevision: { increment: 1 } } });
    await own.tick();
    await vi.waitFor(() => expect(own.taskIds).toEqual([]));
    expect(await status(id)).toBe("Synchronizing");
    await own.tick();
    await vi.waitFor(() => expect(plans).toHaveLength(2));
    expect(plans[1]).toMatchObject({ epoch: 2, caps: { incremental: { rowsPerSecond: 200 } } });
    await own.tick();
    expect(plans).toHaveLength(2);
    expect(await takeovers(id)).toEqual([]);
    await own.drain();
  });

  it("says that it took a task over only when another runner lost it", async () => {
    const id = await configuredTask(control, { status: "starting" });
    const first = runner("a", streaming());
    await first.tick();
    await becomes(id, "Synchronizing");
    await first.drain();
    const handedOver = runner("b", streaming());
    await handedOver.tick();
    await handedOver.drain();
    expect(await takeovers(id)).toEqual([]);
    await control.db.task.update({ where: { id }, data: { leaseOwner: "b", leaseExpiresAtMs: 1 } });
    const after = runner("c", streaming());
    await after.tick();
    await vi.waitFor(async () => expect(await takeovers(id)).toEqual(["A runner has taken over: c."]));
    await after.drain();
  });

  it("carries a started task to Synchronizing, with phases, tables, figures and events", async () => {
    const id = await configuredTask(control, { status: "starting" });
    const table = {
      source: { database: "shop", table: "orders" },
      destination: { database: "shop", table: "orders" },
      state: "live" as const,
      rowsEstimated: 3,
      rowsCopied: 3,
      bytesCopied: 30,
      startedAt: 1,
      endedAt: 2,
      inserts: 1,
      updates: 2,
      deletes: 3,
      ddls: 0,
      lastAppliedAt: 9,
      errorCode: null,
    };
    const plans: EnginePlan[] = [];
    const own = runner(
      "a",
      streaming((plan, observer) => {
        plans.push(plan);
        observer.tables([table, { ...table, source: { database: "shop", table: "items" }, state: "copying" }]);
        observer.event({ kind: "ddl-applied", statement: "ALTER TABLE orders ADD x INT", durationMs: 3, atMs: Date.now() });
      }),
    );
    await own.tick();
    await becomes(id, "Synchronizing");
    expect(plans[0]).toMatchObject({
      taskId: id,
      epoch: 1,
      source: { password: "secret" },
      objects: [{ database: "shop" }],
      caps: { incremental: { rowsPerSecond: 2_000 } },
      bookkeepingDatabase: "tributary",
    });
    await vi.waitFor(async () =>
      expect((await listTables(id, parseTaskTableQuery({}))).rows.map((row) => [row.source.table, row.state, row.updates])).toEqual([
        ["items", "copying", 2],
        ["orders", "live", 2],
      ]),
    );
    await own.drain();
    const task = await getTask(id);
    expect(Object.keys(task.phaseTimes)).toEqual(["schema", "stream"]);
    expect(task.phaseTimes.schema?.endedAtMs).toEqual(task.phaseTimes.stream?.startedAtMs);
    expect(task.figures).toMatchObject({ rowsPerSecond: 100 });
    const series = await getSeries(id, { fromMs: Date.now() - 60_000, toMs: Date.now() });
    expect(series.rowsPerSecond.filter((value) => value !== null)).toEqual([100]);
    expect((await listEvents(id, parseTaskEventQuery({}))).rows.map((event) => event.kind)).toContain("ddl-applied");
    // Given back at the end, not only left to expire.
    expect(await claimTasks("b", 1, clock)).toHaveLength(1);
  });

  it("pauses at a border when a person asks, and resumes with the counters going on", async () => {
    const id = await configuredTask(control, { status: "starting" });
    const table = {
      source: { database: "shop", table: "orders" },
      destination: { database: "shop", table: "orders" },
      state: "live" as const,
      rowsEstimated: 3,
      rowsCopied: 3,
      bytesCopied: 30,
      startedAt: 1,
      endedAt: 2,
      inserts: 5,
      updates: 0,
      deletes: 0,
      ddls: 0,
      lastAppliedAt: 9,
      errorCode: null,
    };
    const own = runner(
      "a",
      streaming((_plan, observer) => observer.tables([table])),
    );
    await own.tick();
    await becomes(id, "Synchronizing");
    await pauseTask({ id, actor: "li" });
    await own.tick();
    await becomes(id, "Suspending");
    await vi.waitFor(() => expect(own.taskIds).toEqual([]));
    await resumeTask({ id, actor: "li" });
    await own.tick();
    await becomes(id, "Synchronizing");
    await vi.waitFor(async () => expect((await listTables(id, parseTaskTableQuery({}))).rows[0]?.inserts).toBe(10));
    await own.drain();
  });

  it("pauses a task that nobody runs at once", async () => {
    const id = await configuredTask(control, { status: "pausing" });
    const own = runner("a", () => Promise.reject(new Error("must not run")));
    await own.tick();
    await becomes(id, "Suspending");
  });

  it("counts down while a side is away, tries at once when asked to, and recovers by progress alone", async () => {
    const id = await configuredTask(control, { status: "starting" });
    let attempt = 0;
    const own = runner("a", (plan, observer, signal) => {
      attempt += 1;
      if (attempt <= 1) return Promise.reject(new AppError("destination-unreachable", { context: { serverMessage: "connect ECONNREFUSED" } }));
      return streaming(() => {
        observer.figures(figures({ rows: 1 }));
        observer.figures(figures({ rows: 2 }));
      })(plan, observer, signal);
    });
    await own.tick();
    await becomes(id, "Retrying");
    expect((await getTask(id)).retry).toMatchObject({ code: "destination-unreachable", attempt: 1, serverMessage: "connect ECONNREFUSED" });
    await own.tick();
    await retryNow({ id, actor: "li" });
    await own.tick();
    await becomes(id, "Synchronizing");
    expect((await getTask(id)).retry).toBeNull();
    await own.drain();
  });

  it("fails with code, context and remedy when no retry cures it, and says after how long it recovered once a person has told it to go on", async () => {
    const id = await configuredTask(control, { status: "starting" });
    let cured = false;
    const own = runner("a", (plan, observer, signal) => {
      if (!cured) return Promise.reject(new AppError("binlog-purged", { context: { position: "binlog.000007:4", serverMessage: "purged" } }));
      return streaming(() => [1, 2, 3].forEach((rows) => observer.figures(figures({ rows }))))(plan, observer, signal);
    });
    await own.tick();
    await becomes(id, "InitializeFailed");
    expect((await getTask(id)).error).toMatchObject({
      code: "binlog-purged",
      serverMessage: "purged",
      context: { position: "binlog.000007:4" },
      disposition: "stop",
    });
    await vi.waitFor(() => expect(own.taskIds).toEqual([]));
    cured = true;
    await retryNow({ id, actor: "li" });
    await own.tick();
    await becomes(id, "Synchronizing");
    const recovered = () => control.db.taskEvent.findMany({ where: { taskId: id, kind: "recovered" } });
    await vi.waitFor(async () => expect(await recovered()).toMatchObject([{ detail: { afterMs: expect.any(Number) } }]));
    // A pause that follows is no failure.
    await pauseTask({ id, actor: "li" });
    await own.tick();
    await becomes(id, "Suspending");
    await vi.waitFor(() => expect(own.taskIds).toEqual([]));
    await resumeTask({ id, actor: "li" });
    await own.tick();
    await becomes(id, "Synchronizing");
    await own.drain();
    expect(await recovered()).toHaveLength(1);
  });

  it("fails when the retry window has passed, also when another runner opened it", async () => {
    const id = await configuredTask(control, { status: "retrying" });
    const sinceMs = clock - 721 * 60_000;
    await control.db.task.update({
      where: { id },
      data: { retry: { code: "source-unreachable", serverMessage: null, attempt: 9, sinceMs, nextAtMs: sinceMs, windowEndsMs: sinceMs } },
    });
    const own = runner("a", () => Promise.reject(new AppError("source-unreachable")));
    await own.tick();
    await becomes(id, "InitializeFailed");
    expect((await getTask(id)).error).toMatchObject({ code: "retry-window-expired", context: { lastCode: "source-unreachable" } });
  });

  it("stops without a word when it has lost its lease, and the next one goes on", async () => {
    const id = await configuredTask(control, { status: "starting" });
    const signals: AbortSignal[] = [];
    const epochs: number[] = [];
    const note: Run = streaming((plan, _observer, signal) => {
      epochs.push(plan.epoch);
      signals.push(signal);
    });
    const [first, second] = [runner("a", note), runner("b", note)];
    await first.tick();
    await becomes(id, "Synchronizing");
    await second.tick();
    expect(second.taskIds).toEqual([]);
    // The first one is held up by its host for longer than its lease.
    clock += leaseMs + 1;
    await second.tick();
    await vi.waitFor(() => expect(epochs).toEqual([1, 2]));
    await first.tick();
    expect(signals[0]?.aborted).toBe(true);
    await vi.waitFor(() => expect(first.taskIds).toEqual([]));
    expect(await status(id)).toBe("Synchronizing");
    expect(signals[1]?.aborted).toBe(false);
    await second.drain();
  });

  it("leaves a task that was fenced to whoever fenced it", async () => {
    const id = await configuredTask(control, { status: "running" });
    const own = runner("a", () => Promise.reject(new AppError("fenced")));
    await own.tick();
    await vi.waitFor(() => expect(own.taskIds).toEqual([]));
    expect((await control.db.task.findUniqueOrThrow({ where: { id } })).status).toBe("running");
  });

  it("turns a released task into a tombstone without credentials", async () => {
    const id = await configuredTask(control, { status: "paused" });
    expect(await releaseTask({ id, actor: "li", reason: "moved" })).toBe("releasing");
    await runner("a", () => Promise.reject(new Error("must not run"))).tick();
    await becomes(id, "Released");
    expect(await control.db.task.findUniqueOrThrow({ where: { id } })).toMatchObject({ sourceSecret: null, destinationSecret: null });
    // Whoever decided it, not the runner.
    expect((await getTask(id)).released).toMatchObject({ by: "li", reason: "moved", atMs: expect.any(Number) });
  });

  it("says at its release which statement removes a heartbeat row that it could not remove", async () => {
    const id = await configuredTask(control, { status: "paused", objects: { objects: [{ database: "shop" }], heartbeatSeconds: 10 } });
    await control.db.task.update({ where: { id }, data: { generation: 2 } });
    await releaseTask({ id, actor: "li" });
    await runner("a", () => Promise.reject(new Error("must not run"))).tick();
    await becomes(id, "Released");
    const statement = `DELETE FROM \`tributary\`.\`heartbeat\` WHERE \`task\` IN ('${id}', '${id}-2')`;
    expect(await control.db.taskEvent.findFirst({ where: { taskId: id, severity: "warning" } })).toMatchObject({ message: expect.stringContaining(statement), detail: { statement } });
  });

  it("starts at the appointed time, and says so when it may not", async () => {
    const id = await configuredTask(control, { status: "ready" });
    await control.db.task.update({ where: { id }, data: { startAtMs: clock + 1_000 } });
    const own = runner("a", streaming());
    await own.tick();
    expect(await status(id)).toBe("PreCheckPass");
    clock += 2_000;
    // No precheck is younger than half an hour: one is run first.
    await own.tick();
    await vi.waitFor(async () => expect(["Prechecking", "PrecheckFailed"]).toContain(await status(id)));
    await own.drain();
  });

  it("knows which change of status ends its work", () => {
    expect([
      isOver("running", "retrying"),
      isOver("starting", "running"),
      isOver("running", "pausing"),
      isOver("prechecking", "not_started"),
      isOver("retrying", "failed"),
    ]).toEqual([false, false, true, true, true]);
  });
});

describe("a runner process", () => {
  function start(): ChildProcess {
    const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "main.ts")], {
      env: { ...process.env, TRIBUTARY_DATA_DIR: control.folder, TRIBUTARY_SECRET_KEY: process.env.TRIBUTARY_SECRET_KEY },
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  }
  const ready = (child: ChildProcess) =>
    new Promise<void>((resolve) => child.stdout?.on("data", (chunk: Buffer) => (chunk.toString().includes("runner ready") ? resolve() : undefined)));
  const gone = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));

  it("killed with -9 leaves its task to the next, which keeps the retry window and raises the epoch; SIGTERM gives it back at once", async () => {
    const id = await configuredTask(control, { status: "starting" });
    const child = start();
    await ready(child);
    await becomes(id, "Retrying");
    const before = await getTask(id);
    const end = gone(child);
    child.kill("SIGKILL");
    await end;
    expect(await claimTasks("b", 1, clock)).toEqual([]);
    clock = Date.now() + leaseMs + 1;
    const [claim] = await claimTasks("b", 1, clock);
    expect(claim).toMatchObject({ taskId: id, epoch: 2, status: "retrying" });
    await releaseLease(claim!);

    const next = start();
    await ready(next);
    await vi.waitFor(async () => expect((await getTask(id)).retry).toMatchObject({ sinceMs: before.retry?.sinceMs }), { timeout: 10_000 });
    const left = gone(next);
    next.kill("SIGTERM");
    expect(await left).toBe(0);
    expect(await claimTasks("c", 1)).toMatchObject([{ taskId: id, epoch: 4 }]);
  }, 60_000);
});
