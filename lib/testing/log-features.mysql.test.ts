/** Forms that a log takes while a task reads it, each switched at a server of its own: checksums, files, compression, foreign and tagged GTIDs, LOAD DATA. */
import { expect, test } from "vitest";
import { runWithRetry } from "../engine/attempts";
import { endOf } from "./fault-task";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { privateServer } from "./servers";
import { twoServers } from "./two-servers";

const tables = "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(200), n INT, KEY (n)); CREATE TABLE other (id INT PRIMARY KEY, n INT); CREATE TABLE log (n INT); INSERT INTO t (v, n) VALUES ('a', 1), ('b', 2), ('c', 3); INSERT INTO other VALUES (1, 1), (2, 2); INSERT INTO log VALUES (1), (1)";
const work = `
  INSERT INTO t (v, n) SELECT CONCAT(v, n), n + 1 FROM t;
  UPDATE t, other SET t.v = 'both', other.n = other.n + 10, t.n = -t.n WHERE t.n = other.id;
  DELETE t, log FROM t JOIN log ON t.n = log.n + 2;
  INSERT INTO log SELECT n FROM t;
  DELETE FROM log LIMIT 1;
  REPLACE INTO other SELECT id, n FROM t WHERE n > 0;
  START TRANSACTION; INSERT INTO log VALUES (7); SAVEPOINT a; INSERT INTO log VALUES (8), (8); ROLLBACK TO a; INSERT INTO log VALUES (9); COMMIT;`;

test("9.7: checksums off and on, log files, compression and GTIDs of other servers, while the task runs and while it does not", async () => {
  await using source = await privateServer("source");
  await using box = await twoServers({ source, createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  const task = startTask(plan);
  await task.whenApplied();
  const forms = [
    "SET GLOBAL binlog_checksum = NONE",
    "FLUSH BINARY LOGS",
    "SET SESSION binlog_transaction_compression = ON",
    "SET GLOBAL binlog_row_metadata = MINIMAL",
    "SET SESSION binlog_transaction_compression = OFF",
    "SET GLOBAL binlog_checksum = CRC32",
    "SET SESSION gtid_next = 'AUTOMATIC:of_a_tag'",
    "SET GLOBAL max_binlog_size = 4096",
  ];
  const switchAll = async () => {
    for (const form of forms) {
      await box.source.run(form);
      await box.source.run(work);
    }
    await box.source.run("SET SESSION gtid_next = 'AUTOMATIC'");
    for (const gtid of ["aaaaaaaa-0000-4000-8000-000000000001:5", "aaaaaaaa-0000-4000-8000-000000000001:3", "bbbbbbbb-0000-4000-8000-000000000001:tagged:9"]) {
      await box.source.run(`SET SESSION gtid_next = '${gtid}'; INSERT INTO log VALUES (100); SET SESSION gtid_next = 'AUTOMATIC'`);
    }
  };
  await switchAll();
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
  await box.source.run(work);
  await catchUp(plan);
  await expectEqual(box);
});

test("MariaDB: checksums, log files, compressed events, two-phase ALTER and row metadata switched while the task runs", async () => {
  await using source = await privateServer("mariadb");
  await using box = await twoServers({ source, createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  const task = startTask(plan);
  await task.whenApplied();
  const forms = [
    "SET GLOBAL binlog_checksum = NONE",
    "SET GLOBAL log_bin_compress = ON; SET GLOBAL log_bin_compress_min_len = 10",
    "SET SESSION binlog_alter_two_phase = ON; ALTER TABLE log ADD COLUMN c INT DEFAULT 3; ALTER TABLE t ADD KEY (v)",
    "FLUSH BINARY LOGS; SET GLOBAL binlog_row_metadata = MINIMAL",
    "ALTER TABLE log DROP COLUMN c; SET GLOBAL binlog_checksum = CRC32",
    "SET SESSION gtid_domain_id = 5",
    "SET GLOBAL log_bin_compress = OFF",
  ];
  for (const form of forms) await box.source.run(`${form}; ${work.replaceAll("INSERT INTO log SELECT n FROM", "INSERT INTO log (n) SELECT n FROM").replaceAll("INSERT INTO log VALUES", "INSERT INTO log (n) VALUES")}`);
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
});

test.each(["source", "mariadb"] as const)("%s: LOAD DATA arrives as rows, and stops the task where a session logs it as a statement", async (role) => {
  await using box = await twoServers({ source: role, createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  await catchUp(plan);
  const [folder] = await box.source.rows<{ path: string }>("SELECT @@secure_file_priv AS path");
  const file = `${folder!.path.replace(/\/$/, "")}/${box.id}`;
  await box.source.run(`SELECT id + 100, CONCAT(v, ',"\\\\'), n FROM t INTO OUTFILE '${file}'; LOAD DATA INFILE '${file}' INTO TABLE t; LOAD DATA INFILE '${file}' REPLACE INTO TABLE t (id, @v, n) SET v = CONCAT(@v, '!')`);
  await catchUp(plan);
  await expectEqual(box);
  await box.source.run(`SET SESSION binlog_format = STATEMENT; LOAD DATA INFILE '${file}' INTO TABLE log (n, @a, @b); SET SESSION binlog_format = ROW`);
  const silent = { figures: () => undefined, tables: () => undefined, event: () => undefined };
  await expect(runWithRetry({ ...plan, until: "caught-up" }, silent, new AbortController().signal, { retryMinutes: 0.05 })).rejects.toMatchObject({ code: "binlog-statement-format" });
});

test.each(["source", "source56", "mariadb"] as const)("%s: a temporary table of the name of a real one changes nothing, and stops the task where a session logs statements", async (role) => {
  await using box = await twoServers({ source: role, createDestination: false });
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)");
  const plan = await planOf(box);
  await catchUp(plan);
  const work = "CREATE TEMPORARY TABLE t (id INT); INSERT INTO t VALUES (7); ALTER TABLE t ADD COLUMN n INT; TRUNCATE TABLE t; DROP TEMPORARY TABLE t";
  await box.source.run(`${work}; INSERT INTO t VALUES (2)`);
  await catchUp(plan);
  await expectEqual(box);
  // Without any row: the ALTER and the TRUNCATE are logged like those of the real table.
  await box.source.run(`SET SESSION binlog_format = STATEMENT; ${work.replace("INSERT INTO t VALUES (7); ", "")}`);
  await expect(startTask({ ...plan, until: "caught-up" }).ended).rejects.toMatchObject({ code: "binlog-statement-format" });
  await expectEqual(box);
});

const gtidModes = ["OFF", "OFF_PERMISSIVE", "ON_PERMISSIVE", "ON"];

test.each([
  ["on", gtidModes],
  ["off", gtidModes.toReversed()],
])("9.7: GTIDs are switched %s, step by step, while the task runs and while it does not", async (_, modes) => {
  await using source = await privateServer("source", { lines: [`gtid-mode=${modes[0]}`] });
  await using box = await twoServers({ source, createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  const task = startTask(plan);
  await task.whenApplied();
  for (const mode of modes.slice(1)) {
    await box.source.run(`SET GLOBAL gtid_mode = ${mode}`);
    await box.source.run(work);
    await task.whenApplied();
  }
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
  for (const mode of modes.toReversed().slice(1)) {
    await box.source.run(work);
    await box.source.run(`SET GLOBAL gtid_mode = ${mode}`);
    await box.source.run(work);
    await catchUp(plan);
    await expectEqual(box);
  }
});

test("9.7: GTIDs switched off before the task has read them stop it with the cure, and the cure cures", async () => {
  await using source = await privateServer("source");
  await using box = await twoServers({ source, createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  await catchUp(plan);
  await box.source.run(work);
  for (const mode of gtidModes.toReversed().slice(1)) await box.source.run(`SET GLOBAL gtid_mode = ${mode}`);
  await box.source.run(work);
  expect(await endOf(plan)).toBe("source-gtids-off");
  await box.source.run("SET GLOBAL gtid_mode = OFF_PERMISSIVE");
  await catchUp(plan);
  await expectEqual(box);
});

test.each(["source", "source56", "mariadb"] as const)("%s: a DROP TABLE that was refused for some of its tables drops the others alone", async (role) => {
  await using box = await twoServers({ source: role, createDestination: false });
  const stranger = await box.source.another("stranger", true);
  await box.source.run(`
    CREATE TABLE parent (id INT PRIMARY KEY); CREATE TABLE child (id INT PRIMARY KEY, up INT, FOREIGN KEY (up) REFERENCES parent (id)); INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1);
    CREATE TABLE alone (id INT PRIMARY KEY); CREATE TABLE alder (id INT PRIMARY KEY); CREATE TABLE birch (id INT PRIMARY KEY); CREATE TABLE cedar (id INT PRIMARY KEY); CREATE TABLE dogwood (id INT PRIMARY KEY); CREATE TABLE elm (id INT PRIMARY KEY);
    INSERT INTO alder VALUES (1); INSERT INTO birch VALUES (1); INSERT INTO cedar VALUES (1); INSERT INTO dogwood VALUES (1); INSERT INTO elm VALUES (1)`);
  const plan = await planOf(box);
  await catchUp(plan);
  const refused = async (statement: string) => expect(box.source.run(statement)).rejects.toBeDefined();
  await refused("DROP TABLE parent");
  await refused("DROP TABLE IF EXISTS parent, alder");
  await refused("DROP TABLE birch, parent, missing");
  await refused("DROP TABLE missing, cedar");
  await box.source.run("INSERT INTO parent VALUES (2); INSERT INTO child VALUES (2, 2); INSERT INTO dogwood VALUES (2)");
  await catchUp(plan);
  await expectEqual(box);
  // Whose children nobody here knows of: the source itself is asked.
  await box.source.run(`CREATE TABLE \`${stranger}\`.child (id INT PRIMARY KEY, up INT, FOREIGN KEY (up) REFERENCES \`${box.source.database}\`.alone (id))`);
  await refused("DROP TABLE alone");
  await box.source.run("INSERT INTO alone VALUES (7)");
  await catchUp(plan);
  await expectEqual(box);
  await refused("DROP TABLE alone, dogwood");
  await box.source.run("INSERT INTO elm VALUES (2)");
  await catchUp(plan);
  await expectEqual(box);
  if (role === "source56") {
    // What it has now may be another one of that name: nothing is dropped on a guess.
    await refused("DROP TABLE alone, elm");
    await box.source.run("CREATE TABLE elm (id INT PRIMARY KEY)");
    expect(await endOf(plan)).toBe("ddl-unsupported");
    expect(await box.destination.rows(`SELECT id FROM \`${box.destination.database}\`.elm ORDER BY id`)).toEqual([{ id: 1 }, { id: 2 }]);
  }
  await box.source.run(`DROP TABLE \`${stranger}\`.child`);
});
