import { expect, test } from "vitest";
import type { TableDefinition } from "@/lib/mysql/table-definition";
import { notReproducible } from "./filled-columns";

const columnOf = (name: string, autoIncrement = false) => ({ name, dataType: "int", columnType: "int", unsigned: false, nullable: false, charset: null, collation: null, generated: null, invisible: false, autoIncrement, hasDefault: false });

function table(columns: string[], key: string | null = "id", engine = "InnoDB"): TableDefinition {
  const names = columns.map((text) => /`(.*?)`/.exec(text)![1]!);
  return {
    name: { database: "d", table: "t" }, engine, charset: "utf8mb4", collation: "utf8mb4_bin", foreignKeys: [],
    columns: names.map((name, index) => columnOf(name, columns[index]!.includes("AUTO_INCREMENT"))),
    keys: key === null ? [] : [{ name: "PRIMARY", unique: true, kind: "BTREE", parts: [{ column: key, prefix: null }] }],
    createStatement: `CREATE TABLE \`t\` (\n  ${[...columns, ...(key === null ? [] : [`PRIMARY KEY (\`${key}\`)`])].join(",\n  ")}\n) ENGINE=${engine}`,
  };
}

const id = "`id` int NOT NULL";
const why = (added: string, before = table([id]), isFiltered = false) => notReproducible(before, table([id, added], "id"), { isFiltered })?.detail ?? null;

test.each([
  "`c` int DEFAULT '5'", "`c` int NOT NULL", "`c` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", "`c` datetime(6) DEFAULT current_timestamp(6)", "`c` json DEFAULT (json_array(1,2))",
  "`c` varchar(9) DEFAULT (concat(`id`,_utf8mb4'rand()'))", "`c` date DEFAULT ((curdate() + interval 1 day))", "`c` int NOT NULL AUTO_INCREMENT",
])("%s is filled alike everywhere", (added) => {
  expect(why(added)).toBeNull();
});

test.each(["`c` varchar(36) DEFAULT (uuid())", "`c` varchar(36) DEFAULT uuid()", "`c` double DEFAULT (1 + rand())", "`c` varchar(99) DEFAULT (current_user())", "`c` varchar(99) DEFAULT current_user", "`c` int DEFAULT nextval(`d`.`s`)", "`c` int DEFAULT (`d`.`f`(1))", "`c` int DEFAULT (@@server_id)", "`c` int DEFAULT (never_heard_of(1))"])(
  "%s is not",
  (added) => {
    expect(why(added)).toContain("other values at each server");
  },
);

test("AUTO_INCREMENT numbers rows alike only in the order of a key, and only when all of them are there", () => {
  const added = "`c` int NOT NULL AUTO_INCREMENT";
  expect(why(added, table([id], null))).toContain("numbers the rows");
  expect(why(added, table([id], "id", "MyISAM"))).toContain("numbers the rows");
  expect(why(added, table([id]), true)).toContain("a part of them");
  // Only 0 and NULL of a column that was there before get numbers.
  expect(notReproducible(table([id], null), table(["`id` int NOT NULL AUTO_INCREMENT"]), { isFiltered: false })?.where).toBe("`id` = 0 OR `id` IS NULL");
});
