import type { RoutedTable } from "../change";
import { markedTables } from "../position/origin-mark";
import { buildPlan, parseTableMap, readTableId, type TablePlan } from "./table-map";

interface Entry {
  readonly body: Buffer;
  readonly database: string;
  readonly table: string;
  /** Null: not selected. */
  readonly plan: TablePlan | null;
  /** The table of the heartbeat rows, which is not selected. */
  readonly isHeartbeat: boolean;
}

/** What a rows event of no table bears: it only marks the end of a statement. */
const noTable = 0xff_ffff;
const mostEntries = 20_000;

/**
 * The plan of each table number. Table numbers are the source's: they change with each DDL and begin anew when it restarts, so an entry
 * is used only for a TABLE_MAP with the same bytes, and none outlives a log file's beginning. The table is asked for at each
 * event: after a DDL the answer is another one.
 */
export class PlanCache {
  readonly #entries = new Map<number, Entry>();

  constructor(
    private readonly resolve: (database: string, table: string) => RoutedTable | null,
    private readonly isHeartbeatTable: (database: string, table: string) => boolean = () => false,
  ) {}

  /** At a FORMAT_DESCRIPTION event. */
  clear(): void {
    this.#entries.clear();
  }

  accept(body: Buffer): void {
    const id = readTableId(body);
    const known = this.#entries.get(id);
    if (known?.body.equals(body)) {
      const table = this.resolve(known.database, known.table);
      if (table === (known.plan?.table ?? null)) return;
    }
    const map = parseTableMap(body);
    const table = this.resolve(map.database, map.table);
    if (this.#entries.size >= mostEntries) this.#entries.clear();
    // A copy: the event's bytes are part of a larger chunk.
    this.#entries.set(id, { body: Buffer.from(body), database: map.database, table: map.table, plan: table ? buildPlan(map, table) : null, isHeartbeat: table === null && this.isHeartbeatTable(map.database, map.table) });
  }

  /** The name of a rows event's table where its rows tell where a transaction comes from, else null. */
  markedTable(body: Buffer): string | null {
    const table = this.#entries.get(readTableId(body))?.table;
    return table !== undefined && markedTables.has(table) ? table : null;
  }

  /** The plan for a rows event; null when its table is not selected, undefined when no TABLE_MAP came before it. */
  planFor(body: Buffer): TablePlan | null | undefined {
    const id = readTableId(body);
    const entry = this.#entries.get(id);
    return entry ? entry.plan : id === noTable ? null : undefined;
  }

  /** Is the rows event about heartbeats? */
  isHeartbeat(body: Buffer): boolean {
    return this.#entries.get(readTableId(body))?.isHeartbeat ?? false;
  }
}
