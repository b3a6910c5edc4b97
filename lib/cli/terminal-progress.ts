import { errorCatalogue, type ErrorCode } from "../errors/catalogue";
import type { EngineEvent, EngineObserver, Figures, Phase, TableProgress } from "../engine/plan";

const phaseNames: Record<Phase, string> = { schema: "Schema", load: "Full load", catch_up: "Catch-up", stream: "Synchronizing" };

/**
 * People's view: one bar per phase with rate and ETA, rewritten in place on a terminal; on a pipe a plain line for each phase,
 * event and, while something moves, every ten seconds.
 */
export class TerminalProgress implements EngineObserver {
  readonly #out: NodeJS.WriteStream;
  readonly #tables = new Map<string, TableProgress>();
  #phase: Phase | null = null;
  #phaseSince = 0;
  #last: Figures | null = null;
  #barShown = false;
  #plainAt = 0;
  /** Bytes behind when catching up began, for the bar. */
  #behindAtStart = 0;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  figures(figures: Figures): void {
    this.#last = figures;
    if (figures.phase !== this.#phase) this.#enter(figures.phase, figures.atMs);
    if (this.#out.isTTY) this.#draw();
    else if (figures.atMs - this.#plainAt >= 10_000) {
      this.#plainAt = figures.atMs;
      this.#out.write(`${this.#text(80)}\n`);
    }
  }

  tables(changed: readonly TableProgress[]): void {
    for (const table of changed) this.#tables.set(`${table.source.database}.${table.source.table}`, table);
  }

  event(event: EngineEvent): void {
    if (event.kind === "phase") return this.#enter(event.phase, event.atMs);
    const text = eventText(event);
    if (text !== null) this.line(text);
  }

  /** A line that stays, above the bar. */
  line(text: string): void {
    this.#clear();
    this.#out.write(`${text}\n`);
    if (this.#out.isTTY && this.#last) this.#draw();
  }

  /** Leaves the last state of the bar on the screen. */
  close(): void {
    if (this.#barShown) this.#out.write("\n");
    this.#barShown = false;
  }

  #enter(phase: Phase, atMs: number): void {
    if (phase === this.#phase) return;
    if (this.#phase !== null) {
      this.#clear();
      this.#out.write(`${phaseNames[this.#phase]} done in ${duration(atMs - this.#phaseSince)}${this.#phase === "load" ? `, ${this.#copied().rows.toLocaleString("en")} rows` : ""}\n`);
    }
    this.#phase = phase;
    this.#phaseSince = atMs;
    this.#behindAtStart = 0;
    if (!this.#out.isTTY) this.#out.write(`${phaseNames[phase]}\n`);
  }

  #copied(): { rows: number; estimate: number } {
    let rows = 0;
    let estimate = 0;
    for (const table of this.#tables.values()) {
      rows += table.rowsCopied;
      estimate += Math.max(table.rowsEstimated, table.rowsCopied);
    }
    return { rows, estimate };
  }

  #clear(): void {
    if (this.#barShown) this.#out.write("\r\u001b[2K");
    this.#barShown = false;
  }

  #draw(): void {
    this.#clear();
    this.#out.write(this.#text(this.#out.columns ?? 80));
    this.#barShown = true;
  }

  #text(width: number): string {
    const figures = this.#last;
    if (!figures || this.#phase === null) return "";
    const name = phaseNames[this.#phase];
    const rate = `${Math.round(figures.rowsPerSecond).toLocaleString("en")} rows/s · ${(figures.bytesPerSecond / 1e6).toFixed(1)} MB/s`;
    if (this.#phase === "stream") {
      const lag = figures.lagMs === null ? "lag unknown" : figures.caughtUp ? "caught up" : `lag ${duration(figures.lagMs)}`;
      return `${name} · ${lag} · ${rate}`.slice(0, width - 1);
    }
    const share = this.#share(figures);
    const eta = share === null || share < 0.02 ? "estimating" : `~${duration(((figures.atMs - this.#phaseSince) / share) * (1 - share))} left`;
    const tail = share === null ? ` ${rate}` : ` ${String(Math.floor(Math.min(share, 0.99) * 100)).padStart(2)} % · ${rate} · ${eta}`;
    const room = Math.max(0, Math.min(30, width - name.length - tail.length - 4));
    const filled = Math.round((share ?? 0) * room);
    return `${name} ${room >= 8 ? `[${"#".repeat(filled)}${"·".repeat(room - filled)}]` : ""}${tail}`.slice(0, width - 1);
  }

  #share(figures: Figures): number | null {
    if (this.#phase === "load") {
      const { rows, estimate } = this.#copied();
      return estimate === 0 ? null : Math.min(1, rows / estimate);
    }
    if (this.#phase === "catch_up" && figures.lagBytes !== null) {
      this.#behindAtStart = Math.max(this.#behindAtStart, figures.lagBytes);
      return this.#behindAtStart === 0 ? null : 1 - figures.lagBytes / this.#behindAtStart;
    }
    return null;
  }
}

/** One event as a sentence, or null for what the bar already shows. */
function eventText(event: EngineEvent): string | null {
  switch (event.kind) {
    case "phase":
    case "table":
      return null;
    case "ddl-applied":
      return `Schema change applied in ${event.durationMs} ms: ${oneLine(event.statement)}`;
    case "ddl-skipped":
      return `Schema change left out (${event.reason}): ${oneLine(event.statement)}`;
    case "ddl-overridden":
      return `Schema change at ${event.position ?? event.change} ${overriddenText[event.action]} (${event.actor}: ${event.reason}): ${oneLine(event.statement)}`;
    case "transaction-skipped":
      return `Transaction ${event.transaction} skipped as decided (${event.actor}: ${event.reason}): ${event.tables.map(({ destination, inserts, updates, deletes }) => `${destination} ${inserts} inserts, ${updates} updates, ${deletes} deletes`).join("; ") || "no changes"}`;
    case "object-not-carried":
      return `Not carried: ${event.objectKind} ${event.object} — ${event.reason}${event.statement === undefined ? "" : `\n  By hand: ${event.statement.replaceAll("\n", "\n           ")}`}`;
    case "conflict":
      return `Conflict in ${event.table.database}.${event.table.table}: ${event.conflict} at ${event.key} → ${event.decision}`;
    case "warning":
      return `Warning: ${event.message}`;
    case "retrying":
      return `${errorCatalogue[event.code as ErrorCode].sentence} Attempt ${event.attempt}, next in ${duration(event.nextAtMs - event.atMs)}; giving up at ${new Date(event.windowEndsMs).toISOString()}.`;
    case "modification":
      if (event.state === "began") return "The change of the synchronized objects begins; the task goes on meanwhile.";
      if (event.state === "left") return "Tables that are copied anew have left the stream.";
      if (event.state === "merged") return "The synchronized objects are changed.";
      if (event.state === "failed") return `The objects could not be changed, the task goes on without: ${event.message} ${event.detail ?? ""}`.trimEnd();
      return null;
    case "recovered":
      return `Recovered after ${duration(event.afterMs)}.`;
  }
}

const overriddenText = { skip: "skipped as decided", edit: "replaced as decided", done: "taken for done as decided" } as const;

function oneLine(statement: string): string {
  const flat = statement.replace(/\s+/g, " ").trim();
  return flat.length > 160 ? `${flat.slice(0, 159)}…` : flat;
}

/** `<1 s`, `4 s`, `3 m 12 s`, `2 h 05 m`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return "<1 s";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")} m`;
}
