import { expect, test } from "vitest";
import { twoServers } from "@/lib/testing/two-servers";
import { connect } from "./connection";
import { readTables } from "./read-tables";

test.each(["source", "source56", "mariadb"] as const)("%s: names, keys and foreign keys are read by the account that the product asks for", async (role) => {
  await using box = await twoServers({ source: role });
  await box.source.run("CREATE TABLE `p``1` (id INT UNSIGNED NOT NULL, e ENUM('unsigned','b''c') DEFAULT 'b''c', u VARCHAR(20) CHARACTER SET latin1 NOT NULL, PRIMARY KEY (id), UNIQUE KEY `u u` (u(5), e)) ENGINE=InnoDB");
  await box.source.run("CREATE TABLE `C` (a INT UNSIGNED, b INT UNSIGNED DEFAULT 3, CONSTRAINT `f, ``1` FOREIGN KEY (a) REFERENCES `p``1` (id) ON DELETE CASCADE ON UPDATE SET NULL) ENGINE=InnoDB; CREATE VIEW v AS SELECT 1");
  await using connection = await connect(await box.source.account());
  const [child, parent] = await readTables(connection, [{ database: box.source.database }], { createStatements: true });
  expect(child).toMatchObject({ name: { table: "C" }, foreignKeys: [{ name: "f, `1", columns: ["a"], referenced: { database: box.source.database, table: "p`1" }, referencedColumns: ["id"], onDelete: "CASCADE", onUpdate: "SET NULL" }] });
  expect(child!.createStatement).toContain("CREATE TABLE `C`");
  expect(parent!.keys).toEqual([
    { name: "PRIMARY", unique: true, kind: "BTREE", parts: [{ column: "id", prefix: null }] },
    { name: "u u", unique: true, kind: "BTREE", parts: [{ column: "u", prefix: 5 }, { column: "e", prefix: null }] },
  ]);
  expect(parent!.columns.map(({ name, unsigned, nullable, charset, hasDefault }) => [name, unsigned, nullable, charset === "latin1", hasDefault])).toEqual([["id", true, false, false, false], ["e", false, true, false, true], ["u", false, false, true, false]]);
  expect(await readTables(connection, [{ database: box.source.database, tables: ["c", "P`1", "gone"] }])).toEqual([]);
});

test("a generated primary key that the server was told to hide is a column like others: row images hold it", async () => {
  await using box = await twoServers();
  await box.source.run("SET SESSION sql_generate_invisible_primary_key=ON; CREATE TABLE g (v INT)");
  await using connection = await connect(box.source.server.settings("source"));
  await connection.run("SET SESSION show_gipk_in_create_table_and_information_schema=OFF");
  const [table] = await readTables(connection, [{ database: box.source.database }], { createStatements: true });
  expect(table).toMatchObject({ columns: [{ name: "my_row_id", invisible: true, autoIncrement: true }, { name: "v" }], keys: [{ name: "PRIMARY" }] });
});
