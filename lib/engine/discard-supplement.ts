import { connect, metadataSession, type ConnectOptions, type MysqlConnection } from "../mysql/connection";
import { quoteTable } from "../mysql/identifier";
import type { ServerFacts } from "../mysql/server-facts";
import { SqlCheckpointStore } from "./checkpoint/checkpoint-store";
import { inTransaction } from "./in-transaction";
import type { EnginePlan, SelectedDatabase } from "./plan";
import { ObjectSelection } from "./router/object-selection";
import { Router } from "./router/router";
import { ensureCreatedMarks, readCreatedMarks } from "./schema/created-marks";
import { SchemaHistory } from "./schema/schema-history";
import { restoreSchema } from "./schema/schema-store";
import { readSelection } from "./modification/selection-record";
import { bookkeepingTables, forgetTask, isSupplement, readSupplements, supplementId } from "./modification/supplement";

/**
 * Removes supplements of modifications that were given up: the tables that they themselves have made at the destination, and their bookkeeping. May be
 * repeated after a crash at any point. Each is claimed first, so that a runner that still brings it up is fenced.
 */
export async function discardSupplements(
  plan: EnginePlan,
  carried: readonly SelectedDatabase[],
  connectDestination: (options: ConnectOptions) => Promise<MysqlConnection>,
  facts: { readonly source: ServerFacts; readonly destination: ServerFacts },
  signal: AbortSignal,
): Promise<void> {
  if (isSupplement(plan.taskId)) return;
  await using connection = await connectDestination({ session: metadataSession });
  const keep = plan.modification && supplementId(plan.taskId, plan.modification.id);
  for (const taskId of await readSupplements(connection, plan.bookkeepingDatabase, plan.taskId)) {
    if (taskId === keep) continue;
    const store = new SqlCheckpointStore({ connect: () => connect(plan.destination, { session: metadataSession, signal }), database: plan.bookkeepingDatabase, taskId, epoch: plan.epoch, lanes: plan.parallel.appliers });
    try {
      await store.open();
      const place = { database: plan.bookkeepingDatabase, taskId };
      const record = await readSelection(connection, place);
      if (record !== null) {
        const foldsCase = facts.source.lowerCaseTableNames !== 0;
        const options = { sourceLogsCascades: facts.source.logsCascades, destinationFolding: facts.destination.lowerCaseTableNames };
        const selection = new ObjectSelection(record.objects, foldsCase);
        const kept = new Router(new ObjectSelection(carried, foldsCase), options);
        const history = new SchemaHistory((name) => selection.fold(name));
        await restoreSchema(connection, place, history);
        await ensureCreatedMarks(connection, place);
        const made = await readCreatedMarks(connection, place);
        const router = new Router(selection, options);
        const tables = router.routeAll(history.tables).filter((table) => made.has(table.destination) && !kept.selection.selects(table.source));
        await connection.run("SET SESSION foreign_key_checks=0");
        for (const { destination } of tables) await connection.run(`DROP TABLE IF EXISTS ${quoteTable(destination)}`);
        await connection.run("SET SESSION foreign_key_checks=1");
      }
      const names = await bookkeepingTables(connection, plan.bookkeepingDatabase);
      await inTransaction(connection, async () => {
        await store.assertClaim(connection);
        await forgetTask(connection, plan.bookkeepingDatabase, names, taskId);
      });
    } finally {
      await store.close();
    }
  }
}
