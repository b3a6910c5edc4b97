/** Schema changes whose rows nobody can tell from the log: the task stops before anything is wrong, and a person decides. */
import { describe, expect, test } from "vitest";
import type { AppError } from "../errors/app-error";
import type { EnginePlan } from "../engine/plan";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { twoServers } from "./two-servers";

interface Case {
  readonly title: string;
  readonly setup: string;
  readonly changes: string;
  /** The table alone is selected. */
  readonly table?: string;
  readonly plan?: Partial<EnginePlan>;
  /** What the error says. */
  readonly detail: string;
}

async function stopped(plan: EnginePlan): Promise<AppError> {
  return startTask({ ...plan, until: "caught-up" }).ended.then(
    (outcome) => Promise.reject(new Error(`the task ended with ${outcome.kind}`)),
    (error: unknown) => error as AppError,
  );
}

const t = "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10)); INSERT INTO t VALUES (1, 'a'), (2, 'b');";
const ghost = "CREATE /* gh-ost */ TABLE `_t_gho` LIKE `t`;";
const swap = "RENAME /* gh-ost */ TABLE `t` TO `_t_del`, `_t_gho` TO `t`;";

const cases: Case[] = [
  {
    title: "an online change that is rolled back: the replaced table's rows are unknown",
    setup: t,
    changes: `${ghost} ALTER /* gh-ost */ TABLE _t_gho ADD COLUMN n INT DEFAULT 1; INSERT INTO _t_gho (id, v) SELECT id, v FROM t; ${swap} INSERT INTO t VALUES (3, 'c', 2); RENAME TABLE t TO t_bad, _t_del TO t; INSERT INTO t VALUES (4, 'd');`,
    detail: "its rows are unknown here",
  },
  {
    title: "the replaced table takes a name of its own",
    setup: t,
    changes: `${ghost} INSERT INTO _t_gho SELECT * FROM t; ${swap} ALTER TABLE _t_del RENAME kept; INSERT INTO kept VALUES (4, 'd');`,
    detail: "its rows are unknown here",
  },
  {
    title: "a table without a key gets AUTO_INCREMENT: the servers would number its rows in orders of their own",
    setup: "CREATE TABLE t (v VARCHAR(10)); INSERT INTO t VALUES ('a'), ('b');",
    changes: "ALTER TABLE t ADD COLUMN id INT NOT NULL AUTO_INCREMENT PRIMARY KEY; DELETE FROM t WHERE id = 1;",
    detail: "numbers the rows",
  },
  {
    title: "a filtered table gets AUTO_INCREMENT",
    setup: t,
    plan: { objects: [{ database: "", overrides: [{ name: "t", filter: "id > 1" }] }] },
    changes: "ALTER TABLE t ADD COLUMN n INT NOT NULL AUTO_INCREMENT, ADD UNIQUE KEY (n); UPDATE t SET v = 'z' WHERE n = 2;",
    detail: "numbers the rows",
  },
];

describe("the task stops at", () => {
  for (const one of cases) {
    test(one.title, async () => {
      await using box = await twoServers({ createDestination: false });
      const { database } = box.source;
      await box.source.run(one.setup);
      const objects = (one.plan?.objects ?? [one.table ? { database, tables: [{ name: one.table }] } : {}]).map((object) => ({ ...object, database, as: box.destination.database }));
      const plan = await planOf(box, { ...one.plan, objects });
      await catchUp(plan);
      await box.source.run(one.changes);
      const error = await stopped(plan);
      expect(error).toMatchObject({ code: "ddl-unsupported", context: { detail: expect.stringContaining(one.detail) } });
      // Nor does it go on when it is simply started again.
      expect(await stopped(plan)).toMatchObject({ code: "ddl-unsupported", context: { change: error.context["change"] } });
    });
  }
});

test("an empty table gets its AUTO_INCREMENT and goes on", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE n (v VARCHAR(10))");
  const plan = await planOf(box);
  await catchUp(plan);
  await box.source.run("ALTER TABLE n ADD COLUMN id INT NOT NULL AUTO_INCREMENT PRIMARY KEY; INSERT INTO n (v) VALUES ('a'), ('b'); DELETE FROM n WHERE id = 1;");
  await catchUp(plan);
  await expectEqual(box);
});
