import { expect, test } from "vitest";
import { connect, rawReadSession } from "@/lib/mysql/connection";
import { testServer } from "@/lib/testing/servers";
import { RawCells, readRawRows } from "./raw-rows";

async function reader() {
  return connect((await testServer("source")).settings("source"), { session: [...rawReadSession, "SET SESSION cte_max_recursion_depth=1000000"] });
}

test("cells of every length arrive byte for byte, NULL and empty apart", async () => {
  await using connection = await reader();
  const lengths = [0, 1, 250, 251, 252, 65_535, 65_536, 16_777_208, 16_777_215, 16_777_216, 20_000_000];
  for (const length of lengths) {
    const cells = new RawCells();
    const seen: unknown[] = [];
    const result = await readRawRows(connection, `SELECT REPEAT(x'fe', ${length}), NULL, 'z'`, (buffer, offset, end) => {
      cells.begin(buffer, offset);
      cells.next();
      const cell = buffer.subarray(cells.start, cells.end);
      seen.push(cells.isNull, cell.length, cell.every((byte) => byte === 0xfe));
      cells.next();
      seen.push(cells.isNull);
      cells.next();
      seen.push(cells.text(), cells.end === end);
    });
    expect([length, ...seen, result.rows, result.columns]).toEqual([length, false, length, true, true, "z", true, 1, 3]);
  }
});

test("a promise of the handler holds the rows back, and all arrive in order", async () => {
  await using connection = await reader();
  const cells = new RawCells();
  let next = 1;
  let open = 0;
  let longest = 0;
  const result = await readRawRows(connection, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) SELECT i, REPEAT('x', 100) FROM n", (buffer, offset) => {
    cells.begin(buffer, offset);
    cells.next();
    expect(cells.text()).toBe(String(next));
    next += 1;
    longest = Math.max(longest, open);
    if (open > 0) open += 1;
    if (next % 5_000 !== 0) return undefined;
    open = 1;
    return new Promise<void>((resolve) =>
      setImmediate(() => {
        open = 0;
        resolve();
      }),
    );
  });
  expect(result.rows).toBe(30_000);
  // What was read from the socket already, not the rest of the result.
  expect(longest).toBeLessThan(2_000);
  expect(await connection.query("SELECT 'usable' AS it")).toEqual([{ it: "usable" }]);
});

test("errors are classified, and a failing handler ends the connection", async () => {
  await using connection = await reader();
  await expect(readRawRows(connection, "SELECT * FROM nowhere.nothing", () => {})).rejects.toMatchObject({ code: "source-query-failed" });
  await expect(readRawRows(connection, "DO 1", () => {})).rejects.toMatchObject({ code: "assertion-failed" });
  await expect(
    readRawRows(connection, "SELECT 1 UNION SELECT 2", () => {
      throw new Error("no more");
    }),
  ).rejects.toThrow("no more");
  expect(connection.usable).toBe(false);
});

test("a connection that is killed in the middle of a result is an error, not an end", async () => {
  const connection = await reader();
  const server = await testServer("source");
  await using admin = await server.admin();
  const sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900000) SELECT REPEAT('x', 1000) FROM n";
  let killed: Promise<unknown> | undefined;
  const read = readRawRows(connection, sql, () => {
    killed ??= admin.query(`KILL ${connection.threadId}`);
    return killed.then(() => undefined);
  });
  await expect(read).rejects.toMatchObject({ code: "connection-lost" });
  await connection.close();
});
