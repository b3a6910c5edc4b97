import { expect, test } from "vitest";
import { connect } from "@/lib/mysql/connection";
import { differences, insertAll, positionOf, readChanges, routed, routedTables } from "@/lib/testing/binlog-bench";
import { type ServerRole, testServer } from "@/lib/testing/servers";
import { twoServers } from "@/lib/testing/two-servers";

const integers = ["tinyint", "smallint", "mediumint", "int", "bigint"];
const bits: Record<string, bigint> = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, bigint: 64n };

/** Column type → SQL values. */
const common: Record<string, readonly string[]> = {
  ...Object.fromEntries(integers.flatMap((type) => {
    const size = bits[type]!;
    return [
      [type, [`-${2n ** (size - 1n)}`, `${2n ** (size - 1n) - 1n}`, "0", "-1", "NULL", "39", "92"]],
      [`${type} unsigned`, [`${2n ** size - 1n}`, "0", `${2n ** (size - 1n)}`, "NULL"]],
    ] as const;
  })),
  "bigint unsigned zerofill": ["9007199254740993", "9223372036854775807", "4294967296"],
  "bigint(20)": ["9007199254740993", "-9007199254740993", "4294967295", "4294967296", "-4294967297", "1000000000", "-9007199254740992"],
  "decimal(65,30)": [`${"9".repeat(35)}.${"9".repeat(30)}`, `-${"9".repeat(35)}.${"9".repeat(30)}`, "0.000000000000000000000000000001", "0", "-0.5", "NULL", "1234567890.0123456789"],
  "decimal(65,0)": ["9".repeat(65), `-${"9".repeat(65)}`, "1000000000", "999999999"],
  "decimal(30,30)": ["0.999999999999999999999999999999", "-0.000000000000000000000000000001"],
  "decimal(10,2) unsigned": ["99999999.99", "0.01", "100000000 - 0.01"],
  "decimal(1,0)": ["-9", "9"],
  "decimal(18,9)": ["123456789.987654321", "-1.000000001"],
  float: ["0", "-0e0", "1.5", "3.4028234e38", "-1.17549435e-38", "1e-45", "16777217", "0.1", "NULL", "123456.789"],
  "float(7,4)": ["0.1234", "-999.9999", "0"],
  double: ["0", "-0e0", "0.1", "1.7976931348623157e308", "2.2250738585072014e-308", "5e-324", "1e22", "123456789012345680000", "NULL", "-1e-7"],
  "double(10,3)": ["1234567.891", "-0.001"],
  "bit(1)": ["b'1'", "b'0'", "NULL"],
  "bit(9)": ["b'100000001'", "0"],
  "bit(64)": ["x'ffffffffffffffff'", "x'8000000000000001'", "39"],
  year: ["0", "1901", "2155", "2024", "NULL"],
  date: ["'0000-00-00'", "'2024-00-00'", "'9999-12-31'", "'1000-01-01'", "'2024-02-30'", "NULL"],
  time: ["'-838:59:59'", "'838:59:59'", "'-01:00:00'", "'00:00:00'", "'-00:00:01'", "NULL"],
  "time(1)": ["'-01:00:00.5'", "'12:34:56.9'", "'-00:00:00.1'"],
  "time(3)": ["'-01:00:00.001'", "'-100:00:00.000'"],
  "time(6)": ["'-838:59:59.000000'", "'-00:00:00.000001'", "'838:59:58.999999'", "'-01:00:00'"],
  datetime: ["'0000-00-00 00:00:00'", "'9999-12-31 23:59:59'", "'2024-02-29 12:34:56'", "'2024-00-00 01:02:03'", "NULL"],
  "datetime(1)": ["'2024-01-01 00:00:00.9'"],
  "datetime(2)": ["'2024-01-01 00:00:00.09'"],
  "datetime(3)": ["'2024-01-01 00:00:00.009'"],
  "datetime(4)": ["'2024-01-01 00:00:00.0009'"],
  "datetime(5)": ["'2024-01-01 00:00:00.00009'"],
  "datetime(6)": ["'9999-12-31 23:59:59.999999'", "'1000-01-01 00:00:00.000001'"],
  "timestamp null": ["'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'", "'0000-00-00 00:00:00'", "'2024-02-29 23:59:59'", "'2000-03-01 00:00:00'", "NULL"],
  "timestamp(3) null": ["'2024-02-29 23:59:59.001'", "'1999-12-31 00:00:00.5'"],
  "timestamp(6) null": ["'2038-01-19 03:14:07.999999'", "'1970-01-01 00:00:01.000001'"],
  "enum('a','b,c','it''s','')": ["'a'", "'b,c'", "'it''s'", "0", "''", "NULL"],
  [`enum(${Array.from({ length: 300 }, (_, i) => `'m${i}'`).join(",")})`]: ["'m0'", "'m255'", "'m299'"],
  "set('a','b','it''s')": ["'a,b,it''s'", "''", "NULL"],
  [`set(${Array.from({ length: 40 }, (_, i) => `'s${i}'`).join(",")})`]: ["'s39'", "'s0,s31,s32'"],
  [`set(${Array.from({ length: 64 }, (_, i) => `'s${i}'`).join(",")})`]: ["x'ffffffffffffffff' + 0", "'s63'", "'s0,s63'", "''"],
  "char(10)": ["'abc'", "''", "'it''s \\\\ é'", "NULL", "'a   '"],
  "char(255)": ["REPEAT('é', 255)"],
  "char(3) character set latin1": ["x'80e9ff'", "x'275c27'"],
  "char(4) character set gbk": ["x'c4e3bac3'", "x'815c'"],
  "char(4) character set sjis": ["x'835c'"],
  "varchar(20) character set big5": ["x'a55c'"],
  "varchar(10) character set ucs2": ["x'00e900270000005c'", "''"],
  "varchar(10) character set utf16": ["x'd83dde00'"],
  "varchar(300)": ["'x '", "REPEAT('ab''\\\\', 75)", "'😀'", "NULL", "CONCAT('a', CHAR(0), CHAR(26), CHAR(10))"],
  "varbinary(10)": ["x'2700005c'", "x''", "x'00'"],
  "varbinary(1000)": ["REPEAT(x'27', 1000)", "REPEAT(x'5c', 100)"],
  "binary(5)": ["x'01'", "x'0000000000'", "x'2720200000'", "NULL"],
  "binary(255)": ["x'ff00'"],
  tinytext: ["'x'", "REPEAT('y', 255)"],
  text: ["''", "REPEAT('long ''quoted\\\\', 3000)", "NULL"],
  "text character set latin1": ["x'80'"],
  mediumtext: ["REPEAT('é', 70000)"],
  longtext: ["REPEAT('z', 300000)"],
  tinyblob: ["x'00ff27'"],
  blob: ["UNHEX(REPEAT('00275cff', 500))", "NULL", "''"],
  mediumblob: ["UNHEX(REPEAT('1a', 70000))"],
  longblob: ["UNHEX(REPEAT('0a0d', 200000))"],
};

const geometry: Record<string, readonly string[]> = {
  geometry: ["ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,39 92))')", "NULL"],
  point: ["ST_GeomFromText('POINT(-1.5 1e300)')"],
};

const json = [
  "'null'", "'true'", "'[]'", "'{}'", "'1'", "'-1'", "'1.0'", "'-0.0'", "'1e300'", "'5e-324'", "'0.1'", "'9223372036854775807'", "'-9223372036854775808'", "'18446744073709551615'", "'4294967295'", "'4294967296'", "'2147483648'",
  "'\"it''s \\\\\\\\ \\\\\" \\\\u0001\\\\n\"'", "'{\"__proto__\": 1, \"a\\'b\": [1, {\"c\": null}]}'", "NULL",
  "CAST(CAST('1.50' AS DECIMAL(10,2)) AS JSON)", "JSON_OBJECT('d', CAST('-1.50' AS DECIMAL(10,2)), 'k', JSON_ARRAY(1, 'x''y'))",
  "JSON_ARRAY(CAST('2024-01-02 03:04:05.000006' AS DATETIME(6)), CAST('-10:11:12.5' AS TIME(6)), CAST('2024-01-02' AS DATE))",
  "JSON_ARRAY(CAST(5 AS UNSIGNED), CAST(70000 AS UNSIGNED), CAST(5000000000 AS SIGNED), CAST(5000000000 AS UNSIGNED), -5000000000)", "CAST(CAST(7 AS UNSIGNED) AS JSON)",
  "JSON_OBJECT('b', _binary x'00ff27')", "JSON_ARRAY(b'101')", "CAST(CONCAT('[', REPEAT('\"0123456789\",', 7000), '1]') AS JSON)", "CAST(CONCAT('{\"k\":', REPEAT('[', 90), REPEAT(']', 90), '}') AS JSON)",
  "JSON_ARRAY(TIMESTAMP('2024-01-01 00:00:00'))",
];

/** One column per type, one row per value index; beyond a list's end NULL. */
function script(types: Record<string, readonly string[]>, tail: string): string {
  const entries = Object.entries(types);
  const rows = Math.max(...entries.map(([, values]) => values.length));
  const columns = entries.map(([type], i) => `c${i} ${type}`).join(", ");
  const values = Array.from({ length: rows }, (_, row) => `(${row + 1}, ${entries.map(([, list]) => list[row] ?? "NULL").join(", ")})`);
  return `CREATE TABLE v (id INT PRIMARY KEY, ${columns}) ${tail}; ${values.map((row) => `INSERT INTO v VALUES ${row};`).join("\n")}`;
}

const perServer: Record<"source" | "source56" | "mariadb", Record<string, readonly string[]>> = {
  source: { ...common, ...geometry, json, "point srid 4326": ["ST_GeomFromText('POINT(1 2)', 4326)", "NULL"], "vector(3)": ["STRING_TO_VECTOR('[1,2,3.5]')", "NULL"], "int /* after vector */": ["7", "8"] },
  source56: { ...common, geometry: ["GeomFromText('POINT(1 2)', 4326)", "NULL"] },
  mariadb: {
    ...common,
    ...geometry,
    uuid: ["'123e4567-e89b-12d3-a456-426614174000'", "'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffff00'", "NULL"],
    inet6: ["'::'", "'2001:db8::ff00:42:8329'", "'::ffff:192.0.2.1'", "NULL"],
    inet4: ["'0.0.0.0'", "'255.255.255.0'", "NULL"],
    "varchar(2000) compressed": ["REPEAT('compress me ', 100)", "'short'", "''", "NULL"],
    "blob compressed": ["REPEAT(x'27', 5000)", "x''"],
    json: ["'{\"a\": 1.0}'"],
  },
};

test.each(["source", "source56", "mariadb"] as const)("every type at its extremes comes back the same from the log of %s", async (role: ServerRole) => {
  const server = await testServer(role);
  await using box = await twoServers({ source: role, destination: role });
  const settings = server.settings("source");
  const from = await positionOf(settings);
  await box.source.run(`SET NAMES utf8mb4; SET SESSION sql_mode='ALLOW_INVALID_DATES', time_zone='+00:00'; ${script(perServer[role as keyof typeof perServer], "DEFAULT CHARSET utf8mb4")}`);
  const tables = await routedTables(settings, box.source.database);
  const changes = await readChanges(settings, from, (database, table) => (database === box.source.database ? (tables.get(table) ?? null) : null));
  const a = `\`${box.source.database}\`.v`;
  const b = `\`${box.destination.database}\`.v`;
  await box.destination.run(`SET SESSION sql_mode=''; CREATE TABLE ${b} LIKE ${a}`);
  await insertAll(settings, b, changes);
  await using connection = await connect(settings);
  expect(await differences(connection, a, b, tables.get("v")!.definition)).toEqual([]);
  const [first, second] = await connection.query<{ Checksum: string }>(`CHECKSUM TABLE ${a}, ${b} EXTENDED`);
  expect(second!.Checksum).toBe(first!.Checksum);
  // Image order other than source order takes the second way through the decoder.
  const reversed = routed(tables.get("v")!.definition, tables.get("v")!.definition.columns.map((_, i) => i).reverse());
  const again = await readChanges(settings, from, (database) => (database === box.source.database ? reversed : null));
  const last = reversed.columns.length - 1;
  const differing = again.filter((change, row) => reversed.columns.some((_, column) => !change.after!.literal(column).equals(changes[row]!.after!.literal(last - column))));
  expect(differing).toHaveLength(0);
});
