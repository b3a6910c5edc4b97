import { expect, test, vi } from "vitest";
import { connect, metadataSession } from "../mysql/connection";
import { readServerFacts } from "../mysql/server-facts";
import { planOf, startTask } from "../testing/run-task";
import { twoServers } from "../testing/two-servers";
import { LoadClock } from "./load-clock";
import type { Figures } from "./plan";
import { readSourcePosition } from "./position/read-position";
import { TableBook } from "./table-book";

test.each(["source", "source56", "mariadb"] as const)("%s: what the source writes while rows are copied is counted from the start position, and not known from a file that it has not", async (server) => {
  await using box = await twoServers({ source: server });
  await using source = await connect(await box.source.account(), { session: metadataSession });
  const start = await readSourcePosition(source);
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(1000)); INSERT INTO t VALUES (1, REPEAT('x', 1000)), (2, REPEAT('x', 1000))");
  const sourceFacts = await readServerFacts(source);
  const last = async (from: typeof start) => {
    const figures: Figures[] = [];
    const observer = { figures: (one: Figures) => void figures.push(one), tables: () => undefined, event: () => undefined };
    using clock = new LoadClock({ observer, sourceFacts, source, book: new TableBook(observer) });
    clock.begin("load", from);
    await vi.waitFor(() => expect(figures.length).toBeGreaterThan(1), { timeout: 10_000 });
    return figures.at(-1)?.keptBytes;
  };
  expect(await last(start)).toBeGreaterThan(2_000);
  expect(await last({ ...start, file: "gone.000001" })).toBeNull();
});

test("a task tells every second of its load what is copied and what waits, as long as the load takes", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1); CREATE TABLE held (id INT PRIMARY KEY); INSERT INTO held VALUES (1)");
  await using holding = await box.source.server.admin();
  await holding.query(`LOCK TABLES \`${box.source.database}\`.held WRITE`);
  const task = startTask(await planOf(box, {}));
  await vi.waitFor(() => expect(task.figures.filter((one) => one.phase === "load" && typeof one.keptBytes === "number").length).toBeGreaterThan(1), { timeout: 20_000 });
  await holding.query("UNLOCK TABLES");
  await task.whenApplied();
  await task.stop();
});
