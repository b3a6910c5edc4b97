import { expect, test } from "vitest";
import { AppError } from "@/lib/errors/app-error";
import { differences, fullLoad } from "@/lib/testing/full-load";
import { twoServers, type TwoServers } from "@/lib/testing/two-servers";
import type { TableProgress } from "../plan";

/** An independent look: the server's own hexadecimal of every column, not our literals. */
async function hexRows(side: TwoServers["source"] | TwoServers["destination"], table: string, columns: readonly string[], order: string): Promise<unknown[]> {
  const list = columns.map((column) => `HEX(${column}) AS c_${column}`).join(",");
  return side.rows(`SELECT ${list} FROM \`${side.database}\`.${table} ORDER BY ${order}`);
}

/** Rows as `a:b` text, NULL as `-`. */
async function texts(side: TwoServers["source"] | TwoServers["destination"], table: string, columns: readonly string[]): Promise<string[]> {
  const list = columns.map((column) => `IFNULL(${column}, '-')`).join(",");
  return (await side.rows<{ r: string }>(`SELECT CONCAT_WS(':', ${list}) AS r FROM ${table} ORDER BY 1`)).map((row) => row.r);
}

test("tables of every shape of key are tiled exactly by their chunks", async () => {
  await using box = await twoServers();
  await box.source.run(`
    SET SESSION cte_max_recursion_depth=100000;
    CREATE TABLE signed_key (id BIGINT PRIMARY KEY, v INT);
    INSERT INTO signed_key WITH RECURSIVE n(i) AS (SELECT -20 UNION ALL SELECT i + 1 FROM n WHERE i < 20) SELECT i * 461168601842738790, i FROM n;
    CREATE TABLE unsigned_key (id BIGINT UNSIGNED PRIMARY KEY);
    INSERT INTO unsigned_key WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 20) SELECT 18446744073709551615 - i * 3 FROM n;
    CREATE TABLE folded_text (a VARCHAR(20) COLLATE utf8mb4_0900_ai_ci, b VARCHAR(20) COLLATE utf8mb4_bin, PRIMARY KEY (a, b));
    INSERT INTO folded_text VALUES ('a','x'),('A','X'),('á','y '),('Á','xx'),('b',''),('B','w '),('ß','s'),('ss','S'),('SS','ß'),('',''),(' ','y'),('z','\\''),('Z','\\\\'),('😀','😀'),('😁','a'),('ñ','n'),('n','ñ');
    CREATE TABLE padded (id CHAR(10) CHARACTER SET latin1 COLLATE latin1_swedish_ci PRIMARY KEY);
    INSERT INTO padded VALUES ('a'),('b\\t'),('b'),('B!'),('é'),('ÿ'),(''),('\\n');
    CREATE TABLE wide_text (id VARCHAR(20) CHARACTER SET ucs2 PRIMARY KEY);
    INSERT INTO wide_text VALUES ('a'),('ab'),('é'),('中'),('文字'),(''),('Z');
    CREATE TABLE bytes_key (id VARBINARY(8) PRIMARY KEY);
    INSERT INTO bytes_key VALUES (''),(x'00'),(x'0000'),(x'27'),(x'5c'),(x'ff'),(x'ff00'),(x'80');
    CREATE TABLE exact_key (a DECIMAL(30,10), b DATETIME(6), PRIMARY KEY (a, b));
    INSERT INTO exact_key VALUES (-1.5,'2024-01-01'),(-1.5,'2024-01-01 00:00:00.000001'),(0,'1000-01-01'),(12345678901234567890.0000000001,'9999-12-31 23:59:59.999999'),(12345678901234567890.0000000002,'1000-01-01');
    CREATE TABLE moment_key (t TIMESTAMP(6) NOT NULL, e ENUM('z','a','m') NOT NULL, s SET('x','y') NOT NULL, d DOUBLE NOT NULL, i BIT(8) NOT NULL, y YEAR NOT NULL, h TIME(3) NOT NULL, UNIQUE KEY (e, s, d, i, y, h, t));
    INSERT INTO moment_key VALUES ('2024-03-31 01:30:00.000001','z','x,y',0.1,b'101',1999,'-10:00:00.5'),('2024-03-31 02:30:00','z','x,y',0.1,b'101',1999,'-10:00:00.5'),
      ('2024-03-31 01:30:00','a','',-1e300,b'0',2000,'800:00:00'),('2024-03-31 01:30:00','m','y',1e-300,b'11111111',2155,'00:00:00'),('2024-03-31 01:30:00','m','y',1e-300,b'11111111',2155,'00:00:00.001');
    CREATE TABLE nullable_unique (u INT NULL, v INT, UNIQUE KEY (u));
    INSERT INTO nullable_unique VALUES (1,1),(NULL,2),(NULL,2),(2,3);
    CREATE TABLE empty_table (id INT PRIMARY KEY, v TEXT);
    CREATE TABLE \`odd \`\`name\` (\`order\` INT, \`a'b\` INT, \`x y\` INT, PRIMARY KEY (\`order\`, \`a'b\`, \`x y\`));
    INSERT INTO \`odd \`\`name\` WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 26) SELECT i DIV 9, (i DIV 3) MOD 3, i MOD 3 FROM n;
  `);
  for (const chunkRows of [1, 4]) {
    const progress = new Map<string, TableProgress>();
    await box.destination.run(`DROP DATABASE \`${box.destination.database}\`; CREATE DATABASE \`${box.destination.database}\`; DROP DATABASE IF EXISTS \`${box.bookkeepingDatabase}\``);
    await fullLoad(box, { chunkRows, loaders: 3, progress });
    expect(await differences(box, chunkRows + 1)).toEqual([]);
    for (const [name, { state, rowsCopied }] of progress) {
      const [row] = await box.source.rows<{ n: string }>(`SELECT CAST(COUNT(*) AS CHAR) AS n FROM \`${box.source.database}\`.\`${name.replaceAll("`", "``")}\``);
      expect([name, state, String(rowsCopied)]).toEqual([name, "copied", row!.n]);
    }
  }
  expect(await hexRows(box.source, "folded_text", ["a", "b"], "HEX(a), HEX(b)")).toEqual(await hexRows(box.destination, "folded_text", ["a", "b"], "HEX(a), HEX(b)"));
});

test("every value of every type arrives as it is, extremes included", async () => {
  await using box = await twoServers();
  await box.source.run(`
    SET SESSION sql_mode='ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO', time_zone='+00:00';
    CREATE TABLE v (
      id INT AUTO_INCREMENT PRIMARY KEY, ti TINYINT, tu TINYINT UNSIGNED, bi BIGINT, bu BIGINT UNSIGNED, zf INT(8) ZEROFILL, de DECIMAL(65,30), f FLOAT, fm FLOAT(7,4), d DOUBLE, dm DOUBLE(10,2),
      b1 BIT(1), b64 BIT(64), y YEAR, da DATE, dt DATETIME(6), ts TIMESTAMP(6) NULL, t TIME(6), e ENUM('','a','b''c,d') , s SET('a','b','c'),
      c CHAR(10), cl CHAR(10) CHARACTER SET latin1, cg VARCHAR(10) CHARACTER SET gbk, cu VARCHAR(10) CHARACTER SET utf16, tx TEXT CHARACTER SET sjis, bn BINARY(5), vb VARBINARY(20), bl BLOB,
      j JSON, g GEOMETRY, p POINT SRID 4326, ve VECTOR(3), inv INT INVISIBLE, gv INT GENERATED ALWAYS AS (ti + 1) VIRTUAL, gs VARCHAR(20) GENERATED ALWAYS AS (CONCAT(c, '!')) STORED
    );
    INSERT INTO v (id) VALUES (0);
    INSERT INTO v (id, ti, tu, bi, bu, zf, de, f, fm, d, dm, b1, b64, y, da, dt, ts, t, e, s, c, cl, cg, cu, tx, bn, vb, bl, j, g, p, ve, inv) VALUES
      (1, -128, 255, -9223372036854775808, 18446744073709551615, 7, '-99999999999999999999999999999999999.999999999999999999999999999999', '-0e0', -0.0001, '-0e0', -0.29, b'1', 18446744073709551615, 0, '0000-00-00', '0000-00-00', '0000-00-00', '-838:59:59.000000',
        'b''c,d', 'a,c', 'tr ', _latin1 x'E980', _gbk x'D5C55C', 'é😀', _sjis x'835C', x'0000', x'275C00', x'FF00275C0A0D1A', '{"a": 1.0, "b": -0.0, "c": 18446744073709551615, "d": "it''s \\\\" \\\\\\\\ x", "__proto__": []}', POINT(1, -2), ST_SRID(POINT(1, 2), 4326), STRING_TO_VECTOR('[1,-0.5,3e-20]'), 9),
      (2, 127, 0, 9223372036854775807, 0, 0, '0.000000000000000000000000000001', 3.402823466e38, 123.4567, 1.7976931348623157e308, 99999999.99, b'0', 0, 2155, '2024-00-00', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999999', '838:59:59', '', '', '', '', '', '', '', '', '', '', '[]', ST_GeomFromText('GEOMETRYCOLLECTION EMPTY'), NULL, NULL, NULL),
      (3, 0, 1, 1, 1, 99999999, '-0.5', 1e-45, 0, 5e-324, 0, NULL, 1, 1901, '2023-02-31', '1000-00-01 00:00:00', '1970-01-01 00:00:01', '-00:00:00.000001', 'a', 'a,b,c', 'a\\0b', 'a', 'a', 'a', 'a', x'0102030405', 'a ', 'x', 'null', NULL, NULL, NULL, 0),
      (4, 1, 1, 1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, b'1', 9223372036854775808, 1970, '1000-01-01', '2024-02-29 12:00:00.1', '2024-10-27 01:30:00', '00:00:00', 'a', 'b', 'Ünï', 'ü', '中', '中', 'ｱ', 'ab', 'ab', 'ab',
        JSON_OBJECT('p', CAST(1.50 AS DECIMAL(10,2)), 'when', CAST('2024-01-02 03:04:05.5' AS DATETIME(6)), 'x', JSON_ARRAY(CAST('2020-01-01' AS DATE), JSON_OBJECT('q''', CAST('-12:00:00.25' AS TIME(6)), 'n"', NULL), x'00ff', CAST(5 AS DECIMAL(3,0)), 1.5e0, TRUE), 'zz', 7),
        ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))'), NULL, STRING_TO_VECTOR('[0,0,0]'), 1),
      (5, 1, 1, 1, 1, 1, 1, 16777217, 1, 123456789012345680, 1, b'1', 1, 2000, '2000-01-01', '2000-01-01', '2000-01-01', '10:00:00', 'a', 'a', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', CAST(CAST(-0.07 AS DECIMAL(5,2)) AS JSON), NULL, NULL, NULL, NULL);
    INSERT INTO v (id, e) VALUES (6, 0);
  `);
  await fullLoad(box);
  expect(await differences(box)).toEqual([]);
  const text = ["c", "cl", "cg", "cu", "tx", "bn", "vb", "bl", "b1", "b64", "g", "p", "ve", "gs"];
  expect(await hexRows(box.source, "v", text, "id")).toEqual(await hexRows(box.destination, "v", text, "id"));
  const read = `SELECT id, ti, tu, bi, bu, zf, de, CAST(f*1e0 AS CHAR) AS f, fm*1e0 AS fm, CAST(d*1e0 AS CHAR) AS d, dm*1e0 AS dm, y, da, dt, ts, t, e, e+0 AS en, s, inv, gv, j, JSON_TYPE(j->'$.p') AS jp, JSON_TYPE(j->'$.when') AS jw, JSON_TYPE(j->'$.x[0]') AS jd, JSON_TYPE(j->'$.x[3]') AS jn, JSON_TYPE(j->'$.x[1]."q\\'"') AS jt, JSON_TYPE(j) AS jr, JSON_STORAGE_SIZE(j) AS js, CAST(id AS CHAR) AS name FROM v ORDER BY id`;
  const rows = await box.source.rows(read);
  expect(await box.destination.rows(read)).toEqual(rows);
  expect(rows.find((row) => row.name === "4")).toMatchObject({ jp: "DECIMAL", jw: "DATETIME", jd: "DATE", jn: "DECIMAL", jt: "TIME" });
  expect(rows.find((row) => row.name === "1")).toMatchObject({ f: "-0", d: "-0" });
});

test.each(["source56", "mariadb"] as const)("values of %s arrive as they are", async (role) => {
  await using box = await twoServers({ source: role });
  await box.source.run(`
    SET SESSION sql_mode='ALLOW_INVALID_DATES', time_zone='+00:00';
    CREATE TABLE v (id INT PRIMARY KEY, bu BIGINT UNSIGNED, de DECIMAL(40,10), f FLOAT, d DOUBLE, b BIT(10), y YEAR, dt DATETIME(3), ts TIMESTAMP(6) NULL, t TIME(2), e ENUM('x','y,z'), s SET('a','b'), c CHAR(5) CHARACTER SET latin1, u VARCHAR(10) CHARACTER SET utf8, x TEXT CHARACTER SET ucs2, bl BLOB, g GEOMETRY) DEFAULT CHARSET=utf8mb4;
    INSERT INTO v VALUES (1, 18446744073709551615, -123456789012345678901234567890.0123456789, 0.1, 1e-310, b'1000000001', 0, '0000-00-00', '2024-03-31 01:30:00.123456', '-838:59:59', 'y,z', 'a,b', _latin1 x'E9', 'é', '中', x'0027FF5C', POINT(1,2)),
      (2, 0, 0, 1e-45, -1.5, b'0', 1901, '2023-02-31 10:00:00.5', '0000-00-00', '00:00:00', 'x', '', '', '', '', '', NULL);
    CREATE TABLE k (a VARCHAR(10) CHARACTER SET utf8 COLLATE utf8_general_ci, b CHAR(3) CHARACTER SET latin1, PRIMARY KEY (a, b)) DEFAULT CHARSET=utf8mb4;
    INSERT INTO k VALUES ('a','x'),('A','y'),('é','x'),('É','z'),('ß','s'),('t','s');
  `);
  await fullLoad(box, { chunkRows: 1 });
  expect(await differences(box, 2)).toEqual([]);
  const columns = ["bu", "b", "c", "u", "x", "bl", "g"];
  expect(await hexRows(box.source, "v", columns, "id")).toEqual(await hexRows(box.destination, "v", columns, "id"));
  const read = "SELECT id, de, f*1e0 AS f, d, y, dt, ts, t, e, s FROM v ORDER BY id";
  expect(await box.destination.rows(read)).toEqual(await box.source.rows(read));
});

test("filters and left-out columns shape what is copied", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, region VARCHAR(10), secret TEXT); INSERT INTO t VALUES (1,'eu','a'),(2,'us','b'),(3,'eu','c')");
  await fullLoad(box, { tables: [{ name: "t", filter: "region = 'eu' OR id = 99", excludeColumns: ["secret"] }], chunkRows: 1 });
  expect(await texts(box.destination, "t", ["id", "region", "secret"])).toEqual(["1:eu:-", "3:eu:-"]);
});

test("in ignore mode rows that are there stay as they are", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10)); INSERT INTO t VALUES (1,'s1'),(2,'s2'),(3,'s3'); CREATE TABLE h (v INT); INSERT INTO h VALUES (1),(1)");
  await box.destination.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10)); INSERT INTO t VALUES (2,'mine'),(9,'more'); CREATE TABLE h (v INT); INSERT INTO h VALUES (7)");
  await fullLoad(box, { existingTables: "ignore", chunkRows: 2 });
  expect(await texts(box.destination, "t", ["id", "v"])).toEqual(["1:s1", "2:mine", "3:s3", "9:more"]);
  expect(await texts(box.destination, "h", ["v"])).toEqual(["1", "1", "7"]);
});

test("a value that the destination would change stops the load instead", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10)); INSERT INTO t VALUES (1,'long text')");
  await box.destination.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(4))");
  await expect(fullLoad(box)).rejects.toMatchObject({ code: "destination-rejects-value" });
  expect(await box.destination.rows("SELECT * FROM t")).toEqual([]);
});

test.each([
  ["a trigger that changes a row", "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10), f DOUBLE); CREATE TRIGGER up BEFORE INSERT ON t FOR EACH ROW SET NEW.v = UPPER(NEW.v)", /which has the triggers up$/],
  ["a column that rounds", "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10), f DOUBLE(7,2))", /t$/],
  ["an engine that keeps nothing", "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10), f DOUBLE) ENGINE=BLACKHOLE", /t$/],
  ["a trigger that changes a row of a keyless table", "CREATE TABLE t (id INT, v VARCHAR(10), f DOUBLE); CREATE TRIGGER up BEFORE INSERT ON t FOR EACH ROW SET NEW.v = IF(NEW.id = 3, 'x', NEW.v)", /which has the triggers up$/],
] as const)("%s at the destination stops the load, though the server gives neither error nor warning", async (what, table, detail) => {
  await using box = await twoServers();
  await box.source.run(`CREATE TABLE t (id INT ${what.includes("keyless") ? "" : "PRIMARY KEY"}, v VARCHAR(10), f DOUBLE); INSERT INTO t VALUES (1,'X',0.125),(2,'Y',0.125),(3,'z',0.125)`);
  await box.destination.run(table);
  for (const existingTables of ["intercept", "ignore"] as const) {
    await expect(fullLoad(box, { existingTables, chunkRows: 2 })).rejects.toMatchObject({ code: "destination-changes-rows", context: { detail: expect.stringMatching(detail) } });
    // What was right stays: chunks are their own transactions.
    expect((await box.destination.rows("SELECT id FROM t ORDER BY id")).length).toBeLessThan(3);
    await box.destination.run(`DELETE FROM t; DROP DATABASE \`${box.bookkeepingDatabase}\``);
  }
});

test("rows that were there already hide no changed row, and are none", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10)); INSERT INTO t VALUES (1,'same'),(2,'theirs'),(3,'new'),(4,'new')");
  await box.destination.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10)); INSERT INTO t VALUES (1,'same'),(2,'ours'); CREATE TRIGGER up BEFORE INSERT ON t FOR EACH ROW SET NEW.v = IF(NEW.id = 4, 'x', NEW.v)");
  await expect(fullLoad(box, { existingTables: "ignore" })).rejects.toMatchObject({ code: "destination-changes-rows", context: { rows: 1 } });
  await box.destination.run("DROP TRIGGER up");
  await fullLoad(box, { existingTables: "ignore" });
  expect(await texts(box.destination, "t", ["id", "v"])).toEqual(["1:same", "2:ours", "3:new", "4:new"]);
});

test("a destination that sorts the key otherwise, or names it otherwise, gives no false alarm", async () => {
  await using box = await twoServers();
  const values = "('a',1),('B',2),('c',3),('D',4),('é',5),('Z',6),('z1',7)";
  await box.source.run(`CREATE TABLE t (k VARCHAR(9) COLLATE utf8mb4_bin PRIMARY KEY, v INT); INSERT INTO t VALUES ${values}; CREATE TABLE n LIKE t; INSERT INTO n SELECT * FROM t; CREATE TABLE p LIKE t; INSERT INTO p SELECT * FROM t`);
  await box.destination.run(`
    CREATE TABLE t (k VARCHAR(9) COLLATE utf8mb4_0900_ai_ci PRIMARY KEY, v INT);
    CREATE TABLE n (h INT NOT NULL AUTO_INCREMENT PRIMARY KEY, k VARCHAR(9) COLLATE utf8mb4_0900_ai_ci NOT NULL, v INT, UNIQUE KEY other (k, v));
    CREATE TABLE p (k VARCHAR(9) COLLATE utf8mb4_bin NOT NULL, v INT)`);
  await fullLoad(box, { existingTables: "ignore", chunkRows: 2 });
  const all = ["a:1", "B:2", "c:3", "D:4", "é:5", "Z:6", "z1:7"].sort();
  for (const table of ["t", "n", "p"]) expect((await texts(box.destination, table, ["k", "v"])).sort()).toEqual(all);
});

test("a row that is there already stops the load in intercept mode", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, u INT, UNIQUE KEY (u)); INSERT INTO t VALUES (1,1)");
  await box.destination.run("CREATE TABLE t (id INT PRIMARY KEY, u INT, UNIQUE KEY (u)); INSERT INTO t VALUES (1,2)");
  await expect(fullLoad(box)).rejects.toMatchObject({ code: "destination-rejects-row" });
});

test("a value of a second unique key that moves to another row during the load does not stop it", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, email VARCHAR(20), UNIQUE KEY (email)); INSERT INTO t VALUES (1,'a'),(2,'b'),(3,'c')");
  let moved = false;
  await fullLoad(box, {
    loaders: 1,
    chunkRows: 1,
    failpoint: async (name) => {
      if (name !== "after-commit" || moved) return;
      moved = true;
      await box.source.run("UPDATE t SET email='x' WHERE id=1; UPDATE t SET email='a' WHERE id=3");
    },
  });
  // Row 3 is left to the replay, which holds its change.
  expect(await texts(box.destination, "t", ["id", "email"])).toEqual(["1:a", "2:b"]);
});

test("a table that is altered or dropped under the load is told as such", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v INT); INSERT INTO t VALUES (1,1),(2,2)");
  const change = (sql: string) => {
    let done = false;
    return async (name: string) => {
      if (name !== "after-commit" || done) return;
      done = true;
      await box.source.run(sql);
    };
  };
  await expect(fullLoad(box, { loaders: 1, chunkRows: 1, failpoint: change("ALTER TABLE t DROP COLUMN v") })).rejects.toMatchObject({ code: "schema-changed-during-load" });
  await expect(fullLoad(box, { loaders: 1, chunkRows: 1, failpoint: async (name) => (name === "before-rows" ? box.source.run("DROP TABLE IF EXISTS t") : undefined) })).rejects.toMatchObject({
    code: "schema-changed-during-load",
  });
});

test("a runner that lost the task commits nothing", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1),(2)");
  const load = fullLoad(box, {
    loaders: 1,
    failpoint: async (name) => {
      if (name === "after-rows") await box.destination.run(`UPDATE \`${box.bookkeepingDatabase}\`.task_progress SET epoch=2`);
    },
  });
  await expect(load).rejects.toBeInstanceOf(AppError);
  await expect(load).rejects.toMatchObject({ code: "fenced" });
  expect(await box.destination.rows("SELECT * FROM t")).toEqual([]);
});
