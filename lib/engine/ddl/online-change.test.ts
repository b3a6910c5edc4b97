import { expect, test } from "vitest";
import type { ColumnDefinition, TableDefinition } from "@/lib/mysql/table-definition";
import { replayDoubt } from "./online-change";

function column(text: string): ColumnDefinition {
  const [, name, columnType] = /^`(.*?)` (\S+(?: unsigned)?)/.exec(text)!;
  const dataType = columnType!.replace(/[( ].*/, "");
  return { name: name!, dataType, columnType: columnType!, unsigned: columnType!.includes("unsigned"), nullable: !text.includes("NOT NULL"), charset: /char|text/.test(dataType) ? (/CHARACTER SET (\w+)/.exec(text)?.[1] ?? "utf8mb4") : null, collation: null, generated: text.includes("GENERATED") ? "stored" : null, invisible: false, autoIncrement: text.includes("AUTO_INCREMENT"), hasDefault: text.includes("DEFAULT") };
}

const table = (columns: string[], hasKey = true): TableDefinition => ({
  name: { database: "d", table: "t" }, engine: "InnoDB", charset: "utf8mb4", collation: "utf8mb4_bin", foreignKeys: [], columns: columns.map(column),
  keys: hasKey ? [{ name: "PRIMARY", unique: true, kind: "BTREE", parts: [{ column: "id", prefix: null }] }] : [],
  createStatement: `CREATE TABLE \`t\` (\n  ${columns.join(",\n  ")}\n) ENGINE=InnoDB`,
});

const base = ["`id` int NOT NULL", "`v` varchar(10)"];
const doubt = (columns: string[], alter = "ALTER TABLE _t_gho FORCE", before = table(base)) => replayDoubt(before, table(columns), [{ text: alter }], { version: 90_700 });

test.each([
  ["`id` bigint NOT NULL", "`v` varchar(30)"],
  [...base, "`n` int NOT NULL DEFAULT '5'"],
  [...base, "`n` int NOT NULL"],
  [...base, "`at` timestamp NULL DEFAULT NULL"],
  [...base, "`g` int GENERATED ALWAYS AS (`id` + 1) STORED"],
  ["`id` int NOT NULL"],
])("%s, %s, %s: the ALTER does what the copying did", (...columns) => {
  expect(doubt(columns)).toBeNull();
});

test.each([
  [...base, "`at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP"],
  [...base, "`at` datetime DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP"],
  [...base, "`n` int NOT NULL AUTO_INCREMENT"],
  [...base, "`u` varchar(36) DEFAULT (uuid())"],
  [...base, "`j` json NOT NULL"],
  ["`id` int NOT NULL", "`w` varchar(10)"],
  ["`id` int NOT NULL", "`v` varchar(5)"],
  ["`id` int NOT NULL", "`v` varchar(10) NOT NULL"],
  ["`id` int NOT NULL", "`v` varchar(10) CHARACTER SET latin1"],
  ["`id` int unsigned NOT NULL", "`v` varchar(10)"],
  ["`id` int NOT NULL", "`v` datetime"],
])("%s, %s, %s: it may not", (...columns) => {
  expect(doubt(columns)).not.toBeNull();
});

test.each(["ALTER TABLE x CHANGE v v VARCHAR(10)", "ALTER TABLE x RENAME COLUMN v TO w, RENAME COLUMN w TO v", "ALTER TABLE x DROP v, ADD v VARCHAR(10)", "ALTER TABLE x DROP COLUMN IF EXISTS `V`, ADD v INT", "ALTER TABLE x DROP PARTITION p0", "ALTER TABLE x TRUNCATE PARTITION ALL", "ALTER TABLE x DISCARD TABLESPACE"])(
  "%s is another thing for rows that are there",
  (alter) => {
    expect(doubt(base, alter)).toContain("means something else");
  },
);

test("other words of an ALTER raise no doubt, a missing key does", () => {
  expect(doubt(base, "ALTER TABLE x DROP INDEX v, DROP COLUMN gone, DROP PRIMARY KEY, ADD PRIMARY KEY (id), COMMENT='CHANGE'")).toBeNull();
  expect(doubt(base, "ALTER TABLE x FORCE", table(base, false))).toContain("no key");
});
