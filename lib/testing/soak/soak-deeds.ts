/** What the sessions of the soak do next, by the dice alone: the same seed gives the same deeds, whatever the servers answer. */
import { pick, type Dice } from "../dice";
import { bulkStatement, keySwap, rowStatement, shapeNames, type SoakSource } from "./soak-tables";

/** Statements of one deed, to be sent one by one whatever each is answered. */
export type Deed = readonly string[];

/** A deed of a session that changes rows: a transaction, a statement by itself, or another form of the log from now on. */
export function writerDeed(roll: Dice, source: SoakSource): Deed {
  const kind = roll(40);
  if (kind === 0) return [formatStatement(roll, source)];
  if (kind === 1) return [bulkStatement(roll)];
  if (kind < 12) return [rowStatement(roll, source)];
  const out: string[] = [pick(roll, ["BEGIN", "START TRANSACTION", "SET autocommit = 0"])];
  if (kind < 17) out.push(...keySwap(roll));
  if (kind === 17) for (let i = 1 + roll(3); i > 0; i--) out.push(bulkStatement(roll));
  let open = false;
  for (let i = 1 + roll(kind === 18 ? 60 : 8); i > 0; i--) {
    if (roll(9) === 0) {
      if (open && roll(2) === 0) out.push("ROLLBACK TO SAVEPOINT sp");
      else out.push("SAVEPOINT sp");
      open = true;
    }
    out.push(rowStatement(roll, source));
  }
  out.push(roll(8) === 0 ? "ROLLBACK" : "COMMIT");
  if (out[0] === "SET autocommit = 0") out.push("SET autocommit = 1");
  return out;
}

function formatStatement(roll: Dice, { pair }: SoakSource): string {
  const forms = ["SET SESSION time_zone = '+05:30'", "SET SESSION time_zone = '-08:00'", "SET SESSION unique_checks = 0", "SET SESSION unique_checks = 1", "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"];
  if (pair === "9.7") {
    forms.push("SET SESSION binlog_transaction_compression = ON", "SET SESSION binlog_transaction_compression = OFF", "SET SESSION binlog_row_value_options = PARTIAL_JSON", "SET SESSION binlog_row_value_options = ''", "SET SESSION binlog_rows_query_log_events = ON");
  }
  return pick(roll, forms);
}

const columnTypes = ["INT", "INT NOT NULL DEFAULT 7", "BIGINT UNSIGNED DEFAULT 5", "VARCHAR(30) DEFAULT 'd'", "VARCHAR(30) CHARACTER SET latin1 NOT NULL DEFAULT ''", "DECIMAL(12,4) DEFAULT 1.5", "DATETIME(3) NULL", "TIMESTAMP NULL DEFAULT '2024-01-01 10:00:00'", "TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP", "DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", "ENUM('1','2','100') DEFAULT '2'", "TEXT", "VARBINARY(20)", "FLOAT DEFAULT 0.1", "BIT(5)"];

/** A deed of the session that changes structures. */
export function schemaDeed(roll: Dice, source: SoakSource): Deed {
  const table = pick(roll, shapeNames);
  const other = pick(roll, shapeNames);
  const column = `c${roll(5)}`;
  const place = () => pick(roll, ["", "", " FIRST", " AFTER id", " AFTER v"]);
  const out: string[] = [];
  if (roll(6) === 0) out.push(`SET SESSION sql_mode = '${pick(roll, ["", "NO_BACKSLASH_ESCAPES", "STRICT_ALL_TABLES", "STRICT_TRANS_TABLES,NO_ZERO_DATE"])}'`);
  if (roll(8) === 0) out.push(`SET SESSION time_zone = '${pick(roll, ["+05:30", "+00:00", "-11:00"])}'`);
  const cases: (() => string)[] = [
    () => `ALTER TABLE ${table} ADD COLUMN ${column} ${pick(roll, columnTypes)}${place()}`,
    () => `ALTER TABLE ${table} ADD COLUMN ${column} ${pick(roll, columnTypes)}, ADD COLUMN c${roll(5)} ${pick(roll, columnTypes)}${place()}`,
    () => `ALTER TABLE ${table} DROP COLUMN ${column}`,
    () => `ALTER TABLE ${table} MODIFY COLUMN ${column} ${pick(roll, columnTypes)}${place()}`,
    () => `ALTER TABLE ${table} MODIFY COLUMN v VARCHAR(${40 + roll(60)})${pick(roll, ["", " CHARACTER SET utf8mb4", " CHARACTER SET ucs2"])}${place()}`,
    () => `ALTER TABLE ${table} CHANGE COLUMN ${column} c${roll(5)} ${pick(roll, columnTypes)}${place()}`,
    () => (source.pair === "5.6" ? `ALTER TABLE ${table} CHANGE COLUMN ${column} c${roll(5)} INT` : `ALTER TABLE ${table} RENAME COLUMN ${column} TO c${roll(5)}`),
    () => `ALTER TABLE ${table} ADD INDEX i${roll(3)} (${pick(roll, ["v", column, `v, ${column}`, "v(5)"])})`,
    () => `ALTER TABLE ${table} DROP INDEX i${roll(3)}`,
    () => `CREATE UNIQUE INDEX u${roll(2)} ON ${table} (${pick(roll, ["v", "v, id", column])})`,
    () => `DROP INDEX u${roll(2)} ON ${table}`,
    () => `ALTER TABLE ${table} DROP PRIMARY KEY, ADD PRIMARY KEY (${pick(roll, ["id", "id, v", "v, id"])})`,
    () => `ALTER TABLE ${table} DROP PRIMARY KEY`,
    () => `ALTER TABLE ${table} ADD PRIMARY KEY (id)`,
    () => `CREATE TABLE IF NOT EXISTS ${table} (id INT ${pick(roll, ["PRIMARY KEY", "PRIMARY KEY AUTO_INCREMENT", "NOT NULL, UNIQUE (id)", ""])}, v VARCHAR(${40 + roll(20)})) CHARACTER SET ${pick(roll, ["utf8mb4", "latin1", "utf8"])}`,
    () => `CREATE TABLE ${table} LIKE ${other}`,
    () => `CREATE TABLE ${table} (PRIMARY KEY (id)) AS SELECT id, v FROM ${other}`,
    () => `CREATE TABLE ${table} (id INT, v VARCHAR(40)) SELECT id, v, 1 AS ${column} FROM ${other}`,
    () => `DROP TABLE ${table}`,
    // 5.6 drops one of them when it refuses the other; the task then stops where keys to tables that were not there hide which (`log-features` tests).
    () => (source.pair === "5.6" ? `DROP TABLE IF EXISTS ${table}` : `DROP TABLE IF EXISTS ${table}, ${other}`),
    () => `TRUNCATE TABLE ${table}`,
    () => `RENAME TABLE ${table} TO tmp_s, ${other} TO ${table}, tmp_s TO ${other}`,
    () => `RENAME TABLE ${table} TO ${other}`,
    () => `ALTER TABLE ${table} RENAME TO ${other}`,
    () => `ALTER TABLE ${table} CONVERT TO CHARACTER SET ${pick(roll, ["utf8mb4", "utf8mb4", "utf8"])}`,
    () => `ALTER TABLE ${table} COMMENT = 'it''s ${roll(100)}'`,
    () => `ALTER TABLE ${table} ENGINE = InnoDB`,
    () => `OPTIMIZE TABLE ${table}`,
    // MariaDB gives a generated column a default, MySQL refuses.
    () => `ALTER TABLE ${table} ALTER COLUMN ${source.pair === "mariadb" ? "v" : column} SET DEFAULT ${roll(9)}`,
    () => `ALTER TABLE ${table} ALTER COLUMN v DROP DEFAULT`,
    () => `CREATE OR REPLACE VIEW numbers AS SELECT id, v, ${roll(100)} AS k FROM ${pick(roll, ["plain", "plain", table])}`,
    () => "DROP VIEW IF EXISTS numbers",
    () => `ALTER TABLE parts REORGANIZE PARTITION pm INTO (PARTITION p${2 + roll(5)} VALUES LESS THAN (${21 + roll(5)}), PARTITION pm VALUES LESS THAN MAXVALUE)`,
    () => `ALTER TABLE parts DROP PARTITION p${roll(6)}`,
    () => `ALTER TABLE parts TRUNCATE PARTITION ${pick(roll, ["p0", "p1", "pm"])}`,
    () => "TRUNCATE TABLE grandchild",
    () => `ALTER TABLE several ADD COLUMN ${column} INT DEFAULT ${roll(9)}`,
    () => `ALTER TABLE several DROP COLUMN ${column}`,
    () => `ALTER TABLE keyless ADD COLUMN ${column} INT DEFAULT ${roll(9)}`,
    () => `ALTER TABLE keyless DROP COLUMN ${column}`,
    () => `ALTER TABLE child DROP INDEX extra`,
    () => `ALTER TABLE child ADD INDEX extra (v)`,
    () => `CREATE TEMPORARY TABLE unseen (id INT) SELECT id FROM plain`,
    () => `DROP TEMPORARY TABLE IF EXISTS unseen`,
    () => `CREATE TABLE IF NOT EXISTS ${table} (id INT PRIMARY KEY, v VARCHAR(40), up INT, FOREIGN KEY (up) REFERENCES ${other} (id) ON DELETE CASCADE) CHARACTER SET utf8mb4`,
  ];
  if (source.pair !== "5.6") {
    // MySQL admits no expression over an AUTO_INCREMENT column, MariaDB does.
    cases.push(() => `ALTER TABLE ${table} ADD COLUMN ${column} INT GENERATED ALWAYS AS (${source.pair === "mariadb" ? "CHAR_LENGTH(v)" : "id"} + 1) ${pick(roll, ["STORED", "VIRTUAL"])}${place()}`);
    cases.push(() => `ALTER TABLE ${table} ADD COLUMN ${column} INT ${source.pair === "9.7" ? "INVISIBLE DEFAULT 3" : "DEFAULT 3 INVISIBLE"}`);
  }
  if (source.pair === "9.7") {
    cases.push(() => `ALTER TABLE ${table} ADD COLUMN ${column} JSON DEFAULT (JSON_ARRAY())`);
    cases.push(() => `ALTER TABLE ${table} ADD COLUMN ${column} INT DEFAULT (${roll(5)} + 1), ALGORITHM = INSTANT`);
    cases.push(() => `ALTER TABLE ${table} ADD CONSTRAINT k${roll(3)} CHECK (id < 5000)`);
    cases.push(() => `ALTER TABLE ${table} DROP CONSTRAINT k${roll(3)}`);
  }
  out.push(pick(roll, cases)());
  return out;
}

/** What goes wrong next. `seconds`: how long it lasts. */
export type Fault =
  | { readonly kind: "kill-task"; readonly seconds: number }
  | { readonly kind: "failpoint"; readonly name: string; readonly nth: number; readonly seconds: number }
  | { readonly kind: "kill-server" | "freeze" | "cut" | "kill-connections"; readonly side: "source" | "destination"; readonly seconds: number };

const failpoints = ["before-rows", "after-rows", "before-commit", "after-commit", "ddl-after-intent", "ddl-after-step", "ddl-before-done"];

export function faultDeed(roll: Dice): Fault {
  const side = pick(roll, ["source", "destination"] as const);
  const seconds = roll(5) / 2;
  switch (roll(10)) {
    case 0: case 1: return { kind: "kill-task", seconds };
    case 2: case 3: case 4: return { kind: "failpoint", name: pick(roll, failpoints), nth: 1 + roll(4), seconds: 6 };
    case 5: return { kind: "freeze", side, seconds: 1 + seconds * 2 };
    case 6: return { kind: "cut", side, seconds };
    case 7: case 8: return { kind: "kill-connections", side, seconds };
    default: return { kind: "kill-server", side, seconds };
  }
}

/** How the task is set up from its next start on. */
export function setup(roll: Dice): { readonly appliers: number; readonly memoryBytes: number } {
  return { appliers: pick(roll, [1, 2, 4, 8]), memoryBytes: pick(roll, [256 << 10, 1 << 20, 16 << 20]) };
}
