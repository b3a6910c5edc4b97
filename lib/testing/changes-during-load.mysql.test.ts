/** Rows change at the source all the while they are copied: what the copy has seen of a change and what not must not show in the end. */
import { expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { runPipeline } from "../engine/pipeline";
import { expectEqual, planOf, startTask } from "./run-task";
import { twoServers } from "./two-servers";

/** Repeatable numbers, so that a failure can be run again (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const schema = `
  CREATE TABLE plain (id INT PRIMARY KEY, v INT);
  CREATE TABLE keyed (id INT PRIMARY KEY, a INT NOT NULL, b INT, v INT, UNIQUE KEY (a), UNIQUE KEY (b));
  CREATE TABLE folded (name VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PRIMARY KEY, v INT);
  CREATE TABLE parent (id INT PRIMARY KEY, v INT);
  CREATE TABLE child (id INT PRIMARY KEY, parent INT, v INT, FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE ON UPDATE CASCADE);
  CREATE TABLE grandchild (id INT PRIMARY KEY, child INT, FOREIGN KEY (child) REFERENCES child (id) ON DELETE SET NULL);
  CREATE TABLE keyless (a INT, b VARCHAR(10));`;

const rows = 600;

test.each([
  ["9.7", "source", 1],
  ["5.6", "source56", 2],
  ["MariaDB", "mariadb", 3],
] as const)("%s: rows that change while they are copied end equal", async (_, source, seed) => {
  await using box = await twoServers({ source, createDestination: false });
  await box.source.run(schema);
  const list = (row: (i: number) => string) => Array.from({ length: rows }, (_unused, i) => `(${row(i)})`).join(",");
  await box.source.run(`
    INSERT INTO plain VALUES ${list((i) => `${i}, 0`)};
    INSERT INTO keyed VALUES ${list((i) => `${i}, ${i}, ${i % 3 === 0 ? "NULL" : i}, 0`)};
    INSERT INTO folded VALUES ${list((i) => `'n${i}', 0`)};
    INSERT INTO parent VALUES ${list((i) => `${i}, 0`)};
    INSERT INTO child VALUES ${list((i) => `${i}, ${i % 100}, 0`)};
    INSERT INTO grandchild VALUES ${list((i) => `${i}, ${i}`)};
    INSERT INTO keyless VALUES ${list((i) => `${i % 50}, 'x'`)};`);
  const pick = numbers(seed);
  const id = () => pick(rows);
  // A key that was left is not taken again where nobody hears of what goes with it: see below.
  let fresh = rows;
  const newParent = (below = rows) => (source === "source" ? pick(below) : fresh++);
  const statements: (() => string)[] = [
    () => `REPLACE INTO plain VALUES (${id()}, ${id()})`,
    () => `UPDATE plain SET id = id + ${rows} WHERE id = ${id()}`,
    () => `DELETE FROM plain WHERE id = ${id()}`,
    () => `REPLACE INTO keyed VALUES (${id()}, ${id()}, ${id()}, 1)`,
    () => `REPLACE INTO keyed VALUES (${id()}, ${id()}, NULL, 2)`,
    () => `UPDATE IGNORE keyed SET a = ${id()}, b = ${id()} WHERE id = ${id()}`,
    () => `UPDATE IGNORE keyed SET id = ${id()} WHERE a = ${id()}`,
    () => `DELETE FROM keyed WHERE a = ${id()}`,
    () => `REPLACE INTO folded VALUES ('${pick(2) ? "N" : "ñ"}${id()}', ${id()})`,
    () => `UPDATE folded SET name = UPPER(name), v = v + 1 WHERE name = 'n${id()}'`,
    () => `DELETE FROM folded WHERE name = 'n${id()}'`,
    () => `UPDATE IGNORE parent SET id = ${newParent()} WHERE id = ${pick(100)}`,
    () => `DELETE FROM parent WHERE id = ${pick(100)}`,
    () => `INSERT IGNORE INTO parent VALUES (${newParent(100)}, 9)`,
    () => `INSERT IGNORE INTO child VALUES (${id()}, ${pick(100)}, 5)`,
    () => `UPDATE IGNORE child SET parent = ${pick(100)} WHERE id = ${id()}`,
    () => `UPDATE grandchild SET child = NULL WHERE id = ${id()}`,
    () => `DELETE FROM child WHERE id = ${id()}`,
  ];
  // A keyless table needs a moment without commits at the source: 5.6 cannot say where a snapshot stands in the log.
  if (source !== "source56") statements.push(() => `INSERT INTO keyless VALUES (${pick(50)}, 'y')`, () => `DELETE FROM keyless WHERE a = ${pick(50)} LIMIT 1`);
  else await box.source.run("DROP TABLE keyless");
  const changeUntil = async (over: () => boolean) => {
    while (!over()) {
      const own = Array.from({ length: 1 + pick(4) }, () => statements[pick(statements.length)]!());
      try {
        await box.source.run(`START TRANSACTION; ${own.join("; ")}; ${pick(10) === 0 ? "ROLLBACK" : "COMMIT"}`);
      } catch (error) {
        // Before 5.7, IGNORE does not pass over a missing parent.
        if (!(error instanceof AppError) || ![1062, 1451, 1452].includes(Number(error.context["serverErrno"]))) throw error;
        await box.source.run("COMMIT");
      }
    }
  };
  const plan = await planOf(box, { parallel: { appliers: 4, loaders: 2, chunkRows: 40 } });
  const task = startTask(plan);
  let copied = false;
  const changes = changeUntil(() => copied);
  await Promise.race([task.whenApplied(), task.ended]);
  copied = true;
  await changes;
  let more = 200;
  await changeUntil(() => more-- === 0);
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
});

test.each([
  ["9.7", "source", "equal"],
  ["5.6", "source56", "cascade-during-load"],
  ["MariaDB", "mariadb", "cascade-during-load"],
] as const)("%s: children that follow a parent to a key that another has left, while they are copied", async (_, source, end) => {
  for (const [left, outcome] of [
    ["DELETE FROM a_parent WHERE id = 9", end],
    ["UPDATE a_parent SET id = 8 WHERE id = 9", end],
    ["SELECT 1", "equal"],
  ] as const) {
    await using box = await twoServers({ source, createDestination: false });
    await box.source.run(`
      CREATE TABLE a_parent (id INT PRIMARY KEY); CREATE TABLE b_child (id INT PRIMARY KEY, up INT, FOREIGN KEY (up) REFERENCES a_parent (id) ON DELETE CASCADE ON UPDATE CASCADE);
      INSERT INTO a_parent VALUES (1),(5),(9); INSERT INTO b_child VALUES (1,5),(2,5),(3,1)`);
    let done = false;
    const failpoint = async (name: string) => {
      if (name !== "after-commit" || done) return;
      done = true;
      await box.source.run(`${left}; UPDATE a_parent SET id = ${left === "SELECT 1" ? 7 : 9} WHERE id = 5`);
    };
    const plan = await planOf(box, { parallel: { appliers: 2, loaders: 1, chunkRows: 1 }, until: "caught-up" });
    const got = await runPipeline(plan, { figures: () => {}, tables: () => {}, event: () => {} }, new AbortController().signal, failpoint).then(() => "equal", (error: unknown) => (error instanceof AppError ? error.code : String(error)));
    expect([left, got]).toEqual([left, outcome]);
    if (got === "equal") await expectEqual(box);
  }
});

/** What is made to refer to a key that was left and is there again: statements between the copy's begin and its end. */
const again = [
  // It comes back by its own change, what refers to it does not.
  ["a row with children", "CREATE TABLE b (id INT PRIMARY KEY, up INT, FOREIGN KEY (up) REFERENCES a (id) ON DELETE CASCADE); CREATE TABLE c (id INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES b (id) ON DELETE SET NULL); INSERT INTO b VALUES (1, 5); INSERT INTO c VALUES (1, 1)", "UPDATE b SET up = 9 WHERE id = 1", "cascade-during-load"],
  ["a row without", "CREATE TABLE b (id INT PRIMARY KEY, up INT, FOREIGN KEY (up) REFERENCES a (id) ON DELETE CASCADE); INSERT INTO b VALUES (1, 5)", "UPDATE b SET up = 9 WHERE id = 1; INSERT INTO b VALUES (2, 9)", "equal"],
  ["a row of a letter", "CREATE TABLE a2 (k VARCHAR(9) PRIMARY KEY) CHARSET utf8mb4; CREATE TABLE b (id INT PRIMARY KEY, up VARCHAR(9), FOREIGN KEY (up) REFERENCES a2 (k) ON DELETE CASCADE) CHARSET utf8mb4; CREATE TABLE c (id INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES b (id) ON DELETE CASCADE); INSERT INTO a2 VALUES ('é'), ('x'); INSERT INTO b VALUES (1, 'x'); INSERT INTO c VALUES (1, 1)", "DELETE FROM a2 WHERE k = 'é'; INSERT INTO a2 VALUES ('E'); UPDATE b SET up = 'e' WHERE id = 1", "cascade-during-load"],
  ["a row whose key it is part of", "CREATE TABLE b (up INT, n INT, PRIMARY KEY (up, n), FOREIGN KEY (up) REFERENCES a (id) ON UPDATE CASCADE)", "INSERT INTO b VALUES (9, 1)", "cascade-during-load"],
  ["a grandchild of a row that went unheard", "CREATE TABLE b (id INT PRIMARY KEY, up INT, FOREIGN KEY (up) REFERENCES a (id) ON DELETE CASCADE); CREATE TABLE c (id INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES b (id) ON DELETE CASCADE); CREATE TABLE d (id INT PRIMARY KEY, c INT, FOREIGN KEY (c) REFERENCES c (id) ON DELETE CASCADE); INSERT INTO b VALUES (1, 5), (2, 9); INSERT INTO c VALUES (1, 1); INSERT INTO d VALUES (1, 1)", "INSERT INTO b VALUES (2, 5); UPDATE c SET b = 2 WHERE id = 1", "cascade-during-load"],
] as const;

test.each([
  ["9.7", "source"],
  ["5.6", "source56"],
  ["MariaDB", "mariadb"],
] as const)("%s: what refers to a key that was left and is there again, while it is copied", async (_, source) => {
  for (const [what, children, change, end] of again) {
    await using box = await twoServers({ source, createDestination: false });
    await box.source.run(`CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1),(5),(9); ${children}`);
    let done = false;
    const failpoint = async (name: string) => {
      if (name !== "after-commit" || done) return;
      done = true;
      const leave = what.includes("part of") ? "UPDATE a SET id = 8 WHERE id = 9" : "DELETE FROM a WHERE id = 9";
      await box.source.run(`${leave}; INSERT INTO a VALUES (9); ${change}`);
    };
    const plan = await planOf(box, { parallel: { appliers: 2, loaders: 1, chunkRows: 1 }, until: "caught-up" });
    const got = await runPipeline(plan, { figures: () => {}, tables: () => {}, event: () => {} }, new AbortController().signal, failpoint).then(() => "equal", (error: unknown) => (error instanceof AppError ? error.code : String(error)));
    expect([what, got]).toEqual([what, source === "source" ? "equal" : end]);
    if (got === "equal") await expectEqual(box);
  }
});
