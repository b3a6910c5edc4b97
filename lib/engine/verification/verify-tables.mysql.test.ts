import { expect, test, vi } from "vitest";
import { connectTo, differences, fullLoad, routedTables } from "@/lib/testing/full-load";
import { twoServers, type TwoServers } from "@/lib/testing/two-servers";
import { pacesFor } from "./read-pace";
import { type TableVerification, verifyTables, type VerifyOptions } from "./verify-tables";

const script = `
  CREATE TABLE t (
    id INT, k VARCHAR(10) COLLATE utf8mb4_0900_ai_ci, n BIGINT UNSIGNED, d DOUBLE, de DECIMAL(30,10), c VARCHAR(20), la VARCHAR(20) CHARACTER SET latin1, b VARBINARY(20), dt DATETIME(6), ts TIMESTAMP(6) NULL,
    ti TIME(6), j JSON, g GEOMETRY, e ENUM('a','b'), bt BIT(8), y YEAR, gen INT GENERATED ALWAYS AS (id * 2) VIRTUAL, PRIMARY KEY (id, k)
  );
  INSERT INTO t (id, k, n, d, de, c, la, b, dt, ts, ti, j, g, e, bt, y) VALUES
    (1, 'a', 18446744073709551615, 0e0, 1.5, 'x', 'é', x'00ff', '2024-01-01 00:00:00.000001', '2024-01-01 00:00:00.000001', '-00:00:00.000001', '{"a": 1.0}', POINT(1, 2), 'a', 1, 2000),
    (2, 'b', 2, 1e0, 1.5, 'y ', 'y', x'00', '2024-01-01', '2024-01-01', '00:00:00', '{"a": 1}', POINT(1, 2), 'b', 2, 0),
    (3, 'c', 3, 1e0, 1.5, NULL, 'y', x'', '2024-01-01', NULL, '00:00:00', JSON_OBJECT('p', CAST(1.5 AS DECIMAL(3,1))), NULL, NULL, NULL, NULL);
  CREATE TABLE h (a INT NULL, b VARCHAR(10) NULL);
  INSERT INTO h VALUES (1, 'x'), (1, 'x'), (1, NULL), (NULL, '');
`;

async function loaded(): Promise<TwoServers> {
  const box = await twoServers();
  await box.source.run(script);
  await fullLoad(box);
  return box;
}

async function verified(box: TwoServers, options: Partial<VerifyOptions> = {}): Promise<TableVerification[]> {
  const results: TableVerification[] = [];
  const tables = await routedTables(box, { keepTables: true });
  for await (const result of verifyTables({
    connectSource: connectTo(box, "source"),
    connectDestination: connectTo(box, "destination"),
    tables,
    chunkRows: 2,
    signal: new AbortController().signal,
    ...options,
  })) {
    results.push(result);
  }
  return results;
}

test("every single change of a value is found and named by key and column", async () => {
  await using box = await loaded();
  const { database } = box.source;
  expect(await differences(box)).toEqual([]);
  expect((await verified(box)).map(({ equal, sourceRows, destinationRows }) => [equal, sourceRows, destinationRows])).toEqual([
    [true, 4, 4],
    [true, 3, 3],
  ]);
  const changes: [set: string, id: number, column: string][] = [
    ["n = 18446744073709551614", 1, "n"],
    ["d = -0e0", 1, "d"],
    ["d = 1.0000000000000002", 2, "d"],
    ["de = 1.5000000001", 2, "de"],
    ["c = 'y'", 2, "c"],
    ["c = ''", 3, "c"],
    ["la = 'e'", 1, "la"],
    ["b = x'00fe'", 1, "b"],
    ["b = x'0000'", 2, "b"],
    ["dt = '2024-01-01 00:00:00.000002'", 1, "dt"],
    ["ts = '2024-01-01 00:00:00.000002'", 1, "ts"],
    ["ti = '00:00:00.000001'", 1, "ti"],
    [`j = '{"a": 1}'`, 1, "j"],
    [`j = '{"a": 1.0}'`, 2, "j"],
    [`j = '{"p": 1.5}'`, 3, "j"],
    ["g = POINT(2, 1)", 1, "g"],
    ["g = ST_SRID(POINT(1, 2), 4326)", 2, "g"],
    ["e = 'b'", 1, "e"],
    ["bt = 3", 1, "bt"],
    ["y = 2000", 2, "y"],
    ["y = 0", 3, "y"],
  ];
  const written = "id, k, n, d, de, c, la, b, dt, ts, ti, j, g, e, bt, y";
  const kept = await box.destination.another("kept", true);
  await box.destination.run(`SET SESSION time_zone='+00:00', sql_mode=''; CREATE TABLE ${kept}.t LIKE t; INSERT INTO ${kept}.t (${written}) SELECT ${written} FROM t`);
  for (const [set, id, column] of changes) {
    // JSON 1 and 1.0 are the same value to an UPDATE, which then changes nothing: by way of NULL it does.
    if (column === "j") await box.destination.run(`UPDATE t SET j=NULL WHERE id=${id}`);
    await box.destination.run(`UPDATE t SET ${set} WHERE id=${id}`);
    const key = `id=${id}, k='${"abc"[id - 1]}'`;
    expect(await differences(box, 2)).toEqual([`${database}.t: different ${key} in ${column}`]);
    await box.destination.run(`DELETE FROM t WHERE id=${id}; INSERT INTO t (${written}) SELECT ${written} FROM ${kept}.t WHERE id=${id}`);
  }
  expect(await differences(box)).toEqual([]);
});

test("missing, extra and doubled rows are found, also where only a collation would call them equal", async () => {
  await using box = await loaded();
  const { database } = box.source;
  await box.destination.run(
    "DELETE FROM t WHERE id=2; INSERT INTO t (id, k) VALUES (9, 'z'); UPDATE t SET k='A' WHERE id=1; INSERT INTO h VALUES (1, 'x'); DELETE FROM h WHERE b IS NULL; CREATE TABLE more (id INT)",
  );
  const found = await differences(box, 1);
  expect(found.filter((line) => line.startsWith(`${database}.t:`)).sort()).toEqual(
    [`${database}.t: extra id=1, k='A'`, `${database}.t: extra id=9, k='z'`, `${database}.t: missing id=1, k='a'`, `${database}.t: missing id=2, k='b'`].sort(),
  );
  expect(found.filter((line) => line.startsWith(`${database}.h:`)).map((line) => line.replace(/row \w+/, "row")).sort()).toEqual([`${database}.h: extra row`, `${database}.h: missing row`]);
  expect(found).toContain(`${database}.more: extra table`);
  const [h] = await verified(box);
  expect(h).toMatchObject({ equal: false, missing: 1, extra: 1, sourceRows: 4, destinationRows: 4 });
});

test("generated columns are compared too", async () => {
  await using box = await loaded();
  await box.destination.run("ALTER TABLE t MODIFY gen INT GENERATED ALWAYS AS (id * 3) VIRTUAL");
  expect((await verified(box))[1]).toMatchObject({ different: 3, differences: [{ columns: ["gen"] }, { columns: ["gen"] }, { columns: ["gen"] }] });
});

test("differences that were only under way are gone after the recheck, others stay", async () => {
  await using box = await loaded();
  await box.source.run("UPDATE t SET n=5 WHERE id=1; UPDATE t SET n=6 WHERE id=2; INSERT INTO h VALUES (8, 'new')");
  let calls = 0;
  const results = await verified(box, {
    recheck: async () => {
      calls += 1;
      await box.destination.run("UPDATE t SET n=5 WHERE id=1; DELETE FROM h WHERE a=8; INSERT INTO h VALUES (8, 'new')");
    },
  });
  expect(results[0]).toMatchObject({ equal: true });
  expect(results[1]).toMatchObject({ equal: false, different: 1, differences: [{ key: "id=2, k='b'", columns: ["n"] }] });
  expect(calls).toBeLessThan(5);
});

test("a destination that sorts the key differently or stores text in another character set still compares equal", async () => {
  await using box = await twoServers({ createDestination: true });
  await box.source.run("CREATE TABLE t (k VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_bin PRIMARY KEY, v VARCHAR(10) CHARACTER SET latin1); INSERT INTO t VALUES ('a','é'),('B','ü'),('c','x'),('D','y')");
  await box.destination.run("CREATE TABLE t (k VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_swedish_ci PRIMARY KEY, v VARCHAR(10) CHARACTER SET utf8mb4); INSERT INTO t VALUES ('a','é'),('B','ü'),('c','x'),('D','y')");
  expect(await differences(box, 1)).toEqual([]);
});

test.each(["rows", "sums"] as const)("a limit of bytes holds the reading of %s back in the middle of a table, with a key or without", async (method) => {
  await using box = await twoServers({ createDestination: true });
  const rows = Array.from({ length: 1_000 }, (_, id) => `(${id},REPEAT('x',1000))`).join();
  for (const table of ["keyed (id INT PRIMARY KEY, v VARCHAR(1000))", "keyless (id INT, v VARCHAR(1000))"])
    for (const side of [box.source, box.destination]) await side.run(`CREATE TABLE ${table}; INSERT INTO ${table.split(" ")[0]} VALUES ${rows}`);
  for (const name of ["keyed", "keyless"]) {
    const tables = (await routedTables(box, { keepTables: true })).filter(({ source }) => source.table === name);
    const end = new AbortController();
    const pace = pacesFor({ bytesPerSecond: 1_000 }, end.signal)!;
    const took = pace.source.took.bind(pace.source);
    const read = { rows: 0, bytes: 0 };
    vi.spyOn(pace.source, "took").mockImplementation((rows, bytes) => {
      read.rows += rows;
      read.bytes += bytes;
      const wait = took(rows, bytes);
      if (wait) end.abort();
      return wait;
    });
    const run = verifyTables({ connectSource: connectTo(box, "source"), connectDestination: connectTo(box, "destination"), tables, method, pace, chunkRows: 10_000, signal: end.signal });
    await expect(run.next()).rejects.toThrow();
    expect(read.rows).toBeLessThanOrEqual(400);
    expect(read.bytes).toBeGreaterThanOrEqual(read.rows * 1_000);
  }
});

test("columns are compared with those that bear their names at the destination, generated ones too", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(5), b VARCHAR(5), g INT AS (LENGTH(a))); INSERT INTO t (id, a, b) VALUES (1, 'x', 'yy'), (2, 'xxx', 'y')");
  await box.destination.run("CREATE TABLE t (nr INT PRIMARY KEY, b VARCHAR(5), a VARCHAR(5), h INT AS (LENGTH(b)), g INT DEFAULT 9); INSERT INTO t (nr, b, a) VALUES (1, 'x', 'yy'), (2, 'xxx', 'y')");
  const tables = await routedTables(box, { keepTables: true, tables: [{ name: "t", columnNames: { id: "nr", a: "b", b: "a", g: "h" } }] });
  for (const method of ["count", "sums", "rows"] as const) expect(await verified(box, { tables, method })).toMatchObject([{ equal: true, sourceRows: 2, destinationRows: 2, missingColumns: [] }]);
  await box.destination.run("UPDATE t SET a = 'z' WHERE nr = 2; UPDATE t SET b = 'zz' WHERE nr = 1");
  expect((await verified(box, { tables }))[0]!.differences).toMatchObject([{ key: "id=1", columns: ["a", "g"] }, { key: "id=2", columns: ["b"] }]);
});
