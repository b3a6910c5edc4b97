import type { MysqlConnection } from "../../lib/mysql/connection";

/** The database that is copied and changed: four narrow tables as sysbench makes them, and a wide one of many types. */
export const database = "bench";
export const narrowTables = ["sbtest1", "sbtest2", "sbtest3", "sbtest4"] as const;

/** Fills the source. Deterministic: the same sizes give the same rows. FLOATs have at most six digits: mysqldump prints no more and would lose the rest. */
export async function fill(source: MysqlConnection, rowsPerTable: number): Promise<void> {
  await source.run(`DROP DATABASE IF EXISTS ${database}`);
  await source.run(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  await source.run("SET SESSION cte_max_recursion_depth = 100000000");
  await source.run("SET SESSION foreign_key_checks = 0");
  for (const [index, table] of narrowTables.entries()) {
    await source.run(`CREATE TABLE ${database}.${table} (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL DEFAULT 0, c CHAR(120) NOT NULL DEFAULT '', pad CHAR(60) NOT NULL DEFAULT '', KEY k_${index} (k))`);
    await inSteps(rowsPerTable, 50_000, (from, to) =>
      source.run(`INSERT INTO ${database}.${table} (id, k, c, pad)
        WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
        SELECT i, CRC32(i + ${index}) % ${rowsPerTable}, CONCAT(SHA2(i, 256), '-', LEFT(SHA2(i + 7, 256), 50)), LEFT(SHA2(i * 3, 256), 59) FROM n`),
    );
  }
  await source.run(`CREATE TABLE ${database}.wide (id BIGINT UNSIGNED NOT NULL PRIMARY KEY, customer VARCHAR(80) NOT NULL, email VARCHAR(120), state ENUM('new','paid','sent','back') NOT NULL, flags SET('a','b','c','d'),
    amount DECIMAL(18,4) NOT NULL, rate DOUBLE, small FLOAT, born DATE, at DATETIME(6), changed TIMESTAMP(3) NULL, took TIME(3), document JSON, raw VARBINARY(64), note TEXT, UNIQUE KEY by_email (email), KEY by_state (state, at))`);
  await inSteps(Math.floor(rowsPerTable / 2), 20_000, (from, to) =>
    source.run(`INSERT INTO ${database}.wide
      WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
      SELECT i, CONCAT('Customer ', i), CONCAT('c', i, '@example.org'), 1 + i % 4, i % 16, i / 7, i / 3e0, (i % 1000) / 8, DATE_ADD('1970-01-01', INTERVAL i % 20000 DAY), DATE_ADD('2020-01-01', INTERVAL i SECOND), DATE_ADD('2021-01-01', INTERVAL i SECOND),
        SEC_TO_TIME(i % 80000), JSON_OBJECT('i', i, 'tags', JSON_ARRAY('x', i % 10), 'ok', i % 2 = 0), UNHEX(SHA2(i, 256)), REPEAT('text ', i % 20) FROM n`),
  );
}

async function inSteps(rows: number, step: number, run: (from: number, to: number) => Promise<unknown>): Promise<void> {
  for (let from = 1; from <= rows; from += step) await run(from, Math.min(rows, from + step - 1));
}

export type WorkloadName = "transactions" | "bulk";

/** Procedures that make the changes inside the server, so that a burst is written faster than anything can follow it. */
export async function prepareWorkload(source: MysqlConnection, rowsPerTable: number): Promise<void> {
  for (const table of narrowTables) {
    await source.run(`DROP PROCEDURE IF EXISTS ${database}_work.${table}`).catch(() => undefined);
  }
  await source.run(`CREATE DATABASE IF NOT EXISTS ${database}_work`);
  for (const table of narrowTables) {
    // A transaction as in sysbench oltp_write_only: two updates, a delete, an insert of the same key.
    await source.run(`CREATE PROCEDURE ${database}_work.${table} (IN times INT, IN seed INT)
    BEGIN
      DECLARE i INT DEFAULT 0; DECLARE a INT; DECLARE b INT; DECLARE d INT;
      WHILE i < times DO
        SET a = 1 + CRC32(CONCAT(seed, 'a', i)) % ${rowsPerTable}, b = 1 + CRC32(CONCAT(seed, 'b', i)) % ${rowsPerTable}, d = 1 + CRC32(CONCAT(seed, 'd', i)) % ${rowsPerTable};
        START TRANSACTION;
        UPDATE ${database}.${table} SET k = k + 1 WHERE id = a;
        UPDATE ${database}.${table} SET c = CONCAT(SHA2(CONCAT(seed, i), 256), '-', i) WHERE id = b;
        DELETE FROM ${database}.${table} WHERE id = d;
        INSERT INTO ${database}.${table} (id, k, c, pad) VALUES (d, i, SHA2(i, 256), LEFT(SHA2(seed, 256), 59));
        COMMIT;
        SET i = i + 1;
      END WHILE;
    END`);
  }
}

/** Runs a burst and resolves when the source has committed it all. Returns the number of transactions. */
export async function burst(connections: readonly MysqlConnection[], workload: WorkloadName, size: number, seed: number): Promise<number> {
  if (workload === "transactions") {
    const each = Math.floor(size / connections.length);
    await Promise.all(connections.map((connection, index) => connection.run(`CALL ${database}_work.${narrowTables[index % narrowTables.length]}(${each}, ${seed * 10 + index})`)));
    return each * connections.length;
  }
  const batches = Math.max(1, Math.floor(size / 1000));
  let next = 0;
  await Promise.all(
    connections.map(async (connection, index) => {
      const table = narrowTables[index % narrowTables.length];
      await connection.run("SET SESSION cte_max_recursion_depth = 100000");
      while (next++ < batches) {
        await connection.run(`INSERT INTO ${database}.${table} (k, c, pad) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i, SHA2(i, 256), LEFT(SHA2(i + 1, 256), 59) FROM n`);
      }
    }),
  );
  return batches;
}
