import type { EngineEvent, EngineObserver, Figures, TableProgress } from "../engine/plan";
import { tableKey } from "../mysql/identifier";
import { addTo, type BucketSums, bucketStart, emptyBucket, resolutions } from "../figures/buckets";
import { addToBucket, saveFigures } from "../figures/mutations";
import type { Logger } from "../logging/logger";
import type { MeterKind } from "../metering/meter-kind";
import { meterWork } from "../metering/mutations";
import { saveEvents, saveTables } from "../tasks/progress/mutations";

/** More events than this between two flushes are counted, not kept: a storm of conflicts must not fill the control database. */
const eventsPerFlush = 500;
/** History is written this often; the newest figures once per flush. */
const bucketFlushMs = 10_000;
const summaryEveryMs = 10_000;

/**
 * The engine's observer towards the control database: collects at once, writes at most once a second. A control database that does not answer
 * never holds the engine up; what could not be written is tried again with the next flush.
 */
export class Reporter implements EngineObserver {
  #figures: Figures | null = null;
  #tables = new Map<string, TableProgress>();
  #events: EngineEvent[] = [];
  #dropped = 0;
  #buckets = new Map<string, { seconds: number; atMs: number; sums: BucketSums }>();
  #work = new Map<string, { hourMs: number; kind: MeterKind; rows: number; bytes: number }>();
  #counted = { atMs: Number.POSITIVE_INFINITY, rows: 0, bytes: 0 };
  #bucketsWrittenAt: number;
  #summedUpAt: number;
  #flushing: Promise<void> = Promise.resolve();
  #latest: Figures | null = null;
  /** Destination transactions that were repeated, as the attempt last said. */
  #repeated = 0;

  constructor(
    readonly taskId: string,
    readonly epoch: number,
    readonly log: Logger,
    readonly now: () => number = Date.now,
  ) {
    this.#bucketsWrittenAt = now();
    this.#summedUpAt = now();
  }

  /** Newest figures of this attempt. */
  get latest(): Figures | null {
    return this.#latest;
  }

  figures(figures: Figures): void {
    this.#figures = figures;
    this.#latest = figures;
    // A new attempt counts from nought.
    const repeated = figures.retries >= this.#repeated ? figures.retries - this.#repeated : figures.retries;
    this.#repeated = figures.retries;
    this.#count(figures.atMs, (sums) => {
      addTo(sums, figures);
      sums.retries += repeated;
    });
    this.#meter(figures);
  }

  #count(atMs: number, add: (sums: BucketSums) => void): void {
    for (const { seconds } of resolutions) {
      const start = bucketStart(atMs, seconds);
      const key = `${seconds}:${start}`;
      const bucket = this.#buckets.get(key) ?? { seconds, atMs: start, sums: emptyBucket() };
      add(bucket.sums);
      this.#buckets.set(key, bucket);
    }
  }

  /** Totals of the stream begin at nought with each attempt. Those of the load hold what earlier attempts have copied: there the rates count. */
  #meter({ atMs, phase, rows, bytes, rowsPerSecond, bytesPerSecond }: Figures): void {
    const streams = phase === "catch_up" || phase === "stream";
    const seconds = Math.min(5, Math.max(0, (atMs - this.#counted.atMs) / 1_000));
    const since = (now: number, before: number) => (now < before ? now : now - before);
    const more = streams
      ? { rows: since(rows, this.#counted.rows), bytes: since(bytes, this.#counted.bytes) }
      : { rows: rowsPerSecond * seconds, bytes: bytesPerSecond * seconds };
    this.#counted = streams ? { atMs, rows, bytes } : { ...this.#counted, atMs };
    if (more.rows === 0 && more.bytes === 0) return;
    const hourMs = Math.floor(atMs / 3_600_000) * 3_600_000;
    const kind = phase === "schema" ? "schema" : phase === "load" ? "full" : "incremental";
    const key = `${hourMs}:${kind}`;
    const sum = this.#work.get(key) ?? { hourMs, kind, rows: 0, bytes: 0 };
    this.#work.set(key, { ...sum, rows: sum.rows + more.rows, bytes: sum.bytes + more.bytes });
  }

  tables(changed: readonly TableProgress[]): void {
    for (const table of changed) this.#tables.set(tableKey(table.source), table);
  }

  event(event: EngineEvent): void {
    // The phase's own line is written with the phase.
    if (event.kind === "phase") return;
    if (event.kind === "ddl-applied") this.#count(event.atMs, (sums) => void (sums.ddls += 1));
    if (event.kind === "retrying") this.#count(event.atMs, (sums) => void (sums.retries += 1));
    if (this.#events.length >= eventsPerFlush) this.#dropped += 1;
    else this.#events.push(event);
  }

  /** Writes what has come in. One at a time; never throws. */
  flush(final = false): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write(final));
    return this.#flushing;
  }

  async #write(final: boolean): Promise<void> {
    const now = this.now();
    const figures = this.#figures;
    this.#figures = null;
    if (figures !== null) {
      await this.#attempt("figures", () => saveFigures(this.taskId, this.epoch, figures));
      if (now - this.#summedUpAt >= summaryEveryMs) {
        this.#summedUpAt = now;
        this.log.debug(
          {
            phase: figures.phase,
            rows: figures.rows,
            transactions: figures.transactions,
            bytes: figures.bytes,
            lagMs: figures.lagMs,
            position: figures.applied?.gtidSet ?? figures.applied?.file,
            rowsPerSecond: Math.round(figures.rowsPerSecond),
            commitMs: figures.stages?.destination.commitMs,
          },
          "streaming",
        );
      }
    }
    if (this.#tables.size > 0) {
      const tables = this.#tables;
      this.#tables = new Map();
      const written = await this.#attempt("tables", () => saveTables(this.taskId, this.epoch, [...tables.values()]));
      if (!written) for (const [key, table] of tables) if (!this.#tables.has(key)) this.#tables.set(key, table);
    }
    if (this.#events.length > 0) {
      const events = this.#events;
      this.#events = [];
      if (this.#dropped > 0) {
        events.push({ kind: "warning", atMs: now, code: "events-dropped", message: `${this.#dropped} further events of this second are not listed.` });
        this.#dropped = 0;
      }
      const written = await this.#attempt("events", () => saveEvents(this.taskId, events));
      if (!written) this.#events = [...events, ...this.#events].slice(0, eventsPerFlush);
    }
    if (final || now - this.#bucketsWrittenAt >= bucketFlushMs) {
      this.#bucketsWrittenAt = now;
      const buckets = this.#buckets;
      this.#buckets = new Map();
      for (const [key, bucket] of buckets) {
        const written = await this.#attempt("buckets", () => addToBucket(this.taskId, bucket.seconds, bucket.atMs, bucket.sums));
        if (!written && this.#buckets.size < 100 && !this.#buckets.has(key)) this.#buckets.set(key, bucket);
      }
      for (const [key, { hourMs, kind, rows, bytes }] of this.#work) {
        if (await this.#attempt("metering", () => meterWork(this.taskId, hourMs, kind, rows, bytes))) {
          const now = this.#work.get(key)!;
          // What came in while it was written stays for the next time.
          if (now.rows === rows && now.bytes === bytes) this.#work.delete(key);
          else this.#work.set(key, { ...now, rows: now.rows - rows, bytes: now.bytes - bytes });
        }
      }
    }
  }

  async #attempt(what: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.log.warn({ what, error }, "report not written");
      return false;
    }
  }
}
