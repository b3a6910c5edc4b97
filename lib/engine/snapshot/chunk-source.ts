import type { MysqlConnection } from "../../mysql/connection";
import { readBoundary } from "../sql/key-walk";
import type { StoredChunk, StoredTable } from "./chunk-store";
import type { KeyBoundary, KeyRange } from "../sql/key-range";
import { asLoadError } from "./load-error";
import type { ReadBack } from "./read-back";
import type { TablePlan } from "./table-plan";

export interface Chunk extends KeyRange {
  readonly number: number;
}

/** One table's part of the load: what is done, what is under way, what comes next. */
export interface TableLoad {
  readonly plan: TablePlan;
  readonly stored: StoredTable | null;
  readonly storedChunks: readonly StoredChunk[];
  readonly rowsEstimated: number;
  readonly chunkRows: number;
  /** Chunks handed out or waiting that are not committed yet. */
  openChunks: number;
  /** The last chunk has been handed out. */
  planned: boolean;
  /** How its rows are read back, once somebody has asked. */
  readBack?: Promise<ReadBack>;
  /** Rows come back in another order, or stand among others: each is compared by itself. */
  rowByRow?: boolean;
}

export type WorkItem =
  | { readonly kind: "chunk"; readonly load: TableLoad; readonly chunk: Chunk; /** This was the table's last and only chunk: its record can be the table's. */ readonly only: boolean }
  | { readonly kind: "keyless"; readonly load: TableLoad }
  /** All chunks were done before, only the table's own record is missing. */
  | { readonly kind: "finish"; readonly load: TableLoad };

/**
 * Hands out work to the loaders, table by table, each table's chunks in key order. Boundaries are looked up just before they are needed: the
 * pages that the look-up touches are the ones that the chunk is read from next, however large the table; nothing is planned ahead, so
 * five thousand tables cost no more than their rows.
 */
export class ChunkSource {
  #queue: Promise<unknown> = Promise.resolve();
  #pending: WorkItem[] = [];
  #walk: { load: TableLoad; after: KeyBoundary | null; number: number } | null = null;
  readonly #loads: Iterator<TableLoad>;

  constructor(
    readonly connection: MysqlConnection,
    loads: Iterable<TableLoad>,
    /** Awaited before each look-up. */
    private readonly mayRead: () => Promise<void> = async () => {},
  ) {
    this.#loads = loads[Symbol.iterator]();
  }

  /** The next piece of work, or null when all is handed out. Safe to call from many loaders at once. */
  next(): Promise<WorkItem | null> {
    const result = this.#queue.then(() => this.#next());
    this.#queue = result.catch(() => {});
    return result;
  }

  async #next(): Promise<WorkItem | null> {
    for (;;) {
      const ready = this.#pending.shift();
      if (ready) return ready;
      if (this.#walk) return this.#nextChunk(this.#walk);
      const next = this.#loads.next();
      if (next.done) return null;
      const load = next.value;
      if (load.plan.key === null) {
        return { kind: "keyless", load };
      }
      this.#resume(load);
    }
  }

  /** Gaps between recorded chunks come first, then the walk goes on behind the last one. */
  #resume(load: TableLoad): void {
    let after: KeyBoundary | null = null;
    let number = 0;
    for (const chunk of load.storedChunks) {
      if (!sameBoundary(after, chunk.after)) {
        load.openChunks += 1;
        this.#pending.push({ kind: "chunk", load, chunk: { number, after, upTo: chunk.after }, only: false });
      }
      after = chunk.upTo;
      number = chunk.number + 1;
      // The last chunk of a walk is open at its end.
      if (after === null) break;
    }
    if (load.storedChunks.length === 0 || after !== null) {
      this.#walk = { load, after, number };
      return;
    }
    load.planned = true;
    if (load.openChunks === 0) this.#pending.push({ kind: "finish", load });
  }

  async #nextChunk(walk: { load: TableLoad; after: KeyBoundary | null; number: number }): Promise<WorkItem> {
    const { load, after, number } = walk;
    await this.mayRead();
    const upTo = await readBoundary(this.connection, load.plan.key!, { after, upTo: null }, load.chunkRows).catch((cause: unknown) => {
      throw asLoadError(cause, load.plan.table.source);
    });
    load.openChunks += 1;
    if (upTo === null) {
      this.#walk = null;
      load.planned = true;
    } else {
      this.#walk = { load, after: upTo, number: number + 1 };
    }
    return { kind: "chunk", load, chunk: { number, after, upTo }, only: upTo === null && after === null };
  }
}

function sameBoundary(a: KeyBoundary | null, b: KeyBoundary | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((part, i) => part === b[i]);
}
