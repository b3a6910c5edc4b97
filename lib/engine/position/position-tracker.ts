import { ExecutedSet } from "./gtid-set";
import type { LogPrint, LogPrints } from "./log-prints";
import type { SourcePosition } from "./position";

/** Walks a position forward, one ended transaction at a time. Adding is cheap; `position` prints the set and is meant for checkpoints and figures. */
export class PositionTracker {
  #file: string;
  #offset: number;
  readonly #executed: ExecutedSet | null;
  readonly #flavour: SourcePosition["flavour"];
  #print: LogPrint | undefined;

  constructor(
    start: SourcePosition,
    /** Prints of what is read, which is more than what has ended. */
    private readonly prints: LogPrints | null = null,
  ) {
    this.#print = start.print;
    this.#file = start.file;
    this.#offset = start.offset;
    this.#flavour = start.flavour;
    this.#executed = start.gtidSet === null ? null : new ExecutedSet(start.flavour, start.gtidSet);
  }

  /** Takes a transaction or DDL of the log that has ended. */
  advance(ended: { readonly file: string; readonly endOffset: number; readonly gtid: string | null }): void {
    this.#file = ended.file;
    this.#offset = ended.endOffset;
    this.#print = this.prints?.upTo(ended.file, ended.endOffset) ?? this.#print;
    if (ended.gtid !== null) this.#executed?.add(ended.gtid);
  }

  /** Takes a heartbeat: the reader is further on without a transaction. */
  move(file: string, offset: number): void {
    this.#file = file;
    this.#offset = offset;
  }

  get position(): SourcePosition {
    return { file: this.#file, offset: this.#offset, gtidSet: this.#executed === null ? null : this.#executed.toString(), flavour: this.#flavour, ...(this.#print && { print: this.#print }) };
  }

  /** The transaction is at or before the position. Only with GTIDs; false without. */
  contains(gtid: string): boolean {
    return this.#executed?.contains(gtid) ?? false;
  }
}
