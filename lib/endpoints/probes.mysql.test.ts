import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { twoServers, type TwoServers } from "../testing/two-servers";
import { listColumns, listDatabaseObjects, listDatabases, verifyFilter } from "./list-objects";
import { testConnection } from "./test-connection";

const context = { rule: { name: "i-src1", runnerAddresses: ["127.0.0.1/32"], gate: "security-group" as const, taskId: "dts1", region: "cn-hangzhou" }, databases: ["shop"] };
let box: TwoServers;
let source: ConnectionSettings;
let destination: ConnectionSettings;

beforeAll(async () => {
  box = await twoServers();
  await box.source.run(`
    CREATE TABLE customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50) NOT NULL DEFAULT 'x', twice INT AS (LENGTH(name) * 2) STORED, seen TIMESTAMP DEFAULT CURRENT_TIMESTAMP, note TEXT, email VARCHAR(90), UNIQUE KEY (email));
    CREATE TABLE orders (id INT PRIMARY KEY, customer INT NOT NULL, FOREIGN KEY (customer) REFERENCES customers (id));
    CREATE TABLE \`Orders\` (id INT NULL, UNIQUE KEY (id));
    CREATE TABLE plain (a INT) ENGINE = MyISAM;
    CREATE VIEW names AS SELECT name FROM customers;
    INSERT INTO customers (name) VALUES ('ann'), ('bob'), ('cyd');
  `);
  await box.source.admin.query("CREATE PROCEDURE touch() SELECT 1");
  await box.destination.run("CREATE TABLE orders (id INT PRIMARY KEY)");
  source = await box.source.account();
  destination = await box.destination.account();
});
afterAll(() => box?.[Symbol.asyncDispose]());

describe("the ladder", () => {
  it("is green to the top with exactly the needed account, and shows what the server is", async () => {
    const result = await testConnection(source, context);
    expect(result.failure).toBeNull();
    expect(result.rungs.map((rung) => [rung.name, rung.status])).toEqual([
      ["dns", "passed"],
      ["tcp", "passed"],
      ["tls", "skipped"],
      ["login", "passed"],
      ["select", "passed"],
    ]);
    expect(result.facts).toMatchObject({
      version: expect.stringMatching(/^9\./) as string,
      binlog: { enabled: true, format: "ROW", rowImage: "FULL", gtidMode: "ON" },
      readOnly: false,
      seenAs: "127.0.0.1",
    });
    expect(result.identity).toBe(result.facts?.serverUuid);
    expect((await testConnection(destination, context)).identity).not.toBe(result.identity);
  });

  it("shakes hands over TLS, and refuses a certificate of another authority", async () => {
    const encrypted = await testConnection({ ...source, tls: { mode: "required" } }, context);
    expect(encrypted.rungs[2]).toMatchObject({ name: "tls", status: "passed", detail: expect.stringMatching(/^TLSv1/) as string });
    expect(encrypted.facts?.tls).toMatch(/./);
    const other = await testConnection({ ...source, tls: { mode: "verify", ca: "-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n" } }, context);
    expect(other).toMatchObject({ ok: false, failedRung: "tls", failure: { code: "tls-failed" } });
    expect(other.rungs.map((rung) => rung.status)).toEqual(["passed", "passed", "failed", "waiting", "waiting"]);
  });

  it("says of a wrong password what MySQL said, whom it saw, and gives statements to copy without the password", async () => {
    const result = await testConnection({ ...source, password: "wr0ng" }, context);
    expect(result).toMatchObject({
      ok: false,
      failedRung: "login",
      failure: {
        code: "source-access-denied",
        serverErrno: 1045,
        raw: expect.stringMatching(/^Access denied for user '.+'@'(127\.0\.0\.1|localhost)' \(using password: YES\)$/) as string,
      },
    });
    expect(["127.0.0.1", "localhost"]).toContain(result.failure?.clientAddress);
    const fixes = result.failure?.fixes.map((fix) => fix.body).join("\n") ?? "";
    expect(fixes).toContain(`CREATE USER '${source.user}'@`);
    expect(fixes).toContain(`ALTER USER '${source.user}'@`);
    expect(JSON.stringify(result)).not.toContain("wr0ng");
  });

  it("names the rung DNS for an unknown name and TCP for a closed port, with the rule to add", async () => {
    expect(await testConnection({ ...source, host: "no-such-host.invalid" }, context)).toMatchObject({
      ok: false,
      failedRung: "dns",
      failure: { code: "source-unreachable" },
    });
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    const result = await testConnection({ ...source, port }, context);
    expect(result).toMatchObject({
      ok: false,
      failedRung: "tcp",
      failure: { code: "source-unreachable", raw: expect.stringContaining("ECONNREFUSED") as string },
    });
    expect(result.failure?.fixes.map((fix) => fix.title)).toContain("iptables");
  });

  it("does not take another protocol for MySQL", async () => {
    const other = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const result = await testConnection({ ...source, port: (other.address() as { port: number }).port }, context);
    expect(result).toMatchObject({ ok: false, failedRung: "login" });
  });
});

describe("the picker", () => {
  it("lists databases with counts, the system's marked", async () => {
    const databases = await listDatabases(source);
    expect(databases.find((each) => each.name === box.source.database)).toMatchObject({ tables: 4, views: 1, system: false });
    expect(databases.find((each) => each.name === "information_schema")?.system).toBe(true);
  });

  it("lists one database with badges, telling names apart that differ in case only", async () => {
    const objects = await listDatabaseObjects(source, box.source.database, { settings: destination, database: box.destination.database });
    expect(Object.fromEntries(objects.tables.map((table) => [table.name, [...table.badges].sort()]))).toEqual({
      Orders: ["no-key"],
      customers: [],
      orders: ["foreign-key"],
      plain: ["no-key", "not-transactional"],
    });
    expect(objects.views).toEqual(["names"]);
    expect(objects).toMatchObject({ destination: { names: ["orders"], ignoresCase: false }, limitedBy: null });
    const deaf = await listDatabaseObjects(source, box.source.database, { settings: { ...destination, port: 1 }, database: box.destination.database });
    expect(deaf.destination).toBeNull();
  });

  it("says which table an account may not read, and the GRANT that shows the rest", async () => {
    const { admin, database } = box.source;
    await admin.query("CREATE USER IF NOT EXISTS 'half_blind'@'%' IDENTIFIED BY 'half blind 1'");
    onTestFinished(async () => void (await admin.query("DROP USER 'half_blind'@'%'")));
    await admin.query(`GRANT SELECT ON \`${database}\`.customers TO 'half_blind'@'%'`);
    await admin.query(`GRANT INSERT ON \`${database}\`.orders TO 'half_blind'@'%'`);
    const objects = await listDatabaseObjects({ ...source, user: "half_blind", password: "half blind 1" }, database, null);
    expect(objects.tables.map(({ name, badges }) => [name, badges.includes("not-readable")])).toEqual([["customers", false], ["orders", true]]);
    expect(objects.limitedBy).toBe(`GRANT SELECT ON \`${database.replaceAll("_", "\\_")}\`.* TO 'half_blind'@'%';`);
  });

  it("shows all badges and routines to an account that may see them", async () => {
    const objects = await listDatabaseObjects(box.source.server.settings("source"), box.source.database, null);
    expect(objects.tables.find((table) => table.name === "orders")?.badges).toEqual(["foreign-key"]);
    expect(objects.routines).toEqual([{ name: "touch", kind: "procedure" }]);
  });

  it("lists columns with what the table dialog must know", async () => {
    const columns = await listColumns(source, { database: box.source.database, table: "customers" });
    expect(columns.map((column) => [column.name, column.key, column.generated, column.hasDefault])).toEqual([
      ["id", "primary", false, true],
      ["name", null, false, true],
      ["twice", null, true, false],
      ["seen", null, false, true],
      ["note", null, false, false],
      ["email", "unique", false, false],
    ]);
    await expect(listColumns(source, { database: box.source.database, table: "nothing" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("verifies a row filter: what it matches, or the server's words", async () => {
    const name = { database: box.source.database, table: "customers" };
    expect(await verifyFilter(source, name, "name <> 'bob'")).toMatchObject({ sampleKeys: ["1", "3"] });
    await expect(verifyFilter(source, name, "colour = 1")).rejects.toMatchObject({
      code: "input-invalid",
      fields: { filter: expect.stringContaining("colour") as string },
    });
    await expect(verifyFilter(source, name, "1) OR (1")).rejects.toMatchObject({ code: "input-invalid" });
    await expect(verifyFilter(source, name, "1 -- ")).resolves.toBeDefined();
  });
});
