/**
 * The day that the applications come to the destination: guards are taken off the triggers that this task made, and its events are switched on. The task
 * must stand still; whoever still runs it is fenced by the claim.
 *
 * No server replaces a trigger in one step, so what is to be made is recorded in `task_cutover` first: after a crash the same call makes what is missing.
 * What is to be done is read from the destination itself: a trigger with our guard, an event that is disabled as on a replica.
 */
import { AppError } from "../errors/app-error";
import { connect, metadataSession, type MysqlConnection } from "../mysql/connection";
import { quoteName, quoteTable, quoteText } from "../mysql/identifier";
import { destinationDatabase } from "../object-names/capitalization";
import { SqlCheckpointStore } from "./checkpoint/checkpoint-store";
import { withoutGuard } from "./ddl/trigger-guard";
import type { Failpoint } from "./attempt";
import type { EnginePlan } from "./plan";
import { setIfPossible } from "./schema/definition-session";

export interface CutOverReport {
  /** `database.name` at the destination. */
  readonly triggers: readonly string[];
  readonly events: readonly string[];
}

interface PlannedTrigger {
  readonly database: string;
  readonly name: string;
  readonly sql: string;
  readonly sqlMode: string;
  readonly collation: string;
}

type Row = Record<string, string | null>;

/** Repeatable. Throws `fenced` when the task belongs to a newer runner, and what the destination answers. */
export async function cutOver(plan: Pick<EnginePlan, "taskId" | "epoch" | "destination" | "objects" | "bookkeepingDatabase" | "parallel">, failpoint?: Failpoint): Promise<CutOverReport> {
  const store = new SqlCheckpointStore({ connect: () => connect(plan.destination, { session: metadataSession }), database: plan.bookkeepingDatabase, taskId: plan.taskId, epoch: plan.epoch, lanes: plan.parallel.appliers });
  await using connection = await connect(plan.destination, { session: metadataSession });
  try {
    await store.open();
    const [server] = await connection.query<{ folds: string }>("SELECT @@lower_case_table_names AS folds");
    const databases = [...new Set(plan.objects.map((object) => destinationDatabase(object, Number(server!.folds))))];
    const table = `${quoteName(plan.bookkeepingDatabase)}.\`task_cutover\``;
    await connection.run(`CREATE TABLE IF NOT EXISTS ${table} (id INT NOT NULL AUTO_INCREMENT, task_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, planned LONGBLOB NOT NULL, PRIMARY KEY (id)) ENGINE=InnoDB`);
    const own = quoteText(plan.taskId);
    const planned = await guardedTriggers(connection, databases);
    await connection.run("START TRANSACTION");
    await store.assertClaim(connection);
    for (const one of planned) await connection.run(`INSERT INTO ${table} (task_id, planned) VALUES (${own}, 0x${Buffer.from(JSON.stringify(one), "utf8").toString("hex")})`);
    await connection.run("COMMIT");
    await failpoint?.("cutover-planned");
    const triggers: string[] = [];
    for (const row of await connection.query<{ id: string; planned: Buffer }>(`SELECT id, planned FROM ${table} WHERE task_id=${own} ORDER BY id`)) {
      const one = JSON.parse(row.planned.toString("utf8")) as PlannedTrigger;
      await replaceTrigger(connection, one, failpoint);
      await connection.run(`DELETE FROM ${table} WHERE id=${row.id}`);
      triggers.push(`${one.database}.${one.name}`);
    }
    return { triggers: [...new Set(triggers)], events: await enableEvents(connection, databases) };
  } finally {
    await store.close();
  }
}

/** In the order in which they fire: each is dropped and made anew at the end of the others. */
async function guardedTriggers(connection: MysqlConnection, databases: readonly string[]): Promise<PlannedTrigger[]> {
  const rows = await connection.query<Row>(
    "SELECT TRIGGER_SCHEMA AS db, TRIGGER_NAME AS name, ACTION_TIMING AS timing, EVENT_MANIPULATION AS event, EVENT_OBJECT_TABLE AS tableName, ACTION_STATEMENT AS body, SQL_MODE AS sqlMode, COLLATION_CONNECTION AS collation FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA IN (?) ORDER BY TRIGGER_SCHEMA, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER",
    [databases],
  );
  return rows.flatMap((row) => {
    const body = withoutGuard(row.body ?? "");
    if (body === null) return [];
    const sql = `CREATE TRIGGER ${quoteTable({ database: row.db!, table: row.name! })} ${row.timing} ${row.event} ON ${quoteTable({ database: row.db!, table: row.tableName! })} FOR EACH ROW ${body}`;
    return [{ database: row.db!, name: row.name!, sql, sqlMode: row.sqlMode ?? "", collation: row.collation ?? "" }];
  });
}

async function replaceTrigger(connection: MysqlConnection, trigger: PlannedTrigger, failpoint?: Failpoint): Promise<void> {
  const name = quoteTable({ database: trigger.database, table: trigger.name });
  const [found] = await connection.query<Row>("SELECT ACTION_STATEMENT AS body FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA=? AND TRIGGER_NAME=?", [trigger.database, trigger.name]);
  if (found && withoutGuard(found.body ?? "") === null) return;
  if (found) await connection.run(`DROP TRIGGER ${name}`);
  await failpoint?.("cutover-dropped");
  try {
    if (trigger.collation) await setIfPossible(connection, `SET SESSION collation_connection=${trigger.collation}`);
    await connection.run(`SET SESSION sql_mode=${quoteText(trigger.sqlMode)}`);
    await connection.run(trigger.sql);
  } catch (error) {
    if (error instanceof AppError && error.context.serverErrno !== undefined) throw new AppError("schema-object-failed", { cause: error, detail: `trigger ${trigger.database}.${trigger.name}: ${String(error.context.serverMessage)}: ${trigger.sql.slice(0, 2_000)}`, context: { serverErrno: error.context.serverErrno } });
    throw error;
  } finally {
    if (connection.usable) {
      await connection.run("SET SESSION sql_mode=''");
      await connection.run("SET NAMES utf8mb4");
    }
  }
}

async function enableEvents(connection: MysqlConnection, databases: readonly string[]): Promise<string[]> {
  // MySQL 8.4 writes REPLICA where older servers write SLAVE.
  const rows = await connection.query<Row>("SELECT EVENT_SCHEMA AS db, EVENT_NAME AS name FROM information_schema.EVENTS WHERE EVENT_SCHEMA IN (?) AND STATUS LIKE '%SIDE_DISABLED' ORDER BY EVENT_SCHEMA, EVENT_NAME", [databases]);
  for (const row of rows) await connection.run(`ALTER EVENT ${quoteTable({ database: row.db!, table: row.name! })} ENABLE`);
  return rows.map((row) => `${row.db}.${row.name}`);
}
