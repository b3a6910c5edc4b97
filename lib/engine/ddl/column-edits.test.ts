import { expect, test } from "vitest";
import { applyEdits } from "../../mysql/sql-tokens";
import type { TableDefinition } from "../../mysql/table-definition";
import { ColumnNames } from "../router/column-names";
import { columnEdits } from "./column-edits";
import { parseDdl } from "./parse";

const before: TableDefinition = { name: { database: "d", table: "t" }, engine: "InnoDB", charset: null, collation: null, columns: [], keys: [{ name: "status", unique: false, kind: "BTREE", parts: [] }], foreignKeys: [], createStatement: "" };

/** `status` is `state`, `date` is `day`, and the columns `l` and `r` have changed their names; `late` is chosen for later. A parent's `id` is `key`. */
function rewritten(text: string) {
  const parsed = parseDdl(text);
  if (parsed.shape === null) throw new Error(parsed.reason);
  const { shape } = parsed;
  const asAlter = shape.kind === "alter-table" ? shape : { kind: "alter-table" as const, table: (shape as { table: { database: null; name: string; start: number; end: number } }).table, renameTo: null, onlyRename: false, references: [], exchangesWith: null };
  const { edits, after, nothingLeft } = columnEdits(parsed, asAlter, { before, names: ColumnNames.of({ status: "state", date: "day", l: "r", r: "l" }), chosen: { late: "soon" }, parentNames: () => ColumnNames.of({ id: "key" }) });
  return { text: applyEdits(parsed.plain, edits), after: after.toRecord(), nothingLeft };
}

const same = { status: "state", date: "day", l: "r", r: "l" };

test.each<[string, string, Record<string, string>]>([
  ["ALTER TABLE t MODIFY status VARCHAR(9) COMMENT 'status' AFTER `date`", "ALTER TABLE t MODIFY `state` VARCHAR(9) COMMENT 'status' AFTER `day`", same],
  ["ALTER TABLE t ADD INDEX (status(3), r), ADD KEY status_2 (l)", "ALTER TABLE t ADD INDEX `status_3` (`state`(3), `l`), ADD KEY status_2 (`r`)", same],
  ["ALTER TABLE t DROP INDEX status, DROP COLUMN status, DROP l", "ALTER TABLE t DROP INDEX status, DROP COLUMN `state`, DROP `r`", { date: "day", r: "l" }],
  ["ALTER TABLE t RENAME COLUMN l TO r, RENAME COLUMN r TO l, RENAME INDEX status TO date", "ALTER TABLE t RENAME COLUMN `r` TO r, RENAME COLUMN `l` TO l, RENAME INDEX status TO date", { status: "state", date: "day" }],
  ["ALTER TABLE t CHANGE COLUMN status mode INT, ADD UNIQUE (mode)", "ALTER TABLE t CHANGE COLUMN `state` `state` INT, ADD UNIQUE `mode` (`state`)", { date: "day", l: "r", r: "l", mode: "state" }],
  ["ALTER TABLE t ADD (late INT, z DATE AS (date(date) + INTERVAL 1 DAY)), ADD CHECK (t.status > 0)", "ALTER TABLE t ADD (`soon` INT, z DATE AS (date(`day`) + INTERVAL 1 DAY)), ADD CHECK (t.`state` > 0)", { ...same, late: "soon" }],
  ["ALTER TABLE t ADD CONSTRAINT status FOREIGN KEY (status, x) REFERENCES p (id, status) ON DELETE CASCADE", "ALTER TABLE t ADD CONSTRAINT status FOREIGN KEY (`state`, x) REFERENCES p (`key`, status) ON DELETE CASCADE", same],
  ["ALTER TABLE t ADD c INT PARTITION BY RANGE (YEAR(date)) (PARTITION status VALUES LESS THAN (1))", "ALTER TABLE t ADD c INT PARTITION BY RANGE (YEAR(`day`)) (PARTITION status VALUES LESS THAN (1))", same],
  ["CREATE INDEX status ON t (status DESC, (lower(status)))", "CREATE INDEX status ON t (`state` DESC, (lower(`state`)))", same],
  ["DROP INDEX status ON t", "DROP INDEX status ON t", same],
])("%s finds the columns", (statement, text, after) => {
  expect(rewritten(statement)).toEqual({ text, after, nothingLeft: false });
});

test("a column that was given a name keeps it when the source renames it", () => {
  expect(rewritten("ALTER TABLE t RENAME COLUMN status TO mode, RENAME COLUMN `date` TO `a b`")).toMatchObject({ nothingLeft: true, after: { mode: "state", "a b": "day" } });
  expect(rewritten("ALTER TABLE t RENAME COLUMN status TO mode, RENAME COLUMN other TO another")).toMatchObject({ nothingLeft: false });
});
