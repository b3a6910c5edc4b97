import { tableKey } from "../mysql/identifier";
import { readServerFacts } from "../mysql/server-facts";
import type { TableName } from "../mysql/table-definition";
import type { Attempt } from "./attempt";
import type { SourceHeartbeat } from "./heartbeat/source-heartbeat";
import type { ChangeWriter, WriterFigures } from "./applier/change-writer";
import type { SourceItem } from "./change";
import type { LowWaterMark } from "./checkpoint/low-water-mark";
import { stageFigures, type StageTotals } from "./metrics/stages";
import type { Figures, Phase, TableProgress } from "./plan";
import { readBinaryLogs, readSourcePosition } from "./position/read-position";
import { bytesBetween } from "./position/log-distance";
import { reached } from "./position/position-order";
import type { SourcePosition } from "./position/position";
import type { BinlogReader } from "./reader/binlog-reader";

/** The source's position is asked for this often; its list of logs and its clock ten times as rarely. */
const sourceEveryMs = 2_000;
const logsEveryMs = 20_000;
/** An answer older than this says nothing any more. */
const sourceStaleMs = 15_000;

/** Once a second: what the streaming part of an attempt knows about itself → `Figures` and the counts of its tables. */
export class FigureClock {
  phase: Phase = "catch_up";
  #timer: NodeJS.Timeout | null = null;
  #last = { atMs: 0, rows: 0, transactions: 0, bytes: 0, busyMs: 0, cpuMs: 0 };
  #read: { file: string; offset: number } | null = null;
  #lastOther: { file: string; offset: number };
  #source: { position: SourcePosition; atMs: number } | null = null;
  #sourceBytesPerSecond: number | null = null;
  #stages: StageTotals | null = null;
  #logs: { list: readonly { file: string; size: number }[]; atMs: number } | null = null;
  #asking = false;
  #clockOffsetMs: number;
  #retentionSeconds: number | null;
  #isLive = false;
  readonly #ddls = new Map<number, number>();
  readonly #counted = new Map<number, number>();

  constructor(
    private readonly attempt: Attempt,
    private readonly writer: ChangeWriter,
    private readonly reader: BinlogReader,
    private readonly mark: LowWaterMark,
    private readonly heartbeat: SourceHeartbeat | null = null,
  ) {
    const { file, offset } = mark.current().position;
    this.#lastOther = { file, offset };
    this.#clockOffsetMs = attempt.sourceFacts.clockOffsetMs;
    this.#retentionSeconds = attempt.sourceFacts.binlogRetentionSeconds;
  }

  start(phase: Phase): void {
    this.phase = phase;
    this.#last.atMs = Date.now();
    if (phase === "stream") this.live();
    else this.attempt.book.all(this.attempt.tables.all, "catching_up");
    void this.#ask();
    this.#timer = setInterval(() => this.#report(), 1_000);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#report();
  }

  /** The reader has handed this item out. */
  decoded(item: SourceItem): void {
    this.#read = { file: item.file, offset: item.kind === "heartbeat" ? item.offset : item.endOffset };
    if (item.kind !== "heartbeat" && !(item.kind === "transaction" && item.heartbeat)) this.#lastOther = this.#read;
  }

  /** All tables follow the source from now on. */
  live(): void {
    this.#isLive = true;
    this.attempt.book.all(this.attempt.tables.all, "live");
  }

  #report(): void {
    const atMs = Date.now();
    const seconds = Math.max(0.001, (atMs - this.#last.atMs) / 1000);
    const writer = this.writer.figures();
    const cpu = process.cpuUsage();
    const cpuMs = (cpu.user + cpu.system) / 1000;
    const applied = this.mark.current().position;
    const source = this.#source !== null && atMs - this.#source.atMs <= sourceStaleMs ? this.#source.position : null;
    const caughtUp = source === null ? null : reached(applied, source);
    const figures: Figures = {
      atMs,
      phase: this.phase,
      rowsPerSecond: (writer.rows - this.#last.rows) / seconds,
      transactionsPerSecond: (writer.transactions - this.#last.transactions) / seconds,
      bytesPerSecond: (writer.bytes - this.#last.bytes) / seconds,
      rows: writer.rows,
      transactions: writer.transactions,
      bytes: writer.bytes,
      applied,
      read: this.#read === null ? null : { ...applied, file: this.#read.file, offset: this.#read.offset, gtidSet: null },
      source,
      caughtUp,
      lagMs: this.#lag(atMs, caughtUp, writer.oldestOpenCommitMs, writer.lastCommitMs),
      lagBytes: source === null ? null : caughtUp ? 0 : this.#bytesBehind(applied, source),
      lastCommitMs: writer.lastCommitMs,
      clockOffsetMs: this.#clockOffsetMs,
      queues: { readerBytes: this.reader.queuedBytes, laneTransactions: writer.laneTransactions, laneBytes: writer.laneBytes },
      busy: {
        // A paused reader has more than enough; one that is not paused is what the rest waits for when nothing is queued.
        reader: this.reader.paused ? 0 : this.reader.queuedBytes === 0 && caughtUp === false ? 1 : 0,
        decoder: Math.min(1, Math.max(0, (cpuMs - this.#last.cpuMs) / (seconds * 1000))),
        writer: Math.min(1, Math.max(0, (writer.busyMs - this.#last.busyMs) / (seconds * 1000 * writer.lanes))),
      },
      commitMs: writer.commitMs,
      conflicts: writer.conflicts,
      retries: writer.retries,
      logRetentionSeconds: this.#retentionSeconds,
      stages: this.#stageFigures(writer, cpuMs, atMs),
      sourceReadAtMs: this.#source?.atMs ?? null,
      ...(this.heartbeat ? { heartbeat: { ...this.heartbeat.figures(), lastOther: this.#lastOther, lastChangeMs: writer.lastChangeMs } } : {}),
    };
    this.#last = { atMs, rows: writer.rows, transactions: writer.transactions, bytes: writer.bytes, busyMs: writer.busyMs, cpuMs };
    this.attempt.observer.figures(figures);
    this.#reportTables();
    void this.#ask();
  }

  #stageFigures(writer: WriterFigures, cpuMs: number, atMs: number) {
    const { bytes, events, pausedMs } = this.reader.totals;
    const totals: StageTotals = {
      readBytes: bytes,
      readEvents: events,
      readerPausedMs: pausedMs,
      rows: writer.rows,
      inserts: writer.inserts,
      updates: writer.updates,
      deletes: writer.deletes,
      busyMs: writer.busyMs,
      waitMs: writer.waitMs,
      cappedMs: writer.cappedMs,
      statementMs: writer.statementMs,
      commits: writer.destinationCommits,
      commitMs: writer.commitSumMs,
      cpuMs,
    };
    const before = this.#stages ?? totals;
    this.#stages = totals;
    return stageFigures(totals, before, atMs - this.#last.atMs, {
      sourceBytesPerSecond: this.#sourceBytesPerSecond,
      queueBytes: this.reader.queuedBytes,
      queueLimitBytes: this.reader.queueLimitBytes,
      laneTransactions: writer.laneTransactions,
      laneBytes: writer.laneBytes,
      laneLimitBytes: this.attempt.plan.limits.memoryBytes,
      lanes: writer.lanes,
      memoryBytes: process.memoryUsage.rss(),
    });
  }

  /** Behind = now (in the source's time) − commit time of the oldest change that is not applied; caught up = 0; not known = null. */
  #lag(atMs: number, caughtUp: boolean | null, oldestOpenCommitMs: number | null, lastCommitMs: number | null): number | null {
    if (caughtUp === null) return null;
    if (caughtUp) return 0;
    const from = oldestOpenCommitMs ?? lastCommitMs;
    return from === null ? null : Math.max(0, atMs + this.#clockOffsetMs - from);
  }

  #bytesBehind(applied: SourcePosition, source: SourcePosition): number | null {
    if (this.#logs === null && applied.file !== source.file) return null;
    return bytesBetween(this.#logs?.list ?? [], applied, source);
  }

  #reportTables(): void {
    const changed: ({ readonly source: TableName; readonly destination: TableName } & Partial<TableProgress>)[] = [];
    for (const [id, { source, destination, inserts, updates, deletes, lastAppliedAt }] of this.writer.tableCounts()) {
      const sum = inserts + updates + deletes;
      if (this.#counted.get(id) === sum) continue;
      this.#counted.set(id, sum);
      changed.push({ source, destination, state: this.#isLive ? "live" : "catching_up", inserts, updates, deletes, lastAppliedAt });
    }
    this.attempt.book.patch(changed);
  }

  /** A schema change of this table was applied. */
  ddl(name: TableName): void {
    const table = this.attempt.tables.all.find(({ source }) => tableKey(source) === tableKey(name));
    if (!table) return;
    const ddls = (this.#ddls.get(table.id) ?? 0) + 1;
    this.#ddls.set(table.id, ddls);
    this.attempt.book.patch([{ source: table.source, destination: table.destination, state: this.#isLive ? "live" : "catching_up", ddls }]);
  }

  async #ask(): Promise<void> {
    const now = Date.now();
    if (this.#asking || (this.#source !== null && now - this.#source.atMs < sourceEveryMs)) return;
    this.#asking = true;
    try {
      const position = await readSourcePosition(this.attempt.source);
      const before = this.#source;
      this.#source = { position, atMs: Date.now() };
      if (before !== null) {
        const bytes = this.#bytesBehind(before.position, position);
        this.#sourceBytesPerSecond = bytes === null ? null : (bytes * 1_000) / Math.max(1, this.#source.atMs - before.atMs);
      }
      if (this.#logs === null || now - this.#logs.atMs >= logsEveryMs) {
        this.#logs = { list: await readBinaryLogs(this.attempt.source), atMs: Date.now() };
        const facts = await readServerFacts(this.attempt.source);
        this.#clockOffsetMs = facts.clockOffsetMs;
        this.#retentionSeconds = facts.binlogRetentionSeconds;
      }
    } catch {
      // The reader's own connection says when the source is gone; until then the lag is unknown, which the figures show.
    } finally {
      this.#asking = false;
    }
  }
}
