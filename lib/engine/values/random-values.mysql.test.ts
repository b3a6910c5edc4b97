import fc from "fast-check";
import { expect, test } from "vitest";
import { connect, literalSession } from "@/lib/mysql/connection";
import { differences, insertAll, positionOf, readChanges, routedTables } from "@/lib/testing/binlog-bench";
import { type ServerRole, testServer } from "@/lib/testing/servers";
import { twoServers } from "@/lib/testing/two-servers";

const digits = (min: number, max: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: min, maxLength: max });
const decimal = (whole: number, scale: number) => fc.tuple(fc.boolean(), digits(1, whole), digits(0, scale)).map(([negative, a, b]) => `${negative ? "-" : ""}${a}.${b || "0"}`);
const hex = fc.uint8Array({ maxLength: 40 }).map((bytes) => `x'${Buffer.from(bytes).toString("hex")}'`);
const two = (max: number) => fc.nat(max).map((value) => String(value).padStart(2, "0"));
const fraction = digits(6, 6);
const date = fc.tuple(fc.integer({ min: 1000, max: 9999 }), two(12), two(28)).map((parts) => parts.join("-"));
const time = fc.tuple(fc.boolean(), fc.nat(838), two(59), two(59), fraction).map(([negative, h, m, s, f]) => `'${negative ? "-" : ""}${String(h).padStart(2, "0")}:${m}:${s}.${h === 838 && m === "59" && s === "59" ? "000000" : f}'`);
const datetime = fc.tuple(date, two(23), two(59), two(59), fraction).map(([day, h, m, s, f]) => `'${day} ${h}:${m}:${s}.${f}'`);
const timestamp = fc.tuple(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fraction).map(([seconds, f]) => `'${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")}.${f}'`);
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? "-0e0" : `${value}${String(value).includes("e") ? "" : "e0"}`));
const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const string = fc.string({ unit: "binary", maxLength: 30 }).map((text) => quoted(text));
const scalar = fc.oneof(fc.constantFrom("null", "true", "1.0", "-0.0", "4294967295", "4294967296", "-9223372036854775808", "18446744073709551615"), fc.integer().map(String), fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? "-0.0" : JSON.stringify(value))), fc.string({ unit: "binary", maxLength: 20 }).map((text) => JSON.stringify(text)));
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, depthSize: "small" }, scalar, fc.array(tie("tree"), { maxLength: 4 }).map((items) => `[${items.join(",")}]`), fc.array(fc.tuple(fc.string({ unit: "binary", maxLength: 8 }).map((key) => JSON.stringify(key)), tie("tree")), { maxLength: 4 }).map((members) => `{${members.map(([key, value]) => `${key}:${value}`).join(",")}}`)),
}));
const json = tree.map((text) => (quoted(text)));

const columns: readonly (readonly [type: string, value: fc.Arbitrary<string>])[] = [
  ["DECIMAL(65,30)", decimal(35, 30)],
  ["DECIMAL(20,11)", decimal(9, 11)],
  ["DECIMAL(9,0)", digits(1, 9)],
  ["DOUBLE", double],
  ["FLOAT", fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => `${value}${String(value).includes("e") ? "" : "e0"}`)],
  ["BIGINT", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)],
  ["BIGINT UNSIGNED", fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)],
  ["MEDIUMINT", fc.integer({ min: -8388608, max: 8388607 }).map(String)],
  ["DATETIME(6)", datetime],
  ["TIME(6)", time],
  ["TIME(3)", time],
  ["TIMESTAMP(6) NULL", timestamp],
  ["VARBINARY(40)", hex],
  ["BINARY(40)", hex],
  ["VARCHAR(60)", string],
  ["BIT(64)", fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)],
];

test.each(["source", "source56", "mariadb"] as const)("whatever values %s holds, their literals give the same values again", async (role: ServerRole) => {
  const settings = (await testServer(role)).settings("source");
  await using box = await twoServers({ source: role, destination: role });
  const all = role === "source" ? [...columns, ["JSON", json] as const] : columns;
  const table = `(id INT PRIMARY KEY, ${all.map(([type], i) => `c${i} ${type}`).join(", ")}) CHARSET utf8mb4`;
  const [a, b] = [`\`${box.source.database}\`.v`, `\`${box.destination.database}\`.v`];
  await using connection = await connect(settings, { session: literalSession });
  for (const name of [a, b]) await connection.run(`CREATE TABLE ${name} ${table}`);
  const definitions = await routedTables(settings, box.source.database);
  const from = await positionOf(settings);
  const rows = fc.sample(fc.tuple(...all.map(([, value]) => fc.option(value, { nil: "NULL", freq: 12 }))), 300);
  for (let start = 0; start < rows.length; start += 50) {
    await connection.run(`INSERT INTO ${a} VALUES ${rows.slice(start, start + 50).map((row, i) => `(${start + i}, ${row.join(", ")})`).join(", ")}`);
  }
  const changes = await readChanges(settings, from, (database, name) => (database === box.source.database ? (definitions.get(name) ?? null) : null));
  await insertAll(settings, b, changes);
  expect(await differences(connection, a, b, definitions.get("v")!.definition)).toEqual([]);
  const sums = await connection.query<{ Checksum: string }>(`CHECKSUM TABLE ${a}, ${b} EXTENDED`);
  expect(sums[1]!.Checksum).toBe(sums[0]!.Checksum);
});
