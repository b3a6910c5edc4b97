import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { createConnection } from "mysql2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type MysqlConnection } from "../../mysql/connection";
import { type Account, type PrivateServer, privateServer, type TestServer, testServer } from "../../testing/servers";
import type { CheckResult, PrecheckInput } from "../check";
import { runPrecheck } from "../run";

/** Two servers that are as wrong as one server can be at a time; settings that exclude each other are changed between checks. */
let source: PrivateServer;
let destination: PrivateServer;
let atSource: MysqlConnection;
let atDestination: MysqlConnection;
let healthy: TestServer;

const year2020 = 1_577_836_800;

beforeAll(async () => {
  [source, destination, healthy] = await Promise.all([
    privateServer("source", { lines: ["binlog-do-db=logged", "log-replica-updates=OFF", "binlog-row-image=MINIMAL", "sysdate-is-now", "max-connections=20", "innodb-log-buffer-size=1M"] }),
    privateServer("destination", { lines: ["skip-log-bin", "disabled-storage-engines=InnoDB", "lower-case-table-names=1", "max-allowed-packet=1M", `init-connect=SET timestamp=${year2020}`, "sysdate-is-now", "caching-sha2-password-private-key-path=none.pem", "caching-sha2-password-public-key-path=none.pem"] }),
    testServer("source56"),
  ]);
  [atSource, atDestination] = await Promise.all([source.admin(), destination.admin()]);
  await atSource.query("CREATE DATABASE shop");
  await atSource.query("CREATE TABLE shop.plain (id INT PRIMARY KEY)");
});

afterAll(async () => {
  await Promise.all([atSource.close(), atDestination.close()]);
  await Promise.all([source[Symbol.asyncDispose](), destination[Symbol.asyncDispose]()]);
});

const options: PrecheckInput["options"] = { existingTables: "intercept", initialSchema: true, initialData: true, onlineDdlTables: "skip", bookkeepingDatabase: "book" };

/** The result of one check. */
async function check(id: string, changes: Partial<PrecheckInput> = {}): Promise<CheckResult> {
  const report = await runPrecheck({ source: source.settings("source"), destination: destination.settings("destination"), objects: [{ database: "shop" }], options, ...changes, only: [id] });
  return report.results.find((result) => result.id === id)!;
}

/** The one SQL fix is run as it is printed. */
async function applyFix(at: MysqlConnection, result: CheckResult, placeholders: Readonly<Record<string, string>> = {}): Promise<void> {
  const body = result.fixes.find((fix) => fix.kind === "sql")!.body;
  for (const statement of body.split("\n")) await at.query(Object.entries(placeholders).reduce((text, [name, to]) => text.replace(name, to), statement).replace(/;$/, ""));
}

/** At the destination, which has no RSA key: a password is taken without TLS only after a login with it. */
async function addPlainAccount(): Promise<Account> {
  const account = { user: `plain${randomBytes(4).toString("hex")}`, password: "plain" };
  await atDestination.query(`CREATE USER ${account.user}@'%' IDENTIFIED BY 'plain'`);
  await (await connect({ ...destination.settings("destination", account), tls: { mode: "required" } })).close();
  return account;
}

/** A way to a local port on which every packet is late. */
async function slowWay(port: number, lateMs: number): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connectSocket({ host: "127.0.0.1", port });
    for (const [from, to] of [[near, far], [far, near]] as const) {
      sockets.add(from);
      from.on("data", (bytes) => void setTimeout(() => to.write(bytes), lateMs));
      from.on("close", () => to.destroy());
      from.on("error", () => to.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

const names = (result: CheckResult) => result.affected.sample.map((item) => item.name);

describe("the source's binlog", () => {
  it("format STATEMENT fails; the printed fix cures it", async () => {
    await atSource.query("SET GLOBAL binlog_format='STATEMENT'");
    const result = await check("binlog-format-row");
    expect(result).toMatchObject({ status: "failed", code: "CHECK_BINLOG_MODE", ignorable: false, title: { text: "Binlog format is not ROW" } });
    expect(result.observed[0]).toMatchObject({ label: { text: "binlog_format" }, value: { text: "STATEMENT" } });
    expect(result.fixes.map((fix) => fix.body)).toEqual(["SET PERSIST binlog_format = 'ROW';", "[mysqld]\nbinlog_format = ROW"]);
    await applyFix(atSource, result);
    expect((await check("binlog-format-row")).status).toBe("passed");
  });

  it("row image MINIMAL fails; the printed fix cures it", async () => {
    const result = await check("binlog-row-image-full");
    expect(result.status).toBe("failed");
    await applyFix(atSource, result);
    expect((await check("binlog-row-image-full")).status).toBe("passed");
  });

  it("a database that --binlog-do-db leaves out fails, one that it names passes", async () => {
    const result = await check("binlog-filters");
    expect(result.status).toBe("failed");
    expect(names(result)).toEqual(["shop"]);
    expect(result.fixes[0]!.body).toBe("[mysqld]\nbinlog-do-db = logged\nbinlog-do-db = shop");
    await atSource.query("CREATE DATABASE IF NOT EXISTS logged");
    expect((await check("binlog-filters", { objects: [{ database: "logged" }] })).status).toBe("passed");
  });

  it("a retention below a day fails, below a week warns when existing data is copied, a week passes", async () => {
    await atSource.query("SET GLOBAL binlog_expire_logs_seconds=3600");
    expect(await check("binlog-retention")).toMatchObject({ status: "failed", title: { text: "The source keeps its binlog for only 1 hour" } });
    await atSource.query("SET GLOBAL binlog_expire_logs_seconds=172800");
    const result = await check("binlog-retention");
    expect(result.status).toBe("warning");
    expect((await check("binlog-retention", { options: { ...options, initialData: false } })).status).toBe("passed");
    await applyFix(atSource, result);
    expect((await check("binlog-retention")).status).toBe("passed");
  });

  it("a retention that is over before the copy fails, however long it is", async () => {
    // Statistics of a table of 8 TB: nine days of copying.
    await atSource.query("CREATE DATABASE huge");
    await atSource.query("CREATE TABLE huge.t (id INT PRIMARY KEY) STATS_PERSISTENT=1, STATS_AUTO_RECALC=0");
    await atSource.query("UPDATE mysql.innodb_table_stats SET clustered_index_size = 540000000 WHERE database_name = 'huge'");
    await atSource.query("FLUSH TABLE huge.t");
    const huge = { objects: [{ database: "huge" }] };
    const result = await check("binlog-retention", huge);
    expect(result).toMatchObject({ status: "failed", title: { text: "The source's binlog is gone before the copy is done: it is kept for 7 days" } });
    await applyFix(atSource, result);
    expect((await check("binlog-retention", huge)).status).toBe("passed");
    // The same table against the free space that somebody typed.
    const space = (bytes: number) => check("destination-space", { ...huge, destinationFree: { bytes, atMs: Date.UTC(2026, 10, 1) } });
    const short = await space(10 * 1024 ** 4);
    expect(short).toMatchObject({ status: "warning", code: "CHECK_DEST_SPACE", title: { text: "The destination may not have room for the copy" }, observed: [{ value: { text: "8.0 TiB" } }, { value: { text: "10.5 TiB" } }, { label: { text: "Free, as typed on 2026-11-01" }, value: { text: "10.0 TiB" } }] });
    expect((await space(11 * 1024 ** 4)).status).toBe("passed");
    await atSource.query("DROP DATABASE huge");
  });

  it("server_id 0 fails and no reader can be opened then; the task's own id fails", async () => {
    await atSource.query("SET GLOBAL server_id=0");
    const result = await check("server-id");
    expect(result).toMatchObject({ status: "failed", code: "CHECK_SERVER_ID", ignorable: true });
    expect(result.fixes[0]!.placeholders).toEqual(["<number above 1>"]);
    expect((await check("binlog-start")).status).toBe("skipped");
    await applyFix(atSource, result, { "<number above 1>": "77" });
    expect((await check("server-id")).status).toBe("passed");
    expect((await check("server-id", { options: { ...options, serverId: 77 } })).status).toBe("failed");
    expect((await check("binlog-start")).status).toBe("passed");
  });

  it("GTIDs half on fail, GTIDs off warn, and the printed steps switch them on", async () => {
    await atSource.query("SET GLOBAL gtid_mode=ON_PERMISSIVE");
    expect((await check("gtid-mode")).status).toBe("failed");
    await atSource.query("SET GLOBAL gtid_mode=OFF_PERMISSIVE");
    await atSource.query("SET GLOBAL gtid_mode=OFF");
    const result = await check("gtid-mode");
    expect(result.status).toBe("warning");
    expect((await check("binlog-start")).status).toBe("passed");
    await applyFix(atSource, result);
    expect((await check("gtid-mode")).status).toBe("passed");
  });

  it("a replica that does not log what it replicates fails", async () => {
    expect((await check("replica-updates")).status).toBe("passed");
    await atSource.query("CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=1");
    const result = await check("replica-updates");
    // In a chain the id that every server has by default is one too many.
    const [own] = await atSource.query("SELECT @@server_id AS id");
    await atSource.query("SET GLOBAL server_id=1");
    const one = await check("server-id");
    await atSource.query("RESET REPLICA ALL");
    expect(one).toMatchObject({ status: "warning", title: { text: "The source's server_id is 1, the default" } });
    expect((await check("server-id")).status).toBe("passed");
    await atSource.query(`SET GLOBAL server_id=${own!.id}`);
    expect(result).toMatchObject({ status: "failed", code: "CHECK_LOG_REPLICA_UPDATES" });
    expect(result.fixes[0]).toMatchObject({ kind: "mycnf", body: "[mysqld]\nlog_replica_updates = ON", needsRestart: true });
  });

  it("a file that was removed by hand is named: a failure when it is needed, a warning when it is not", async () => {
    const position = async () => (await atSource.query("SHOW BINARY LOG STATUS"))[0]!;
    const [row] = await atSource.query("SELECT @@log_bin_basename AS base");
    const removed = (await position()).File!;
    await atSource.query("FLUSH BINARY LOGS");
    await rm(join(dirname(row!.base!), removed));
    await atSource.query("FLUSH BINARY LOGS");
    const unneeded = await check("binlog-files");
    expect(unneeded).toMatchObject({ status: "warning", code: "CHECK_BINLOG_EXIST" });
    expect(names(unneeded)).toEqual([removed]);
    const startPosition = { file: removed, offset: 4, gtidSet: null, flavour: "mysql" as const };
    const needed = await check("binlog-files", { options: { ...options, initialData: false, startPosition } });
    expect(needed.status).toBe("failed");
    expect(needed.fixes[0]!.risk).toBe("high");
    expect((await check("binlog-start", { options: { ...options, initialData: false, startPosition } })).status).toBe("failed");
    await applyFix(atSource, needed);
    expect((await check("binlog-files")).status).toBe("passed");
    expect(await check("binlog-files", { options: { ...options, initialData: false, startPosition } })).toMatchObject({ status: "failed", title: { text: `The binlog file ${removed} of the start position is gone` } });
  });

  it("a server without binlog fails, and what depends on it is not run", async () => {
    await atDestination.query("CREATE DATABASE IF NOT EXISTS shop");
    const swapped = { source: destination.settings("source"), destination: source.settings("destination") };
    const result = await check("binlog-enabled", swapped);
    expect(result).toMatchObject({ status: "failed", code: "CHECK_BINLOG_ON" });
    expect(result.fixes[0]).toMatchObject({ kind: "mycnf", needsRestart: true });
    expect(result.fixes[0]!.body).toContain("log_bin = mysql-bin");
    expect(await check("binlog-format-row", swapped)).toMatchObject({ status: "skipped", skippedBecause: { text: "It needs “Binlog enabled” to pass first." } });
    await atDestination.query("DROP DATABASE shop");
  });

  it("a managed source is cured in its provider's parameter settings", async () => {
    await atSource.query("SET GLOBAL binlog_row_image='NOBLOB'");
    const result = await check("binlog-row-image-full", { endpoints: { source: { kind: "polardb", managed: true } } });
    await atSource.query("SET GLOBAL binlog_row_image='FULL'");
    expect(result.fixes.map((fix) => fix.kind)).toEqual(["console"]);
  });
});

describe("both servers", () => {
  it("the same server on both sides fails", async () => {
    expect(await check("different-servers", { destination: source.settings("destination") })).toMatchObject({ status: "failed", ignorable: false });
    expect((await check("different-servers")).status).toBe("passed");
  });

  it("an older destination warns", async () => {
    expect((await check("server-versions", { destination: healthy.settings("destination") })).title.text).toBe("The destination is older than the source");
    expect((await check("server-versions")).status).toBe("passed");
  });

  it("a destination that reads SQL text differently warns; strictness alone does not", async () => {
    await atDestination.query("SET GLOBAL sql_mode='ANSI_QUOTES'");
    const result = await check("sql-mode");
    expect(result.status).toBe("warning");
    await applyFix(atDestination, result);
    expect((await check("sql-mode")).status).toBe("passed");
  });

  it("a named time zone that the destination does not know warns", async () => {
    for (const statement of ["INSERT INTO mysql.time_zone VALUES (1, 'N')", "INSERT INTO mysql.time_zone_name VALUES ('Test/Zone', 1)", "INSERT INTO mysql.time_zone_transition_type VALUES (1, 0, 28800, 0, 'TST')"]) await atSource.query(statement);
    await atSource.query("SET GLOBAL time_zone='Test/Zone'");
    const result = await check("time-zone");
    await atSource.query("SET GLOBAL time_zone='SYSTEM'");
    expect(result).toMatchObject({ status: "warning", title: { text: "The destination does not know the source's time zone Test/Zone" } });
    expect((await check("time-zone")).status).toBe("passed");
  });

  it("a smaller max_allowed_packet at the destination warns; the printed fix cures it", async () => {
    const result = await check("max-allowed-packet");
    expect(result.status).toBe("warning");
    await applyFix(atDestination, result);
    expect((await check("max-allowed-packet")).status).toBe("passed");
  });

  it("too few free connections warn, of the server or of the account", async () => {
    expect((await check("connections")).status).toBe("passed");
    const account = await addPlainAccount();
    await atDestination.query(`ALTER USER ${account.user}@'%' WITH MAX_USER_CONNECTIONS 5`);
    expect(await check("connections", { destination: destination.settings("destination", account) })).toMatchObject({ status: "warning", title: { text: "The destination has too few free connections" }, fixes: [] });
    expect(await check("connections", { options: { ...options, connections: { source: 20, destination: 10 } } })).toMatchObject({ status: "warning", title: { text: "The source has too few free connections" } });
  });

  it("limits that end statements or silent sessions warn; the printed fix cures them", async () => {
    expect((await check("timeouts")).status).toBe("passed");
    await atSource.query("SET GLOBAL max_execution_time=5000");
    await atDestination.query("SET GLOBAL wait_timeout=20");
    const result = await check("timeouts");
    expect(result).toMatchObject({ status: "warning", code: "CHECK_TIMEOUTS", title: { text: "2 time limits are too short for the task" } });
    expect(result.fixes.flatMap((fix) => (fix.kind === "sql" ? [`${fix.side}: ${fix.body}`] : []))).toEqual(["source: SET PERSIST max_execution_time = 0;", "destination: SET PERSIST wait_timeout = 28800;"]);
    for (const [at, side] of [[atSource, "source"], [atDestination, "destination"]] as const)
      await at.query(result.fixes.find((fix) => fix.side === side && fix.kind === "sql")!.body.replace(/;$/, ""));
    expect((await check("timeouts")).status).toBe("passed");
  });

  it("a table that the destination refuses to make fails with its answer", async () => {
    expect(await check("write-probe")).toMatchObject({ status: "skipped" });
    const probe = { options: { ...options, writeProbe: true } };
    expect(await check("write-probe", probe)).toMatchObject({ status: "failed", code: "CHECK_WRITE_PROBE", raw: { code: "3161" } });
    expect(await check("write-probe", { ...probe, destination: source.settings("destination") })).toMatchObject({ status: "passed" });
    expect(await atSource.query("SHOW TABLES FROM book")).toEqual([]);
    await atSource.query("DROP DATABASE book");
  });

  it("the login plugin of both accounts is told, without what it stores", async () => {
    const result = await check("password-format", { destination: healthy.settings("destination") });
    expect(result).toMatchObject({ status: "passed", code: "CHECK_MYSQL_PASSWORD_FORMAT" });
    expect(result.observed.map((entry) => entry.value.text)).toEqual(["caching_sha2_password", "off", "mysql_native_password", "off"]);
    expect(JSON.stringify(result)).not.toMatch(/[0-9A-F]{40}|\$A\$/);
  });

  it("a login without TLS that a server without RSA key takes only as long as it remembers warns, one with TLS passes", async () => {
    const plain = destination.settings("destination", await addPlainAccount());
    expect(await check("password-format", { destination: plain })).toMatchObject({ status: "warning", step: "endpoints", fixes: [{ kind: "console" }] });
    expect((await check("password-format", { destination: { ...plain, tls: { mode: "required" } } })).status).toBe("passed");
  });

  it("another address that uses the task's account warns", async () => {
    expect((await check("same-user")).status).toBe("passed");
    const [row] = await atSource.query("SELECT @@socket AS socket");
    const shared = createConnection({ socketPath: row!.socket!, user: source.adminAccount.user, password: source.adminAccount.password });
    await new Promise<void>((resolve, reject) => shared.connect((error) => (error ? reject(error) : resolve())));
    const result = await check("same-user");
    shared.destroy();
    expect(result).toMatchObject({ status: "warning", code: "CHECK_SAME_USER" });
    expect(result.affected.sample).toMatchObject([{ name: "localhost", note: { text: `1 session of ${source.adminAccount.user}` } }]);
  });

  it("sessions that run statements make a server busy", async () => {
    expect((await check("server-load")).status).toBe("passed");
    await using worker = await source.admin();
    const running = worker.query("DO SLEEP(600)").catch(() => undefined);
    const result = await check("server-load", { options: { ...options, busyThreads: 1 } });
    expect(result).toMatchObject({ status: "warning", code: "CHECK_LOAD", step: "initialization" });
    expect(result.title.text).toMatch(/^The source is busy: \d+ sessions/);
    await atSource.query(`KILL ${worker.threadId}`);
    await running;
  });

  it("a long way to the destination warns", async () => {
    expect((await check("latency")).status).toBe("passed");
    await using slow = await slowWay(destination.port, 20);
    const result = await check("latency", { destination: { ...destination.settings("destination"), port: slow.port } });
    expect(result).toMatchObject({ status: "warning", code: "CHECK_LATENCY" });
    expect(result.title.text).toMatch(/^An answer of the destination takes \d+ ms$/);
  });

  it("no free place on a runner fails", async () => {
    expect(await check("runner-capacity")).toMatchObject({ status: "skipped" });
    expect(await check("runner-capacity", { capacity: { places: 2, taken: 2 } })).toMatchObject({ status: "failed", code: "CHECK_CAPACITY", side: "runner" });
    expect((await check("runner-capacity", { capacity: { places: 2, taken: 1 } })).status).toBe("passed");
  });

  it("a clock that is years off warns", async () => {
    // init_connect is for accounts without CONNECTION_ADMIN.
    const result = await check("clock-skew", { destination: destination.settings("destination", await addPlainAccount()) });
    expect(result).toMatchObject({ status: "warning", title: { text: "The destination's clock differs from the runner's" } });
    expect((await check("clock-skew")).status).toBe("passed");
  });

  it("a read-only destination fails for an account that read_only binds, and for all when it is super_read_only", async () => {
    const plain = { destination: destination.settings("destination", await addPlainAccount()) };
    expect((await check("destination-writable", plain)).status).toBe("passed");
    await atDestination.query("SET GLOBAL read_only=ON");
    expect((await check("destination-writable", plain)).status).toBe("failed");
    expect((await check("destination-writable")).status).toBe("passed");
    await atDestination.query("SET GLOBAL super_read_only=ON");
    const result = await check("destination-writable");
    expect(result).toMatchObject({ status: "failed", code: "CHECK_DEST_WRITABLE" });
    // SET PERSIST writes a file, not a table: it works on a read-only server.
    await applyFix(atDestination, result);
    expect((await check("destination-writable")).status).toBe("passed");
  });

  it("names that differ in case alone clash at a destination that ignores case", async () => {
    await atSource.query("CREATE TABLE shop.Upper_one (id INT PRIMARY KEY)");
    expect(await check("name-case")).toMatchObject({ status: "warning", title: { key: "name-case.folded" } });
    // What the remedy names cures it; upper case cannot be had there.
    const under = (capitalization: "default" | "upper") => check("name-case", { objects: [{ database: "shop", capitalization }] });
    expect((await under("default")).status).toBe("passed");
    expect(await under("upper")).toMatchObject({ status: "warning", title: { key: "name-case.notUpper" } });
    await atSource.query("CREATE TABLE shop.upper_ONE (id INT PRIMARY KEY)");
    const result = await check("name-case");
    expect(result).toMatchObject({ status: "failed", code: "CHECK_CASE" });
    expect(names(result).sort()).toEqual(["Upper_one", "upper_ONE"]);
    await atSource.query("DROP TABLE shop.Upper_one, shop.upper_ONE");
    expect((await check("name-case")).status).toBe("passed");
  });

  it("a prepared XA transaction fails, and a transaction that stays open warns", async () => {
    expect((await check("xa-prepared")).status).toBe("passed");
    await using other = await source.admin();
    await other.query("XA START 'a','b',3");
    await other.query("INSERT INTO shop.plain VALUES (100)");
    await other.query("XA END 'a','b',3");
    await other.query("XA PREPARE 'a','b',3");
    const result = await check("xa-prepared");
    expect(result).toMatchObject({ status: "failed", code: "CHECK_XA_PREPARED" });
    await applyFix(other, result);
    expect((await check("xa-prepared")).status).toBe("passed");
    expect((await check("long-transactions")).status).toBe("passed");
  });

  it("functions fail where the destination does not trust their creators; the printed fix cures it", async () => {
    const withFunction = `f${randomBytes(4).toString("hex")}`;
    // Roles are swapped: the destination of this test must write a binlog.
    const swapped = { source: healthy.settings("source"), destination: source.settings("destination", { user: "writer", password: "writer" }), objects: [{ database: withFunction }] };
    await using at56 = await healthy.admin();
    await at56.query(`CREATE DATABASE ${withFunction}`);
    await at56.query(`CREATE FUNCTION ${withFunction}.two() RETURNS INT DETERMINISTIC RETURN 2`);
    await atSource.query("CREATE USER writer@'%' IDENTIFIED BY 'writer'");
    await atSource.query(`GRANT ALL ON ${withFunction}.* TO writer@'%'`);
    await atSource.query("SET GLOBAL log_bin_trust_function_creators=OFF");
    const result = await check("function-creation", swapped);
    expect(result).toMatchObject({ status: "failed", code: "CHECK_FUNCTION_CREATE" });
    await applyFix(atSource, result);
    expect((await check("function-creation", swapped)).status).toBe("passed");
    await at56.query(`DROP DATABASE ${withFunction}`);
  });
});
