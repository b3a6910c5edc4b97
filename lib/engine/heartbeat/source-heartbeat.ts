import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import type { EngineEvent, HeartbeatFigures } from "../plan";
import { beatStatement } from "./beat-row";

/** Nothing at the source may wait for the beat, and the beat for nothing longer than this. Seconds. */
const waitSeconds = 5;
export const beatSession: readonly string[] = ["SET NAMES utf8mb4", "SET SESSION sql_mode=''", "SET SESSION autocommit=1", `SET SESSION lock_wait_timeout=${waitSeconds}`, `SET SESSION innodb_lock_wait_timeout=${waitSeconds}`];

export interface SourceHeartbeatOptions {
  /** As the row names it; at most 64 characters of ASCII. */
  readonly task: string;
  readonly everySeconds: number;
  /** A connection of the heartbeat's own. */
  connect(): Promise<MysqlConnection>;
  event(event: EngineEvent): void;
}

/**
 * Writes the heartbeat row and counts how long it takes to the destination. What hinders it (a privilege that is gone, a source that is read-only) is told once,
 * as a warning; the task does not notice, and the row is tried again at the next beat.
 */
export class SourceHeartbeat {
  #timer: NodeJS.Timeout | null = null;
  #connection: MysqlConnection | null = null;
  #beating: Promise<void> = Promise.resolve();
  #isBeating = false;
  #stopped = false;
  #failing: { readonly sinceMs: number; readonly code: string } | null = null;
  #measured: { readonly lagMs: number; readonly atMs: number } | null = null;

  constructor(private readonly options: SourceHeartbeatOptions) {}

  start(): void {
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), this.options.everySeconds * 1_000);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    this.#connection?.destroy();
    await this.#beating;
  }

  /** The row of then is behind all that is at the destination now. Both times by this process's clock, or that of the runner that wrote it. */
  arrived(writtenAtMs: number, atMs = Date.now()): void {
    this.#measured = { lagMs: Math.max(0, atMs - writtenAtMs), atMs };
  }

  figures(): Omit<HeartbeatFigures, "lastOther" | "lastChangeMs"> {
    return { everySeconds: this.options.everySeconds, lagMs: this.#measured?.lagMs ?? null, measuredAtMs: this.#measured?.atMs ?? null, failingSinceMs: this.#failing?.sinceMs ?? null };
  }

  #beat(): void {
    // One that still waits is the beat.
    if (this.#isBeating || this.#stopped) return;
    this.#isBeating = true;
    this.#beating = this.#write().finally(() => (this.#isBeating = false));
  }

  async #write(): Promise<void> {
    try {
      this.#connection ??= await this.options.connect();
      await this.#connection.run(beatStatement(this.options.task, Date.now()));
      this.#failing = null;
    } catch (error) {
      this.#connection?.destroy();
      this.#connection = null;
      if (!this.#stopped) this.#tell(error instanceof AppError ? error : new AppError("unknown", { cause: error }));
    }
  }

  #tell(error: AppError): void {
    const atMs = Date.now();
    const answer = String(error.context.serverErrno ?? error.code);
    if (this.#failing?.code === answer) return;
    this.#failing = { sinceMs: this.#failing?.sinceMs ?? atMs, code: answer };
    this.options.event({
      kind: "warning",
      atMs,
      code: "heartbeat-not-written",
      message: `The heartbeat row cannot be written at the source (${answer}). Changes are carried as before; the lag from end to end is not measured.`,
    });
  }
}
