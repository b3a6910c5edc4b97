/** Defaults of a server that mean something else for every session that does not say what it wants: short answers, no commits of its own, other checks. */
import { expect, test } from "vitest";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { privateServer, type ServerRole, type TestServer } from "./servers";
import { twoServers } from "./two-servers";

async function spoil(server: TestServer, mariadb: boolean): Promise<void> {
  await using admin = await server.admin();
  for (const setting of [
    "sql_select_limit=2", "autocommit=0", "completion_type=2", "sql_safe_updates=1", "sql_auto_is_null=1", "unique_checks=0", "sql_quote_show_create=0", "explicit_defaults_for_timestamp=0",
    "sql_mode='ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'", "time_zone='+05:45'", "transaction_isolation='READ-UNCOMMITTED'", "div_precision_increment=0", "group_concat_max_len=4",
    ...(mariadb ? ["max_statement_time=0.2"] : ["max_execution_time=100", "default_collation_for_utf8mb4=utf8mb4_general_ci"]),
  ])
    await admin.run(`SET GLOBAL ${mariadb ? setting.replace("transaction_isolation", "tx_isolation") : setting}`);
}

for (const [role, pair] of [["source", "9.7"], ["mariadb", "MariaDB"]] as const satisfies readonly (readonly [ServerRole, string])[]) {
  test(`${pair}: tables, rows and objects are all there between servers with hostile defaults`, async () => {
    await using source = await privateServer(role);
    await using destination = await privateServer("destination");
    await spoil(source, role === "mariadb");
    await spoil(destination, false);
    await using box = await twoServers({ source, destination });
    await box.source.admin.run("SET SESSION autocommit=1, completion_type=0, sql_mode='', sql_safe_updates=0");
    const names = ["a", "b", "c", "d", "e"];
    const rows = Array.from({ length: 9 }, (_, i) => `(${i}, 'row ${i}\\\\', NULL, '2020-01-01 00:00:0${i}')`).join(", ");
    for (const name of names) await box.source.run(`CREATE TABLE ${name} (id INT PRIMARY KEY, v VARCHAR(20), n INT, t TIMESTAMP NULL, c CHAR(4) DEFAULT 'x', KEY (n)); INSERT INTO ${name} (id, v, n, t) VALUES ${rows}`);
    await box.source.run("CREATE TABLE keyless (v INT, n INT); INSERT INTO keyless VALUES (1, 1), (1, 1), (1, NULL), (2, 2), (2, 2)");
    // Nor does the destination have what the source keeps its files in.
    if (role === "source") await box.source.run("CREATE TABLESPACE fast ADD DATAFILE 'fast.ibd'; CREATE TABLE placed (id INT PRIMARY KEY) TABLESPACE fast; INSERT INTO placed VALUES (1)");
    for (const name of names) await box.source.run(`CREATE VIEW view_${name} AS SELECT id, v FROM ${name}`);
    const plan = await planOf(box);
    await catchUp(plan);
    await expectEqual(box);
    expect(await box.destination.rows("SELECT COUNT(*) AS n FROM information_schema.views WHERE table_schema = DATABASE()")).toEqual([{ n: "5" }]);
    for (const name of names) await box.source.run(`UPDATE ${name} SET n = id WHERE id > 2; DELETE FROM ${name} WHERE id = 0; ALTER TABLE ${name} ADD w TIMESTAMP NULL, ADD u INT UNIQUE; UPDATE ${name} SET u = id`);
    if (role === "source") await box.source.run("ALTER TABLE a TABLESPACE fast; CREATE TABLE placed_later (id INT PRIMARY KEY) TABLESPACE = fast; INSERT INTO placed_later VALUES (2)");
    await box.source.run("DELETE FROM keyless WHERE v = 2 LIMIT 1; UPDATE keyless SET n = 3 WHERE n IS NULL; CREATE TABLE later (id INT, t TIMESTAMP NULL); INSERT INTO later VALUES (1, NULL), (1, NULL)");
    await catchUp(plan);
    await expectEqual(box);
    const task = startTask(plan);
    await box.source.run("INSERT INTO a (id) VALUES (100)");
    await task.whenApplied();
    await task.stop();
    await expectEqual(box);
  });
}
