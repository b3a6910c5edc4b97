/** Tables on one server in two databases — `source` where a test applies changes one by one, `destination` where the change writer does — and writers with their checkpoint. */
import type { RoutedTable } from "../engine/change";
import { ChangeWriter, type ChangeWriterOptions } from "../engine/applier/change-writer";
import { laneConnectOptions } from "../engine/applier/lane-session";
import { SqlCheckpointStore } from "../engine/checkpoint/checkpoint-store";
import { LowWaterMark } from "../engine/checkpoint/low-water-mark";
import type { StoredProgress } from "../engine/checkpoint/checkpoint";
import type { EngineEvent } from "../engine/plan";
import { PositionTracker } from "../engine/position/position-tracker";
import { ObjectSelection } from "../engine/router/object-selection";
import { Router } from "../engine/router/router";
import { Scheduler } from "../engine/scheduler/scheduler";
import { connect } from "../mysql/connection";
import { readTables } from "../mysql/read-tables";
import { testSourceUuid } from "./row-changes";
import type { ServerRole } from "./servers";
import { twoServers, type TwoServers } from "./two-servers";

export const streamStart = { file: "binlog.000001", offset: 4, gtidSet: `${testSourceUuid}:1-10`, flavour: "mysql" as const };

export interface WriterRun {
  readonly writer: ChangeWriter;
  readonly store: SqlCheckpointStore;
  readonly stored: StoredProgress;
  readonly events: EngineEvent[];
}

export interface WriterBox extends AsyncDisposable {
  readonly box: TwoServers;
  /** Routed from `source` to `destination`. */
  table(name: string): RoutedTable;
  /** Claims the task and makes a writer that starts at the stored mark. Options default to 4 lanes, strict, stop on conflicts. */
  start(options?: Partial<ChangeWriterOptions> & { readonly lanes?: number; readonly epoch?: number; readonly memoryBytes?: number }): Promise<WriterRun>;
  /** Every value of every row as text that tells any two apart, in a fixed order. */
  contents(side: "source" | "destination", table: string): Promise<string[]>;
}

export async function writerBox(ddl: string, options: { readonly server?: ServerRole; readonly sourceLogsCascades?: boolean } = {}): Promise<WriterBox> {
  const server = options.server ?? "destination";
  const box = await twoServers({ source: server, destination: server });
  await box.source.run(ddl);
  await box.destination.run(ddl);
  const definitions = await readTables(box.source.admin, [{ database: box.source.database }]);
  const router = new Router(new ObjectSelection([{ database: box.source.database, as: box.destination.database }]), { sourceLogsCascades: options.sourceLogsCascades ?? true });
  const tables = new Map(router.routeAll(definitions).map((table) => [table.source.table, table]));
  const settings = box.destination.server.settings("destination");
  const runs: WriterRun[] = [];
  return {
    box,
    table(name) {
      const table = tables.get(name);
      if (!table) throw new Error(`no table ${name}`);
      return table;
    },
    async start({ lanes = 4, epoch = 1, memoryBytes = 64 << 20, ...rest } = {}) {
      const store = new SqlCheckpointStore({ connect: () => connect(settings), database: box.bookkeepingDatabase, taskId: box.id, epoch, lanes });
      const stored = await store.open();
      const events: EngineEvent[] = [];
      const writer = new ChangeWriter({
        connect: () => connect(settings, laneConnectOptions),
        scheduler: new Scheduler(lanes),
        mark: new LowWaterMark(new PositionTracker(stored.lowWaterMark ?? streamStart), stored.markOrder),
        store,
        covered: stored.covered,
        policy: "stop",
        observer: { event: (event) => events.push(event) },
        modeOf: () => "strict",
        limits: { memoryBytes },
        ...rest,
      });
      const run = { writer, store, stored, events };
      runs.push(run);
      return run;
    },
    async contents(side, table) {
      const definition = definitions.find(({ name }) => name.table === table)!;
      const columns = definition.columns.map(({ name, dataType }) => {
        const quoted = `\`${name}\``;
        const text = dataType === "enum" || dataType === "set" || dataType === "bit" ? `${quoted}+0` : quoted;
        return `IFNULL(HEX(CAST(${text} AS BINARY)),'-')`;
      });
      const rows = await box[side].rows<{ line: string }>(`SELECT CONCAT_WS(' ', ${columns.join(", ")}) AS line FROM \`${box[side].database}\`.\`${table}\` ORDER BY line`);
      return rows.map(({ line }) => line);
    },
    async [Symbol.asyncDispose]() {
      for (const { writer, store } of runs) {
        await writer.stop({ now: true });
        await store.close();
      }
      await box[Symbol.asyncDispose]();
    },
  };
}
