/**
 * A task under a random workload, random schema changes and random faults; at the end of each round everything stands still and both servers are compared
 * in every value and every structure. All decisions come from the seed; when they are met by what is not the seed's: see the trace.
 */
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { localFolder } from "../../../scripts/servers/places.mjs";
import { compareDatabases } from "../../engine/verification/compare-databases";
import type { EnginePlan } from "../../engine/plan";
import { AppError } from "../../errors/app-error";
import { connect, type MysqlConnection } from "../../mysql/connection";
import { dice, type Dice } from "../dice";
import { privateServer, type PrivateServer } from "../servers";
import { sessionsOf } from "../sessions";
import { twoServers, type TwoServers } from "../two-servers";
import { compareStructures } from "./compare-structures";
import { Line } from "../line";
import { faultDeed, schemaDeed, setup, writerDeed, type Deed, type Fault } from "./soak-deeds";
import { firstRows, soakSchema, soakSource, type SoakSource } from "./soak-tables";
import { SoakTask } from "./soak-task";

export interface SoakOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly pair?: SoakSource["pair"];
  /** Default 4. */
  readonly writers?: number;
  /** Length of a round; default 45 s. */
  readonly roundSeconds?: number;
  readonly withFaults?: boolean;
  readonly withSchemaChanges?: boolean;
  readonly report?: (line: string) => void;
}

export interface SoakResult {
  readonly rounds: number;
  readonly deeds: number;
  readonly statements: number;
  readonly schemaChanges: number;
  readonly faults: number;
  /** The first thing that was wrong, in words; null = all rounds ended equal. */
  readonly failure: string | null;
  /** File that tells all deeds with time and answer. */
  readonly trace: string;
}

/** How long the task may take for what is left of a round. A bound against hanging. */
const catchUpMs = 240_000;

export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const source = soakSource(options.pair ?? "9.7");
  mkdirSync(join(localFolder, "soak"), { recursive: true });
  const trace = join(localFolder, "soak", `${source.pair}-${options.seed}.log`);
  const file = createWriteStream(trace);
  // A server of MariaDB ends itself when locks fill its buffer pool, as those of `bulk` do with less.
  await using sourceServer = await privateServer(source.pair === "9.7" ? "source" : source.pair === "5.6" ? "source56" : "mariadb", { lines: ["innodb-lock-wait-timeout=3", "innodb-buffer-pool-size=128M"] });
  await using destinationServer = await privateServer("destination", { lines: ["innodb-buffer-pool-size=128M"] });
  await using sourceLine = await Line.open(sourceServer.port);
  await using destinationLine = await Line.open(destinationServer.port);
  await using box = await twoServers({ source: sourceServer, destination: destinationServer, createDestination: false });
  const soak = new Soak(options, source, box, { source: sourceServer, destination: destinationServer }, { source: sourceLine, destination: destinationLine }, file);
  try {
    return { ...(await soak.run()), trace };
  } finally {
    await soak.end();
    await new Promise((resolve) => file.end(resolve));
  }
}

type Sides<T> = Readonly<Record<"source" | "destination", T>>;

class Soak {
  #task: SoakTask | null = null;
  #plan: EnginePlan | null = null;
  #stopping = false;
  #relationsRest = false;
  #failure: string | null = null;
  readonly #counts = { rounds: 0, deeds: 0, statements: 0, schemaChanges: 0, faults: 0 };
  readonly #begun = Date.now();
  readonly #faultDice: Dice;
  /** Statements of the log, to see that the seed decides: sessions go on with their own dice in the next round. */
  readonly #writerDice: Dice[];
  readonly #schemaDice: Dice;

  constructor(
    private readonly options: SoakOptions,
    private readonly source: SoakSource,
    private readonly box: TwoServers,
    private readonly servers: Sides<PrivateServer>,
    private readonly lines: Sides<Line>,
    private readonly file: WriteStream,
  ) {
    const { seed } = options;
    this.#faultDice = dice(seed * 1_000 + 1);
    this.#schemaDice = dice(seed * 1_000 + 2);
    this.#writerDice = Array.from({ length: options.writers ?? 4 }, (_, i) => dice(seed * 1_000 + 10 + i));
  }

  async run(): Promise<Omit<SoakResult, "trace">> {
    const { box, source } = this;
    const { report = () => undefined, roundSeconds = 45 } = this.options;
    await box.source.run(`ALTER DATABASE \`${box.source.database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
    await box.source.run(soakSchema(source));
    await box.source.admin.query("SET SESSION sql_mode='NO_AUTO_VALUE_ON_ZERO'");
    const roll = dice(this.options.seed * 1_000);
    for (const statement of firstRows(roll, source)) await this.#say(box.source.admin, 0, statement);
    this.#plan = await this.#makePlan();
    const end = Date.now() + this.options.minutes * 60_000;
    do {
      this.#counts.rounds += 1;
      this.#note(`round ${this.#counts.rounds}`);
      const until = Math.min(Date.now() + roundSeconds * 1_000, end);
      await this.#round(until);
      if (this.#failure === null) await this.#settle();
      if (this.#failure !== null) this.#note(`FAILURE ${this.#failure}`);
      report(`round ${this.#counts.rounds}: ${JSON.stringify(this.#counts)} ${this.#failure === null ? "equal" : "FAILED"}`);
    } while (Date.now() < end && this.#failure === null);
    return { ...this.#counts, failure: this.#failure };
  }

  async end(): Promise<void> {
    await this.#task?.kill("SIGKILL");
  }

  async #makePlan(): Promise<EnginePlan> {
    const { box } = this;
    const [source, destination] = [await box.source.account("all"), await box.destination.account()];
    return {
      taskId: box.id,
      epoch: 1,
      source: { ...source, port: this.lines.source.port },
      destination: { ...destination, port: this.lines.destination.port },
      objects: [{ database: box.source.database }],
      existingTables: "intercept",
      conflictPolicy: "stop",
      onlineDdlTables: "skip",
      initialSchema: true,
      initialData: true,
      bookkeepingDatabase: box.bookkeepingDatabase,
      parallel: { appliers: 4, loaders: 2, chunkRows: 500 },
      limits: { memoryBytes: 16 << 20 },
    };
  }

  #start(failpoint?: { readonly name: string; readonly nth: number }): void {
    const { appliers, memoryBytes } = setup(this.#faultDice);
    const plan = { ...this.#plan!, parallel: { ...this.#plan!.parallel, appliers }, limits: { memoryBytes } };
    this.#note(`task starts with ${appliers} appliers, ${memoryBytes} bytes${failpoint ? `, is killed at ${failpoint.name} (${failpoint.nth})` : ""}`);
    this.#task = new SoakTask({ plan, retryMinutes: 10, ...(failpoint ? { failpoint: failpoint.name, nth: failpoint.nth } : {}) });
  }

  /** Writers, schema changes and faults side by side. In the first round the task copies while rows change; structures stand still until it is done. */
  async #round(until: number): Promise<void> {
    this.#stopping = false;
    const stop = () => this.#stopping || this.#failure !== null || Date.now() >= until;
    const first = this.#counts.rounds === 1;
    const loaded = first ? this.#load() : Promise.resolve();
    if (!first) this.#start();
    const sessions = this.#writerDice.map(async (roll, i) => {
      // 5.6 finds the position of a keyless copy only while nothing commits.
      if (first && this.source.pair === "5.6") await loaded;
      await this.#session(i + 1, stop, async () => {
        await pause(roll(12));
        return writerDeed(roll, this.source);
      });
    });
    if (this.options.withSchemaChanges ?? true) {
      sessions.push(
        loaded.then(() =>
          this.#session(9, stop, async () => {
            await pause(10 + this.#schemaDice(250));
            this.#counts.schemaChanges += 1;
            return schemaDeed(this.#schemaDice, this.source);
          }),
        ),
      );
    }
    sessions.push(loaded.then(() => this.#faults(stop)));
    await Promise.all(sessions);
    this.#check();
  }

  /** Full load while the writers are at work, until everything that was there at its end is applied. */
  async #load(): Promise<void> {
    this.#task = new SoakTask({ plan: { ...this.#plan!, until: "caught-up" }, retryMinutes: 10 });
    // With so few keys one is used again at once, which stops a load where nobody hears of cascades (`cascade-during-load`).
    this.#relationsRest = this.source.pair !== "9.7";
    await this.#task.ended;
    this.#relationsRest = false;
    this.#check();
    this.#note("loaded");
    if (this.#failure === null) this.#start();
  }

  #check(): void {
    this.#failure ??= this.#task?.complaint ?? null;
  }

  /** Sends deeds one by one; a lost connection is opened again and the deed is over. */
  async #session(number: number, stop: () => boolean, next: () => Promise<Deed>): Promise<void> {
    let connection: MysqlConnection | null = null;
    while (!stop()) {
      const deed = await next();
      this.#counts.deeds += 1;
      for (const statement of deed) {
        if (this.#relationsRest && /\b(?:parent|child|grandchild|tree)\b/.test(statement)) continue;
        if (!connection?.usable) {
          connection = await this.#connect(stop);
          if (connection === null) return;
          if (statement !== deed[0]) break;
        }
        await this.#say(connection, number, statement);
      }
    }
    await connection?.close();
  }

  async #connect(stop: () => boolean): Promise<MysqlConnection | null> {
    while (!stop()) {
      try {
        const connection = await this.servers.source.admin();
        await connection.query(`USE \`${this.box.source.database}\``);
        await connection.query("SET SESSION sql_mode='NO_AUTO_VALUE_ON_ZERO', lock_wait_timeout=3");
        return connection;
      } catch {
        await pause(100);
      }
    }
    return null;
  }

  async #say(connection: MysqlConnection, session: number, statement: string): Promise<void> {
    this.#counts.statements += 1;
    let answer = "ok";
    try {
      await connection.query(statement);
    } catch (error) {
      answer = error instanceof AppError ? String(error.context["serverErrno"] ?? error.code) : String(error);
    }
    this.#note(`[${session}] ${answer} ${statement}`);
  }

  async #faults(stop: () => boolean): Promise<void> {
    const roll = this.#faultDice;
    const isOver = async (seconds: number) => {
      for (const end = Date.now() + seconds * 1_000; Date.now() < end && !stop() && this.#task?.end === null; ) await pause(50);
    };
    while (!stop()) {
      await isOver(0.5 + roll(4));
      this.#check();
      if (stop() || this.#failure !== null) return;
      if (!(this.options.withFaults ?? true)) continue;
      const fault = faultDeed(roll);
      this.#counts.faults += 1;
      this.#note(`fault ${JSON.stringify(fault)}`);
      await this.#cause(fault, isOver);
      this.#check();
    }
  }

  async #cause(fault: Fault, isOver: (seconds: number) => Promise<void>): Promise<void> {
    switch (fault.kind) {
      case "kill-task":
        await this.#task!.kill("SIGKILL");
        this.#start();
        return;
      case "failpoint":
        await this.#task!.kill("SIGKILL");
        this.#start(fault);
        await isOver(fault.seconds + 2);
        if (this.#task!.complaint !== null) return;
        await this.#task!.kill("SIGKILL");
        this.#start();
        return;
      case "freeze":
        this.lines[fault.side].freeze();
        await isOver(fault.seconds);
        this.lines[fault.side].thaw();
        return;
      case "cut":
        this.lines[fault.side].cut();
        return;
      case "kill-connections": {
        await using admin = await this.servers[fault.side].admin();
        const user = this.#plan![fault.side].user;
        for (const { id } of (await sessionsOf(admin)).filter((session) => session.user === user)) {
          await admin.query(`KILL ${id}`).catch(() => undefined);
        }
        return;
      }
      case "kill-server":
        await this.servers[fault.side].kill9();
        await pause(fault.seconds * 300);
        await this.servers[fault.side].start();
    }
  }

  /** Everything stands still: the task applies what is left, then both sides are compared. */
  async #settle(): Promise<void> {
    const { box } = this;
    await this.#task!.kill(this.#faultDice(2) === 0 ? "SIGTERM" : "SIGKILL");
    this.#check();
    if (this.#failure !== null) return;
    this.#task = new SoakTask({ plan: { ...this.#plan!, until: "caught-up" }, retryMinutes: 2 });
    const slow = setTimeout(() => {
      this.#failure ??= `the task has not caught up within ${catchUpMs / 1_000} s`;
      void this.#task!.kill("SIGKILL");
    }, catchUpMs);
    await this.#task.ended;
    clearTimeout(slow);
    this.#check();
    if (this.#failure !== null) return;
    const { database } = box.source;
    await using source = await this.servers.source.admin();
    await using destination = await this.servers.destination.admin();
    const structures = await compareStructures(source, destination, database, database, this.source.pair === "9.7");
    const rows = await compareDatabases({
      connectSource: (session) => connect(this.servers.source.settings("source"), { session }),
      connectDestination: (session) => connect(this.servers.destination.settings("destination"), { session }),
      databases: { [database]: database },
    });
    const differences = [...structures, ...rows];
    if (differences.length > 0) this.#failure = `${differences.length} differences; the first: ${differences.slice(0, 3).join("\n")}`;
  }

  #note(text: string): void {
    this.file.write(`${((Date.now() - this.#begun) / 1_000).toFixed(3)} ${text.slice(0, 10_000)}\n`);
  }
}
