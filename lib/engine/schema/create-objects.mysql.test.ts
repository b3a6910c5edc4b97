import { expect, test } from "vitest";
import { connect } from "@/lib/mysql/connection";
import { quoteName } from "@/lib/mysql/identifier";
import { readTables } from "@/lib/mysql/read-tables";
import type { TableDefinition } from "@/lib/mysql/table-definition";
import { twoServers } from "@/lib/testing/two-servers";
import type { TwoServers } from "@/lib/testing/two-servers";
import { readCollations } from "../ddl/statement-session";
import type { EngineEvent, SelectedDatabase } from "../plan";
import { ObjectSelection } from "../router/object-selection";
import { Router } from "../router/router";
import { createForeignKeys, createTables, finishIndexes } from "./create-objects";
import type { SchemaSyncOptions } from "./create-objects";
import { loadSchemaAt } from "./schema-history";

async function prepare(box: TwoServers, object: Partial<SelectedDatabase> = {}) {
  const objects = [{ database: box.source.database, ...object }];
  const router = new Router(new ObjectSelection(objects), { sourceLogsCascades: true });
  const source = await connect(await box.source.account());
  const destination = await connect(await box.destination.account([object.as ?? box.source.database], box.bookkeepingDatabase));
  await destination.run(`CREATE DATABASE IF NOT EXISTS ${quoteName(box.bookkeepingDatabase)}`);
  const schema = await loadSchemaAt(source, router.selection.toTableSelection(), async () => null);
  const events: EngineEvent[] = [];
  const options: SchemaSyncOptions = {
    ...schema,
    router,
    existingTables: "intercept",
    place: { database: box.bookkeepingDatabase, taskId: box.id },
    sourceUtf8mb4Collation: (await readCollations(source)).defaultOf("utf8mb4")!,
    sourceIsMariadb: /mariadb/i.test(box.source.server.version),
    event: (event) => events.push(event),
    now: () => 0,
  };
  return { source, destination, schema, router, options, events };
}

/** Equal columns and keys; display widths and alias names of character sets apart. */
function shape(table: TableDefinition) {
  const alias = (name: string | null) => name?.replace(/^utf8(?=_|$)/, "utf8mb3") ?? null;
  return {
    columns: table.columns.map((column) => ({ ...column, columnType: column.columnType.replace(/^((?:tiny|small|medium|big)?int|year)\(\d+\)/, "$1"), charset: alias(column.charset), collation: alias(column.collation) })),
    keys: table.keys,
    foreignKeys: table.foreignKeys.map(({ referenced, ...rest }) => ({ ...rest, onDelete: rest.onDelete.replace("RESTRICT", "NO ACTION"), onUpdate: rest.onUpdate.replace("RESTRICT", "NO ACTION"), referenced: referenced.table })),
  };
}

const common = `
CREATE TABLE \`pa\`\`rent "q"\` (id INT UNSIGNED NOT NULL AUTO_INCREMENT, code VARCHAR(20) CHARACTER SET latin1 NOT NULL, PRIMARY KEY (id), UNIQUE KEY \`u k\` (code(5))) ENGINE=InnoDB AUTO_INCREMENT=77 DEFAULT CHARSET=utf8 COMMENT='it''s';
CREATE TABLE child (id BIGINT NOT NULL, parent INT UNSIGNED, \`order\` INT, at TIMESTAMP NOT NULL DEFAULT '0000-00-00 00:00:00', d DATE DEFAULT '0000-00-00', text4 VARCHAR(30) CHARACTER SET utf8mb4, bin VARBINARY(9) DEFAULT 'a\\0', PRIMARY KEY (id), KEY o (\`order\`, text4(7)), FULLTEXT KEY ft (text4), CONSTRAINT \`f k\` FOREIGN KEY (parent) REFERENCES \`pa\`\`rent "q"\` (id) ON DELETE CASCADE ON UPDATE SET NULL) DEFAULT CHARSET=utf8mb4 ROW_FORMAT=DYNAMIC;
CREATE TABLE 表 (列 INT PRIMARY KEY, e ENUM('unsigned','b''c')) PARTITION BY HASH (列) PARTITIONS 3;
`;

test.each([
  ["source", "CREATE TABLE modern (id INT PRIMARY KEY, hidden INT INVISIBLE, g INT AS (id * 2) STORED, v VECTOR(3), j JSON, p POINT NOT NULL SRID 4326, c VARCHAR(9) DEFAULT (UUID()), SPATIAL KEY (p), KEY f ((id + 1)), CONSTRAINT ck CHECK (id > 0) NOT ENFORCED, KEY inv (hidden) INVISIBLE)"],
  ["source56", ""],
  ["mariadb", "CREATE TABLE modern (id INT PRIMARY KEY, hidden INT INVISIBLE, g INT AS (id * 2) PERSISTENT, j JSON, CHECK (id > 0))"],
] as const)("every kind of table of %s is created as it was, with deferred indexes and foreign keys, and again after a crash nothing is left to do", async (role, more) => {
  await using box = await twoServers({ source: role, createDestination: false });
  await box.source.run(`SET sql_mode='NO_ENGINE_SUBSTITUTION'; ${common}${more}`);
  const { source, destination, schema, options } = await prepare(box);
  await using _source = source;
  await using _destination = destination;
  expect(schema.tables.map((table) => table.name.table)).toEqual(["child", ...(more ? ["modern"] : []), 'pa`rent "q"', "表"].sort());
  for (let run = 0; run < 2; run += 1) {
    await createTables(destination, { ...options, deferIndexes: true });
    await finishIndexes(destination, options);
    await createForeignKeys(destination, options);
  }
  const created = await readTables(destination, [{ database: box.source.database }], { createStatements: true });
  for (const table of schema.tables) {
    const target = created.find((one) => one.name.table === table.name.table)!;
    // MariaDB's JSON stays what it is in its row images: checked text.
    expect(shape(target), table.name.table).toEqual(shape(table));
  }
  expect(created.find((table) => table.name.table.startsWith("pa"))!.createStatement).toMatch(/AUTO_INCREMENT=77[^]*COMMENT='it''s'/);
  expect(created.find((table) => table.name.table === "表")!.createStatement).toContain("PARTITIONS 3");
});

test("a table that stands in the way is told apart from one that this task made before a crash", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE a (id INT PRIMARY KEY, v VARCHAR(20)); CREATE TABLE b (id INT PRIMARY KEY)");
  await box.destination.run("CREATE TABLE a (id INT PRIMARY KEY, v VARCHAR(10), more INT NOT NULL)");
  const { source, destination, options } = await prepare(box);
  await using _source = source;
  await using _destination = destination;
  await expect(createTables(destination, options)).rejects.toMatchObject({ code: "destination-table-exists" });
  await expect(createTables(destination, { ...options, existingTables: "ignore" })).rejects.toMatchObject({ code: "destination-structure-differs", context: { detail: expect.stringMatching(/v is varchar\(10\).*more exists there alone/) } });
  await box.destination.run("ALTER TABLE a MODIFY v TEXT, MODIFY more INT NULL");
  await createTables(destination, { ...options, existingTables: "ignore" });
  await createTables(destination, { ...options, tables: options.tables.filter((table) => table.name.table === "b") });
});
