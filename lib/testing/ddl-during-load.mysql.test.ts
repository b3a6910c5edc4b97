/**
 * Schema changes at the source while tables are copied. The log is replayed from before the copy: either the end is equal, row by row, or the task stops
 * before it does something to rows a second time.
 */
import { expect, test } from "vitest";
import { runPipeline } from "../engine/pipeline";
import { catchUp, expectEqual, planOf } from "./run-task";
import { twoServers, type TwoServers } from "./two-servers";

interface Case {
  readonly name: string;
  readonly setup: string;
  /** Runs when half of the rows are copied. */
  readonly change: string | ((database: string) => string);
  readonly roles?: readonly ("source" | "source56" | "mariadb")[];
}

const five = (value: string) => [1, 2, 3, 4, 5].map((id) => `(${id}, ${value.replaceAll("#", String(id))})`).join(",");
const more = "INSERT INTO t VALUES (9, 'new'); UPDATE t SET v = 'changed' WHERE id = 2";
const plain = `CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20)); INSERT INTO t VALUES ${five("'row #'")}`;

/** Runs the load and ends equal, or stops; `change` happens once, behind the second chunk. */
async function loadUnder(box: TwoServers, change: Case["change"], at = "after-commit"): Promise<string> {
  let seen = 0;
  const failpoint = async (name: string) => {
    if (name !== at) return;
    seen += 1;
    if (seen === (at === "after-commit" ? 2 : 1)) await box.source.run(typeof change === "string" ? change : change(box.source.database));
  };
  const plan = await planOf(box, { parallel: { appliers: 4, loaders: 1, chunkRows: 1 }, until: "caught-up" });
  const end = await runPipeline(plan, { figures: () => {}, tables: () => {}, event: () => {} }, new AbortController().signal, failpoint).catch((error: { code: string }) => error.code);
  if (typeof end === "string") return end;
  // What is written behind it comes to the same rows.
  await catchUp(plan);
  await expectEqual(box);
  return "equal";
}

const ghost = "/* gh-ost */";
/** What gh-ost and pt-online-schema-change write to the log, with a row that changes while they copy. */
const byGhost = `CREATE ${ghost} TABLE _t_gho LIKE t; ALTER ${ghost} TABLE _t_gho ADD COLUMN n INT DEFAULT 7; INSERT ${ghost} IGNORE INTO _t_gho (id, v) SELECT id, v FROM t;
  UPDATE t SET v = 'changed' WHERE id IN (1, 4); REPLACE ${ghost} INTO _t_gho (id, v) SELECT id, v FROM t WHERE id IN (1, 4);
  CREATE ${ghost} TABLE _t_del (id INT AUTO_INCREMENT PRIMARY KEY) COMMENT = 'ghost-cut-over-sentry'; DROP ${ghost} TABLE IF EXISTS _t_del; RENAME ${ghost} TABLE t TO _t_del, _t_gho TO t; DROP ${ghost} TABLE IF EXISTS _t_del; INSERT INTO t VALUES (9, 'new', 8)`;
const byTriggers = (database: string) => `CREATE TABLE _t_new (id INT NOT NULL, v VARCHAR(20) DEFAULT NULL, PRIMARY KEY (id)); ALTER TABLE _t_new ADD COLUMN n INT DEFAULT 7;
  CREATE TRIGGER pt_osc_${database}_t_del AFTER DELETE ON t FOR EACH ROW DELETE IGNORE FROM _t_new WHERE _t_new.id <=> OLD.id;
  CREATE TRIGGER pt_osc_${database}_t_upd AFTER UPDATE ON t FOR EACH ROW REPLACE INTO _t_new (id, v) VALUES (NEW.id, NEW.v);
  CREATE TRIGGER pt_osc_${database}_t_ins AFTER INSERT ON t FOR EACH ROW REPLACE INTO _t_new (id, v) VALUES (NEW.id, NEW.v);
  INSERT LOW_PRIORITY IGNORE INTO _t_new (id, v) SELECT id, v FROM t; UPDATE t SET v = 'changed' WHERE id IN (1, 4); RENAME TABLE t TO _t_old, _t_new TO t; DROP TABLE IF EXISTS _t_old; INSERT INTO t VALUES (9, 'new', 8)`;

const harmless: readonly Case[] = [
  { name: "a new column", setup: plain, change: `ALTER TABLE t ADD COLUMN n INT NOT NULL DEFAULT 7; UPDATE t SET n = 8 WHERE id IN (1, 4); INSERT INTO t VALUES (9, 'new', 9)` },
  { name: "a new column at the front", setup: plain, change: "ALTER TABLE t ADD COLUMN n INT DEFAULT 7 FIRST; UPDATE t SET n = 8 WHERE id IN (1, 4)" },
  { name: "a key more", setup: plain, change: `ALTER TABLE t ADD UNIQUE KEY (v); ${more}` },
  { name: "a wider column", setup: plain, change: `ALTER TABLE t MODIFY v VARCHAR(40); UPDATE t SET v = 'as long as before' WHERE id IN (1, 4)` },
  { name: "a larger number", setup: plain, change: `ALTER TABLE t MODIFY id BIGINT NOT NULL; ${more}` },
  { name: "a member more", setup: `CREATE TABLE t (id INT PRIMARY KEY, v ENUM('a','b')); INSERT INTO t VALUES ${five("'b'")}`, change: "ALTER TABLE t MODIFY v ENUM('a','b','c'); UPDATE t SET v = 'a' WHERE id IN (1, 4)" },
  { name: "an emptied table", setup: plain, change: `TRUNCATE TABLE t; INSERT INTO t VALUES (2, 'second life'), (4, 'too'), (7, 'new')` },
  { name: "a table of another shape under the same name", setup: plain, change: "DROP TABLE t; CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20), w INT); INSERT INTO t VALUES (2, 'other', 1), (5, 'table', 2)" },
  { name: "a column that goes and comes again", setup: plain, change: "ALTER TABLE t DROP COLUMN v; ALTER TABLE t ADD COLUMN v VARCHAR(20) DEFAULT 'fresh'; UPDATE t SET v = 'set' WHERE id IN (1, 4)" },
  { name: "an online change of gh-ost", setup: plain, change: byGhost },
  { name: "an online change of pt-online-schema-change", setup: plain, change: byTriggers },
];

const harmful: readonly Case[] = [
  { name: "another character set", setup: `CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(9) CHARACTER SET latin1); INSERT INTO t VALUES ${five("'é#'")}`, change: "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4" },
  { name: "members in another order", setup: `CREATE TABLE t (id INT PRIMARY KEY, v ENUM('a','b')); INSERT INTO t VALUES ${five("'b'")}`, change: "ALTER TABLE t MODIFY v ENUM('b','a')" },
  { name: "a moment that becomes a date", setup: `CREATE TABLE t (id INT PRIMARY KEY, v TIMESTAMP NULL); INSERT INTO t VALUES ${five("'2024-01-0# 12:00:00'")}`, change: "SET time_zone = '+08:00'; ALTER TABLE t MODIFY v DATETIME" },
  { name: "another collation of the key", setup: "CREATE TABLE t (id VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY, v INT); INSERT INTO t VALUES ('a',1),('B',2),('c',3),('D',4)", change: "ALTER TABLE t MODIFY id VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL" },
  { name: "columns that change their names with each other", setup: `CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT); INSERT INTO t VALUES (1,1,10),(2,2,20),(3,3,30),(4,4,40)`, change: "ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a", roles: ["source"] },
  { name: "the same in three steps", setup: `CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT); INSERT INTO t VALUES (1,1,10),(2,2,20),(3,3,30),(4,4,40)`, change: "ALTER TABLE t CHANGE a x INT; ALTER TABLE t CHANGE b a INT; ALTER TABLE t CHANGE x b INT" },
  { name: "a table that another one of the same shape takes over", setup: plain, change: "CREATE TABLE fresh LIKE t; INSERT INTO fresh VALUES (4, 'fresh'); RENAME TABLE t TO archive, fresh TO t" },
  { name: "a number for each row", setup: plain, change: "ALTER TABLE t ADD COLUMN n INT NOT NULL AUTO_INCREMENT, ADD KEY (n)" },
  { name: "an exchanged partition", setup: `CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20)) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (4), PARTITION p1 VALUES LESS THAN (100)); INSERT INTO t VALUES ${five("'row #'")}; CREATE TABLE other (id INT PRIMARY KEY, v VARCHAR(20)); INSERT INTO other VALUES (1, 'from the other')`, change: "ALTER TABLE t EXCHANGE PARTITION p0 WITH TABLE other" },
];

test.each(harmless)("$name while the table is copied ends equal", async ({ setup, change }) => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(setup);
  expect(await loadUnder(box, change)).toBe("equal");
});

test.each(harmful)("$name while the table is copied stops the task", async ({ setup, change }) => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(setup);
  expect(await loadUnder(box, change)).toBe("schema-changed-during-load");
});

test.each(["source56", "mariadb"] as const)("%s: the same holds", async (source) => {
  for (const [cases, end] of [[harmless, "equal"], [harmful, "schema-changed-during-load"]] as const)
    for (const { name, setup, change, roles } of cases) {
      if (roles && !roles.includes(source)) continue;
      await using box = await twoServers({ source, createDestination: false });
      await box.source.run(setup);
      expect([name, await loadUnder(box, change)]).toEqual([name, end]);
    }
});

test.each(harmful.filter(({ name }) => !/each other|partition/.test(name)))("$name behind the copy of the table is carried like any other", async ({ setup, change }) => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(setup);
  expect(await loadUnder(box, change, "rows-copied")).toBe("equal");
});

test("a table without a key that is emptied before its copy is read stops the task, behind the copy it does not", async () => {
  for (const [change, at, end] of [
    ["TRUNCATE TABLE z; INSERT INTO z VALUES (7)", "after-commit", "schema-changed-during-load"],
    ["ALTER TABLE z ADD COLUMN w INT DEFAULT 1; INSERT INTO z VALUES (7, 8)", "after-commit", "schema-changed-during-load"],
    ["TRUNCATE TABLE z; INSERT INTO z VALUES (7)", "rows-copied", "equal"],
  ] as const) {
    await using box = await twoServers({ createDestination: false });
    // Of tables of one size the first by name is copied first.
    await box.source.run(`CREATE TABLE z (v INT); INSERT INTO z VALUES (1),(2),(2); ${plain}`);
    expect([change, await loadUnder(box, change, at)]).toEqual([change, end]);
  }
});
