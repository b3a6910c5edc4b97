import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Grants } from "../../mysql/grants";
import { connect, literalSession, type MysqlConnection } from "../../mysql/connection";
import { quoteName } from "../../mysql/identifier";
import type { ServerRole } from "../../testing/servers";
import { type Side, twoServers } from "../../testing/two-servers";
import type { CheckResult, PrecheckInput } from "../check";
import { runPrecheck } from "../run";
import { checks } from "./index";
import { destinationPrivileges } from "./destination-privileges";

const shop = `
  CREATE TABLE customer (id INT PRIMARY KEY, name VARCHAR(50) NOT NULL, UNIQUE KEY by_name (name));
  CREATE TABLE purchase (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, customer_id INT NOT NULL, at TIMESTAMP NULL, note TEXT CHARACTER SET latin1, FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE);
  CREATE VIEW open_purchase AS SELECT * FROM purchase WHERE at IS NULL;
  CREATE PROCEDURE count_customers() SELECT COUNT(*) FROM customer;
  CREATE FUNCTION two() RETURNS INT DETERMINISTIC RETURN 2;
  CREATE TRIGGER stamp BEFORE INSERT ON purchase FOR EACH ROW SET NEW.at = IFNULL(NEW.at, NOW());
  INSERT INTO customer VALUES (1, 'Ann');
`;

const options: PrecheckInput["options"] = { existingTables: "intercept", initialSchema: true, initialData: true, onlineDdlTables: "skip", bookkeepingDatabase: "book" };

/** An account with just these grants, dropped at the end. */
async function account(side: Side, admin: MysqlConnection, grants: (account: { user: string; host: string }) => readonly string[]) {
  const user = `x${randomBytes(4).toString("hex")}`;
  await admin.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'secret of the test'`);
  for (const grant of grants({ user, host: "%" })) await admin.query(grant);
  return { credentials: { user, password: "secret of the test" }, [Symbol.asyncDispose]: () => admin.query(`DROP USER '${user}'@'%'`).then(() => undefined) };
}

const unhappy = (results: readonly CheckResult[]) => results.filter((result) => result.status !== "passed" && result.status !== "skipped").map((result) => `${result.id}: ${result.status} ${result.raw?.message ?? ""}`);

describe("exactly the documented accounts are enough", () => {
  const expected: Record<"source" | "source56" | "mariadb", string[]> = {
    source: [],
    source56: ["gtid-mode: warning "],
    mariadb: ["server-versions: warning "],
  };
  for (const role of ["source", "source56", "mariadb"] as const satisfies readonly ServerRole[]) {
    it(`${role}: every check passes or says why it does not apply`, async () => {
      await using box = await twoServers({ source: role, createDestination: false });
      await box.source.run(shop);
      const input = { objects: [{ database: box.source.database }], options: { ...options, bookkeepingDatabase: box.bookkeepingDatabase, writeProbe: true }, capacity: { places: 2, taken: 1 } };
      await using source = await account(box.source, box.source.admin, ({ user }) => [`GRANT SELECT, REPLICATION CLIENT, REPLICATION SLAVE, SHOW VIEW ON *.* TO '${user}'@'%'`]);
      await using destination = await account(box.destination, box.destination.admin, (name) => new Grants([], { account: name }).missingGrants(destinationPrivileges(input)).statements);
      const seen: CheckResult[] = [];
      const report = await runPrecheck(
        { ...input, source: box.source.server.settings("source", source.credentials), destination: box.destination.server.settings("destination", destination.credentials) },
        (result) => seen.push(result),
      );
      expect(unhappy(report.results)).toEqual(expected[role]);
      expect(report.results.map((result) => result.id)).toEqual(checks.map((check) => check.id));
      expect(seen).toHaveLength(checks.length);
      expect(JSON.stringify(report)).not.toContain("secret of the test");
      const skippedIds = report.results.filter((result) => result.status === "skipped").map((result) => result.id);
      expect(skippedIds).toEqual(["heartbeat-row", "destination-tables-empty", "destination-structure", "local-infile", "running-schema-changes", "long-transactions", ...(role === "source" ? ["xa-prepared"] : [])]);
    });
  }

  it("rights on single databases are enough, but hide functions and procedures: a warning with the grant", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run(shop);
    const source = await box.source.account();
    const run = async () => runPrecheck({ source, destination: await box.destination.account(), objects: [{ database: box.source.database }], options: { ...options, bookkeepingDatabase: box.bookkeepingDatabase } });
    const before = await run();
    expect(unhappy(before.results)).toEqual(["routine-bodies: warning "]);
    const statement = before.results.find((result) => result.id === "routine-bodies")!.fixes[0]!.body;
    expect(statement).toBe(`GRANT SHOW_ROUTINE ON *.* TO '${source.user}'@'%';`);
    await box.source.admin.query(statement.replace(/;$/, ""));
    expect(unhappy((await run()).results)).toEqual([]);
  });

  it("single tables need rights on these tables alone", async () => {
    await using box = await twoServers();
    await box.source.run(shop);
    const { database } = box.source;
    const input = { objects: [{ database, tables: [{ name: "customer" }] }], options: { ...options, bookkeepingDatabase: box.bookkeepingDatabase } };
    await using source = await account(box.source, box.source.admin, ({ user }) => [`GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO '${user}'@'%'`, `GRANT SELECT, SHOW VIEW ON ${database}.customer TO '${user}'@'%'`]);
    await using destination = await account(box.destination, box.destination.admin, (name) => new Grants([], { account: name }).missingGrants(destinationPrivileges(input)).statements);
    const report = await runPrecheck({ ...input, source: box.source.server.settings("source", source.credentials), destination: box.destination.server.settings("destination", destination.credentials) });
    expect(unhappy(report.results)).toEqual([]);
  });
});

it("the destination account of the printed grants may do all that a task does there, and nothing elsewhere", async () => {
  await using box = await twoServers({ createDestination: false });
  const target = await box.destination.another("_copy");
  const input = { objects: [{ database: box.source.database, as: target }], options: { ...options, bookkeepingDatabase: box.bookkeepingDatabase } };
  await using destination = await account(box.destination, box.destination.admin, (name) => new Grants([], { account: name }).missingGrants(destinationPrivileges(input)).statements);
  await using connection = await connect(box.destination.server.settings("destination", destination.credentials), { session: literalSession });
  const book = quoteName(box.bookkeepingDatabase);
  for (const statement of [
    `CREATE DATABASE IF NOT EXISTS ${book} DEFAULT CHARACTER SET utf8mb4`,
    `CREATE TABLE ${book}.task_progress (id INT PRIMARY KEY)`,
    `CREATE TABLE ${book}.shadow (id INT PRIMARY KEY, p INT)`,
    "SET SESSION foreign_key_checks=0, unique_checks=1",
    `ALTER TABLE ${book}.shadow ADD INDEX (p), ADD FOREIGN KEY (p) REFERENCES ${book}.absent (id)`,
    `DROP TABLE ${book}.shadow`,
    `CREATE DATABASE ${target} DEFAULT CHARACTER SET latin1`,
    `ALTER DATABASE ${target} DEFAULT CHARACTER SET utf8mb4`,
    `CREATE TABLE ${target}.parent (id INT PRIMARY KEY)`,
    `CREATE TABLE ${target}.child (id INT PRIMARY KEY, p INT, note TEXT)`,
    `ALTER TABLE ${target}.child ADD CONSTRAINT belongs FOREIGN KEY (p) REFERENCES ${target}.parent (id) ON DELETE CASCADE`,
    `CREATE INDEX by_note ON ${target}.child (note(9))`,
    `DROP INDEX by_note ON ${target}.child`,
    "START TRANSACTION",
    `INSERT INTO ${target}.parent VALUES (1) ON DUPLICATE KEY UPDATE id=VALUES(id)`,
    `REPLACE INTO ${target}.child VALUES (1, 1, 'x')`,
    `UPDATE ${target}.child SET note='y' WHERE id=1`,
    `DELETE FROM ${target}.child WHERE id=1`,
    `INSERT INTO ${book}.task_progress VALUES (1)`,
    "COMMIT",
    `CREATE FUNCTION ${target}.two() RETURNS INT DETERMINISTIC SQL SECURITY INVOKER RETURN 2`,
    `CREATE SQL SECURITY INVOKER VIEW ${target}.v AS SELECT id, ${target}.two() AS n FROM ${target}.parent`,
    `CREATE OR REPLACE SQL SECURITY INVOKER VIEW ${target}.v AS SELECT id FROM ${target}.parent`,
    `ALTER SQL SECURITY INVOKER VIEW ${target}.v AS SELECT id + ${target}.two() AS id FROM ${target}.parent`,
    `DROP VIEW ${target}.v`,
    `CREATE PROCEDURE ${target}.p() SQL SECURITY INVOKER SELECT 1`,
    `ALTER PROCEDURE ${target}.p COMMENT 'changed'`,
    `DROP PROCEDURE ${target}.p`,
    `DROP FUNCTION ${target}.two`,
    `RENAME TABLE ${target}.child TO ${target}.offspring`,
    `TRUNCATE TABLE ${target}.offspring`,
    `CREATE TABLE ${target}.alike LIKE ${target}.offspring`,
    `DROP TABLE ${target}.alike, ${target}.offspring`,
    `DROP DATABASE ${target}`,
    `DROP DATABASE ${book}`,
  ])
    await connection.run(statement);
  await expect(connection.run(`CREATE DATABASE ${box.id}elsewhere`)).rejects.toMatchObject({ code: "destination-privilege-missing" });
});

describe("accounts that lack something", () => {
  it("each missing privilege is named, and the printed statements cure it", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run(shop);
    const { database } = box.source;
    const bookkeepingDatabase = box.bookkeepingDatabase;
    await using source = await account(box.source, box.source.admin, ({ user }) => [`GRANT SELECT ON ${database}.customer TO '${user}'@'%'`, `GRANT REPLICATION CLIENT ON *.* TO '${user}'@'%'`]);
    await using destination = await account(box.destination, box.destination.admin, ({ user }) => [`GRANT SELECT, INSERT ON ${database}.* TO '${user}'@'%'`]);
    const input: PrecheckInput = {
      source: box.source.server.settings("source", source.credentials),
      destination: box.destination.server.settings("destination", destination.credentials),
      objects: [{ database }],
      options: { ...options, bookkeepingDatabase },
      only: ["source-privileges", "destination-privileges", "binlog-start", "database-creatable"],
    };
    const report = await runPrecheck(input);
    const of = (id: string) => report.results.find((result) => result.id === id)!;
    expect(of("source-privileges")).toMatchObject({ code: "CHECK_AUTH_SRC", status: "failed", ignorable: false });
    expect(of("source-privileges").title.text).toBe("The source account lacks 3 privileges");
    expect(of("source-privileges").affected.sample.map((item) => [item.name, item.database])).toEqual([["REPLICATION SLAVE", null], ["SELECT", database], ["SHOW VIEW", database]]);
    expect(of("destination-privileges").status).toBe("failed");
    expect(of("destination-privileges").affected.sample.filter((item) => item.database === database).map((item) => item.name)).toEqual([
      "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX", "REFERENCES", "CREATE VIEW", "SHOW VIEW", "CREATE ROUTINE", "ALTER ROUTINE", "EXECUTE",
    ]);
    expect(of("binlog-start")).toMatchObject({ status: "skipped", skippedBecause: { text: "It needs “Source permissions” to pass first." } });

    for (const statement of of("source-privileges").fixes[0]!.body.split("\n")) await box.source.admin.query(statement.replace(/;$/, ""));
    for (const statement of of("destination-privileges").fixes[0]!.body.split("\n")) await box.destination.admin.query(statement.replace(/;$/, ""));
    const after = await runPrecheck(input);
    expect(unhappy(after.results)).toEqual([]);
    expect(after.verdict).toBe("passed");

    const withPrograms = { ...input, options: { ...input.options, triggers: "guard", events: "disabled" } } as const;
    const programs = await runPrecheck(withPrograms);
    for (const [id, side] of [["source-privileges", box.source], ["destination-privileges", box.destination]] as const) {
      const result = programs.results.find((each) => each.id === id)!;
      expect(result.affected.sample.map((item) => [item.name, item.database])).toEqual([["TRIGGER", database], ["EVENT", database]]);
      for (const statement of result.fixes[0]!.body.split("\n")) await side.admin.query(statement.replace(/;$/, ""));
    }
    expect(unhappy((await runPrecheck(withPrograms)).results)).toEqual([]);
  });

  it("what does not exist is named", async () => {
    await using box = await twoServers();
    await box.source.run(shop);
    const report = await runPrecheck({
      source: box.source.server.settings("source"),
      destination: box.destination.server.settings("destination"),
      objects: [{ database: box.source.database, tables: [{ name: "customer" }, { name: "nowhere" }] }, { database: `${box.id}gone` }],
      options,
      only: ["objects-exist"],
    });
    const result = report.results.find((other) => other.id === "objects-exist")!;
    expect(result.status).toBe("failed");
    expect(result.affected.sample.map((item) => `${item.kind} ${item.name}`)).toEqual([`database ${box.id}gone`, "table nowhere"]);
  });
});
