/** What is large: each case fills the source before the task begins and changes it afterwards. `scale` 1 is the full size. */
import type { Side } from "../two-servers";

export interface SizeCase {
  readonly title: string;
  /** Before the task begins: goes through the full load. */
  before(source: Side, scale: number): Promise<void>;
  /** After the load: goes through the log. */
  after(source: Side, scale: number): Promise<void>;
}

const nothing = async () => undefined;
const times = (full: number, scale: number) => Math.max(1, Math.round(full * scale));
/** `count` numbers from 1 on as a table `n (i)`. */
const numbers = (count: number) => `(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n) AS n`;
const deep = "SET SESSION cte_max_recursion_depth = 100000000";
/** Bytes of every kind, among them those that must be escaped. The server's own LONGBLOB of `mib` MiB. */
const bytes = (mib: number) => `REPEAT(CONCAT(${Array.from({ length: 16 }, (_, i) => `SHA2('${i}', 512)`).map((text) => `UNHEX(${text})`).join(",")}), ${Math.round(mib * 1024)})`;
const text = (mib: number, mark: string) => `REPEAT('${mark}long text, with an apostrophe '' now', ${Math.round((mib * 1_048_576) / (32 + mark.length + 4))})`;

const wholeRow = async (source: Side, type: string, values: readonly (readonly [string, string])[], when: "before" | "after") => {
  if (when === "before") {
    await source.run(`CREATE TABLE large (id INT PRIMARY KEY, v ${type}, n INT)`);
    for (const [i, [first]] of values.entries()) await source.admin.query(`INSERT INTO large VALUES (${i}, ${first}, 0)`);
    return;
  }
  for (const [i, [first, second]] of values.entries()) {
    await source.admin.query(`INSERT INTO large VALUES (${100 + i}, ${first}, 1)`);
    // Both images are whole.
    await source.admin.query(`UPDATE large SET v = ${second} WHERE id = ${i}`);
    await source.admin.query(`UPDATE large SET n = n + 1 WHERE id = ${100 + i}`);
    await source.admin.query(`DELETE FROM large WHERE id = ${i}`);
  }
};

const rowCase = (title: string, type: string, value: (mib: number, mark: string) => string): SizeCase => {
  const values = (scale: number) => [[value(63.9 * scale, "a"), value(63.9 * scale, "b")], [value(30 * scale, "c"), value(50 * scale, "d")]] as const;
  return { title, before: (source, scale) => wholeRow(source, type, values(scale), "before"), after: (source, scale) => wholeRow(source, type, values(scale), "after") };
};

export const sizeCases = {
  "transaction-rows": {
    title: "one transaction of 2 million rows, then one that updates them all",
    before: (source) => source.run("CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(20)); CREATE TABLE keyless (a INT)"),
    async after(source, scale) {
      const rows = times(2_000_000, scale);
      await source.run(`${deep}; INSERT INTO t SELECT i, i % 1000, CONCAT('row ', i) FROM ${numbers(rows)}; UPDATE t SET a = a + 1`);
    },
  },
  "transaction-bytes": {
    title: "one transaction of 1 GB",
    before: (source) => source.run("CREATE TABLE t (id INT PRIMARY KEY, a VARBINARY(2000))"),
    async after(source, scale) {
      await source.run(`${deep}; INSERT INTO t SELECT i, REPEAT(UNHEX(SHA2(i, 512)), 16) FROM ${numbers(times(1_000_000, scale))}`);
    },
  },
  "row-blob": rowCase("rows of 64 MB, LONGBLOB", "LONGBLOB", (mib, mark) => `CONCAT('${mark}', ${bytes(mib)})`),
  "row-text": rowCase("rows of 64 MB, LONGTEXT", "LONGTEXT CHARACTER SET utf8mb4", text),
  "row-json": rowCase("rows of 64 MB, JSON", "JSON", (mib, mark) => `JSON_OBJECT('a', 1.5, 'v', ${text(mib / 2, mark)}, 'w', JSON_ARRAY(${text(mib / 4, mark)}, ${text(mib / 4, mark)}))`),
  "many-large-rows": {
    title: "many rows of 10 MB, copied by all loaders and changed in one transaction",
    async before(source, scale) {
      await source.run(`CREATE TABLE t (id INT PRIMARY KEY, v LONGBLOB); ${deep}; INSERT INTO t SELECT i, ${bytes(10)} FROM ${numbers(times(40, scale))}`);
    },
    after: (source) => source.run("UPDATE t SET v = REVERSE(v)"),
  },
  tables: {
    title: "5,000 tables, all of them changed later",
    async before(source, scale) {
      for (let i = 0; i < times(5_000, scale); i++) await source.admin.query(`CREATE TABLE t${i} (id INT PRIMARY KEY AUTO_INCREMENT, a INT, b VARCHAR(40), UNIQUE KEY (a), KEY (b)) SELECT ${i % 9} AS a, 'first' AS b`);
    },
    async after(source, scale) {
      for (let i = 0; i < times(5_000, scale); i++) await source.admin.query(`INSERT INTO t${i} (a, b) VALUES (${100 + i}, 'later')`);
      await source.run("ALTER TABLE t0 ADD COLUMN c INT; INSERT INTO t0 (a, c) VALUES (7000, 1)");
    },
  },
  narrow: {
    title: "a table of 50 million narrow rows",
    async before(source, scale) {
      const rows = times(50_000_000, scale);
      await source.run("CREATE TABLE t (id INT UNSIGNED PRIMARY KEY, v TINYINT)");
      const part = 500_000;
      await source.run(deep);
      for (let from = 0; from < rows; from += part) await source.admin.query(`INSERT INTO t SELECT ${from} + i, i % 100 FROM ${numbers(Math.min(part, rows - from))}`);
    },
    after: nothing,
  },
} satisfies Record<string, SizeCase>;

export type SizeCaseName = keyof typeof sizeCases;
