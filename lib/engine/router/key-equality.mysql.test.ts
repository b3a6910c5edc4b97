import { expect, test } from "vitest";
import type { ColumnDefinition } from "@/lib/mysql/table-definition";
import { testServer } from "@/lib/testing/servers";
import { keyEquality } from "./key-equality";

const column = (dataType: string, collation: string | null): ColumnDefinition => ({ name: "c", dataType, columnType: dataType, unsigned: false, nullable: false, charset: null, collation, generated: null, invisible: false, autoIncrement: false, hasDefault: false });

test.each(["source", "source56", "mariadb"] as const)("%s takes printable ASCII strings of different folds for different under every collation of the whitelist", async (role) => {
  const server = await testServer(role);
  await using connection = await server.admin();
  const rows = await connection.query<{ name: string; charset: string }>("SELECT COLLATION_NAME AS name, CHARACTER_SET_NAME AS charset FROM information_schema.COLLATIONS");
  const folding = rows.filter((row) => keyEquality(column("varchar", row.name)) === "ascii-fold");
  expect(folding.length).toBeGreaterThan(3);
  const digits = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7)";
  const codes = `(SELECT a.d + 8 * b.d + 64 * (c.d) AS n FROM ${digits} a, ${digits} b, ${digits} c WHERE c.d < 2)`;
  for (const { name, charset } of folding) {
    const text = (code: string) => `CONVERT(CHAR(120, ${code}, 121 USING ascii) USING ${charset}) COLLATE ${name}`;
    const folded = (code: string) => `IF(${code} BETWEEN 65 AND 90, ${code} + 32, ${code})`;
    const printable = "x.n BETWEEN 32 AND 126 AND y.n BETWEEN 32 AND 126";
    const wrong = await connection.query(`SELECT x.n AS a, y.n AS b FROM ${codes} x, ${codes} y WHERE ${printable} AND ${text("x.n")} = ${text("y.n")} AND ${folded("x.n")} <> ${folded("y.n")}`);
    expect(wrong, name).toEqual([]);
  }
});

test("numbers, times and bytes are told apart by their literals; floats and unknown collations are not", () => {
  expect(keyEquality(column("bigint", null))).toBe("exact");
  expect(keyEquality(column("varbinary", null))).toBe("exact");
  expect(keyEquality(column("char", "ascii_bin"))).toBe("exact");
  expect(keyEquality(column("varchar", "utf8mb4_bin"))).toBe("ascii-fold");
  expect(keyEquality(column("varchar", "utf8mb4_0900_ai_ci"))).toBe("ascii-fold");
  expect(keyEquality(column("varchar", "utf8mb4_hu_0900_ai_ci"))).toBe("unknown");
  expect(keyEquality(column("double", null))).toBe("unknown");
});
