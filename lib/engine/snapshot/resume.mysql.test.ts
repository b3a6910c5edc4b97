import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { differences, fullLoad } from "@/lib/testing/full-load";
import { twoServers, type TwoServers } from "@/lib/testing/two-servers";
import type { TableProgress } from "../plan";

const script = `
  SET SESSION cte_max_recursion_depth=100000;
  CREATE TABLE big (a INT, b VARCHAR(20), v VARCHAR(50), PRIMARY KEY (a, b));
  INSERT INTO big WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999) SELECT i DIV 7, SHA2(i, 224), SHA2(i, 256) FROM n;
  CREATE TABLE small (id INT PRIMARY KEY, v INT); INSERT INTO small VALUES (1, 1), (2, 2);
  CREATE TABLE keyless (v VARCHAR(20)); INSERT INTO keyless VALUES ('x'), ('x'), ('y'), (NULL);
`.replaceAll("SHA2(i, 224)", "LEFT(SHA2(i, 224), 20)").replaceAll("SHA2(i, 256)", "LEFT(SHA2(i, 256), 50)");

async function chunkNumbers(box: TwoServers): Promise<number[]> {
  const rows = await box.destination.rows<{ n: string }>(`SELECT chunk_number AS n FROM \`${box.bookkeepingDatabase}\`.task_chunk ORDER BY 1`);
  return rows.map((row) => Number(row.n));
}

test("a load that breaks off at any moment, again and again, ends with every row once", async () => {
  await using box = await twoServers();
  await box.source.run(script);
  const moments = ["before-rows", "after-rows", "before-commit", "after-commit"] as const;
  let copied = 0;
  for (let attempt = 0; attempt < 12; attempt++) {
    // Each attempt gets one moment further into its work than it may finish.
    let count = attempt % 3;
    const progress = new Map<string, TableProgress>();
    const load = fullLoad(box, {
      chunkRows: 300,
      progress,
      failpoint: (name) => {
        if (name === moments[attempt % 4] && count-- === 0) throw new Error(`broken off ${name}`);
      },
    });
    await load.then(
      () => (copied += 1),
      (error: Error) => expect(error.message).toMatch(/^broken off/),
    );
    expect([...progress.values()].flatMap((table) => table.chunks?.underWay ?? [])).toEqual([]);
  }
  await fullLoad(box, { chunkRows: 300 });
  expect(await differences(box, 70)).toEqual([]);
  expect(await chunkNumbers(box)).toEqual([]);
});

test("a killed process is continued in the middle of a table", async () => {
  await using box = await twoServers();
  await box.source.run(script);
  await fullLoad(box, { chunkRows: 300, signal: AbortSignal.abort() }).catch(() => {});
  const child = spawn(process.execPath, ["--import", "tsx", "lib/testing/full-load-child.ts", JSON.stringify({ id: box.id, stopAfter: 3, chunkRows: 300 })], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  const progress = new Map<string, TableProgress>();
  expect((await chunkNumbers(box)).length).toBeGreaterThan(0);
  let chunks = 0;
  await fullLoad(box, { chunkRows: 300, progress, epoch: 2, failpoint: (name) => void (name === "before-commit" ? (chunks += 1) : 0) });
  expect(await differences(box)).toEqual([]);
  expect(progress.get("big")).toMatchObject({ state: "copied", rowsCopied: 2000, chunks: { done: 7, total: 7, exact: true, underWay: [] } });
  expect(progress.get("small")).toMatchObject({ chunks: { done: 1, total: 1, exact: true } });
  expect(progress.get("keyless")?.chunks).toBeUndefined();
  // Seven chunks, small and keyless in all; at least three were done before.
  expect(chunks).toBeLessThan(7);
});

test("rows that come, go and move while the load runs never stop it, and rows that stand still arrive", async () => {
  await using box = await twoServers();
  await box.source.run(script);
  let beat = 0;
  await fullLoad(box, {
    chunkRows: 200,
    failpoint: async (name) => {
      if (name !== "after-rows" && name !== "before-rows") return;
      beat += 1;
      await box.source.run(`UPDATE big SET a=a+1000 WHERE a=${beat}; DELETE FROM big WHERE a=${beat + 50}; INSERT INTO big VALUES (${beat + 100}, 'new', 'row'); UPDATE big SET v='changed' WHERE a=${beat + 150}`);
    },
  });
  const touched = (await differences(box)).map((line) => Number(/a=(\d+)/.exec(line)?.[1]));
  const mayDiffer = (a: number) => a <= beat || (a > 50 && a <= 50 + beat) || (a > 100 && a <= 100 + beat) || (a > 150 && a <= 150 + beat) || a > 1000;
  expect(touched.filter((a) => !mayDiffer(a))).toEqual([]);
});

test("a keyless table's copy holds exactly the changes up to its position", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE keyless (v INT); INSERT INTO keyless VALUES (1),(1),(2); CREATE TABLE other (id INT PRIMARY KEY)");
  const result = await fullLoad(box);
  expect(await differences(box)).toEqual([]);
  const position = result.copiedUpTo.get(`${box.source.database}\0keyless`);
  expect(position).toMatchObject({ flavour: "mysql", gtidSet: expect.stringMatching(/[0-9a-f-]{36}:/) });
  // A second call does nothing and tells the same position.
  await box.source.run("INSERT INTO keyless VALUES (3)");
  expect((await fullLoad(box)).copiedUpTo.get(`${box.source.database}\0keyless`)).toEqual(position);
  expect(await differences(box)).toHaveLength(1);
});

test("MariaDB tells the position of a keyless table's snapshot itself", async () => {
  await using box = await twoServers({ source: "mariadb" });
  await box.source.run("CREATE TABLE keyless (v INT); INSERT INTO keyless VALUES (1),(1)");
  const { copiedUpTo } = await fullLoad(box);
  expect(copiedUpTo.get(`${box.source.database}\0keyless`)).toMatchObject({ flavour: "mariadb", gtidSet: expect.stringMatching(/^\d+-\d+-\d+/) });
  expect(await differences(box)).toEqual([]);
});
