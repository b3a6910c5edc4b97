/** The full load alone, for tests: tables are created at the destination as they are at the source, then loaded. */
import { SqlCheckpointStore } from "../engine/checkpoint/checkpoint-store";
import type { RoutedTable } from "../engine/change";
import type { EngineEvent, ExistingTables, SelectedTable, TableProgress } from "../engine/plan";
import { ObjectSelection } from "../engine/router/object-selection";
import { Router } from "../engine/router/router";
import { type SnapshotOptions, type SnapshotResult, runSnapshot } from "../engine/snapshot/run-snapshot";
import { compareDatabases } from "../engine/verification/compare-databases";
import { connect } from "../mysql/connection";
import { quoteName } from "../mysql/identifier";
import { readTables } from "../mysql/read-tables";
import type { TwoServers } from "./two-servers";

export interface FullLoadOptions extends Partial<Pick<SnapshotOptions, "failpoint" | "quietTries" | "signal">> {
  readonly loaders?: number;
  readonly chunkRows?: number;
  readonly existingTables?: ExistingTables;
  readonly epoch?: number;
  readonly tables?: readonly SelectedTable[];
  /** Leave the destination's tables as they are. */
  readonly keepTables?: boolean;
  readonly progress?: Map<string, TableProgress>;
  readonly events?: EngineEvent[];
}

export const connectTo = (box: TwoServers, side: "source" | "destination") => (session: readonly string[]) => connect(box[side].server.settings(side), { session, foundRows: false });

/** Routed tables of the test's database, created at the destination where they are missing. */
export async function routedTables(box: TwoServers, options: Pick<FullLoadOptions, "tables" | "keepTables"> = {}): Promise<RoutedTable[]> {
  await using names = await connect(box.source.server.settings("source"));
  const definitions = await readTables(names, [{ database: box.source.database }], { createStatements: true });
  const objects = [{ database: box.source.database, as: box.destination.database, overrides: options.tables ?? [] }];
  const tables = new Router(new ObjectSelection(objects), { sourceLogsCascades: true }).routeAll(definitions);
  if (options.keepTables) return tables;
  await using creator = await connect(box.destination.server.settings("destination"));
  await creator.run("SET SESSION foreign_key_checks=0");
  await creator.run(`USE ${quoteName(box.destination.database)}`);
  for (const { definition } of tables) await creator.run(definition.createStatement.replace(/^CREATE TABLE /, "CREATE TABLE IF NOT EXISTS "));
  return tables;
}

export async function fullLoad(box: TwoServers, options: FullLoadOptions = {}): Promise<SnapshotResult> {
  const tables = await routedTables(box, options);
  const store = new SqlCheckpointStore({
    connect: () => connect(box.destination.server.settings("destination")),
    database: box.bookkeepingDatabase,
    taskId: box.id,
    epoch: options.epoch ?? 1,
    lanes: 1,
  });
  try {
    await store.open();
    return await runSnapshot({
      plan: {
        taskId: box.id,
        bookkeepingDatabase: box.bookkeepingDatabase,
        existingTables: options.existingTables ?? "intercept",
        parallel: { appliers: 1, loaders: options.loaders ?? 2, chunkRows: options.chunkRows ?? 1_000 },
      },
      tables,
      connectSource: connectTo(box, "source"),
      connectDestination: connectTo(box, "destination"),
      store,
      observer: {
        tables: (changed) => changed.forEach((progress) => options.progress?.set(progress.source.table, progress)),
        event: (event) => options.events?.push(event),
      },
      signal: options.signal ?? new AbortController().signal,
      failpoint: options.failpoint,
      quietTries: options.quietTries,
    });
  } finally {
    await store.close();
  }
}

/** `[]` when both databases of the test hold the same rows. */
export async function differences(box: TwoServers, chunkRows?: number): Promise<string[]> {
  return compareDatabases({
    connectSource: connectTo(box, "source"),
    connectDestination: connectTo(box, "destination"),
    databases: { [box.source.database]: box.destination.database },
    chunkRows,
  });
}
