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
    title: "a single table that is exchanged with one that nothing proves to be an online change's",
    table: "t",
    setup: t,
    changes: "CREATE TABLE _t_new LIKE t; INSERT INTO _t_new SELECT * FROM t WHERE id > 1; RENAME TABLE t TO _t_old, _t_new TO t; INSERT INTO t VALUES (3, 'c');",
    detail: "its rows are unknown here: nothing proves",
  },
  {
    title: "a single table whose online change gives each copied row a time of its own",
    table: "t",
    setup: t,
    changes: `${ghost} ALTER /* gh-ost */ TABLE _t_gho ADD COLUMN made TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP; SET timestamp = 1000000000; INSERT INTO _t_gho (id, v) SELECT id, v FROM t; SET timestamp = DEFAULT; ${swap}`,
    detail: "column made has values of its own",
  },
  {
    title: "a filtered table whose online change renames a column",
    plan: { objects: [{ database: "", overrides: [{ name: "t", filter: "id > 1" }] }] },
    setup: t,
    changes: `${ghost} ALTER /* gh-ost */ TABLE _t_gho CHANGE v w VARCHAR(10); INSERT INTO _t_gho (id) SELECT id FROM t; ${swap}`,
    detail: "its CHANGE means something else",
  },
  {
    title: "a filtered table that is exchanged by hand with one that is carried whole",
    plan: { objects: [{ database: "", overrides: [{ name: "t", filter: "id > 1" }] }] },
    setup: t,
    changes: "CREATE TABLE other LIKE t; INSERT INTO other SELECT * FROM t; RENAME TABLE t TO t_before, other TO t;",
    detail: "of which other rows or columns are selected",
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

test("DISCARD TABLESPACE empties no table: the task stops, and a table that was reloaded by hand goes on", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(t);
  const plan = await planOf(box);
  await catchUp(plan);
  await box.source.run("FLUSH TABLES t FOR EXPORT; UNLOCK TABLES; ALTER TABLE t DISCARD TABLESPACE;");
  const error = await stopped(plan);
  expect(error).toMatchObject({ code: "ddl-unsupported", context: { detail: expect.stringContaining("come and go as files") } });
  expect(await box.destination.rows(`SELECT COUNT(*) AS n FROM \`${box.destination.database}\`.t`)).toEqual([{ n: "2" }]);
  await box.source.run("CREATE TABLE other (id INT PRIMARY KEY); INSERT INTO other VALUES (1);");
  await catchUp({ ...plan, ddlOverrides: [{ id: String(error.context["change"]), key: "1", action: "skip", reason: "reloaded", actor: "test" }] });
  expect(await box.destination.rows(`SELECT id FROM \`${box.destination.database}\`.other`)).toEqual([{ id: 1 }]);
});

test("single tables: the change of gh-ost and of pt-online-schema-change runs at the destination, and a refused exchange goes on when the statement is skipped and the table was aligned", async () => {
  await using box = await twoServers({ createDestination: false });
  const { database } = box.source;
  await box.source.run(`${t} CREATE TABLE p LIKE t; INSERT INTO p SELECT * FROM t;`);
  const plan = await planOf(box, { objects: [{ database, as: box.destination.database, tables: [{ name: "t" }, { name: "p" }] }] });
  await catchUp(plan);
  await box.source.run(`
    ${ghost} ALTER /* gh-ost */ TABLE _t_gho ADD COLUMN n INT NOT NULL DEFAULT 7; INSERT INTO _t_gho (id, v) SELECT id, v FROM t; ${swap} INSERT INTO t VALUES (3, 'c', 8); DROP TABLE _t_del;
    CREATE TABLE \`_p_new\` (id INT NOT NULL, v VARCHAR(10) DEFAULT NULL, PRIMARY KEY (id)); ALTER TABLE _p_new ADD COLUMN n INT DEFAULT 5, MODIFY v VARCHAR(20);
    CREATE TRIGGER pt_osc_x_p_ins AFTER INSERT ON p FOR EACH ROW REPLACE INTO _p_new (id, v) VALUES (NEW.id, NEW.v); INSERT IGNORE INTO _p_new (id, v) SELECT id, v FROM p; INSERT INTO p VALUES (3, 'c');
    RENAME TABLE p TO _p_old, _p_new TO p; DROP TABLE _p_old; INSERT INTO p VALUES (4, 'd', 6);
    CREATE TABLE _t_new LIKE t; INSERT INTO _t_new SELECT * FROM t WHERE id > 1; RENAME TABLE t TO gone, _t_new TO t; DROP TABLE gone; INSERT INTO t VALUES (4, 'd', 9);`);
  const error = await stopped(plan);
  expect(error).toMatchObject({ code: "ddl-unsupported", context: { detail: expect.stringContaining("its rows are unknown here") } });
  await box.destination.run(`DELETE FROM \`${box.destination.database}\`.t WHERE id = 1`);
  await catchUp({ ...plan, ddlOverrides: [{ id: String(error.context["change"]), key: "1", action: "skip", reason: "reloaded", actor: "test" }] });
  await expectEqual(box);
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
