/** The tables that the soak writes to, one of every kind of key and column that decides how a change may be applied, and statements that change them. */
import { pick, type Dice } from "../dice";

/** What a source can do. */
export interface SoakSource {
  readonly pair: "9.7" | "5.6" | "mariadb";
  /** A collation of utf8mb4 that ignores case and accents; with 9.7 one without padding. */
  readonly collation: string;
}

export function soakSource(pair: SoakSource["pair"]): SoakSource {
  return { pair, collation: pair === "9.7" ? "utf8mb4_0900_ai_ci" : "utf8mb4_unicode_ci" };
}

/** Tables whose structure changes: made and dropped, renamed and swapped. */
export const shapeNames = ["s0", "s1", "s2", "s3", "s4", "s5"];

export function soakSchema({ pair, collation }: SoakSource): string {
  const json = pair === "5.6" ? "TEXT" : "JSON";
  return `
    CREATE TABLE plain (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(40), n INT, KEY (n)) CHARACTER SET utf8mb4;
    CREATE TABLE several (id INT PRIMARY KEY, email VARCHAR(20) COLLATE utf8mb4_general_ci UNIQUE, code INT NULL, v INT, UNIQUE (code)) CHARACTER SET utf8mb4;
    CREATE TABLE padded (name VARCHAR(10) COLLATE utf8mb4_general_ci PRIMARY KEY, v VARCHAR(20)) CHARACTER SET utf8mb4;
    CREATE TABLE folded (name VARCHAR(10) COLLATE ${collation} PRIMARY KEY, v VARCHAR(20)) CHARACTER SET utf8mb4;
    CREATE TABLE western (name CHAR(10) CHARACTER SET latin1, part TINYINT, v INT, PRIMARY KEY (name, part));
    CREATE TABLE pair (a INT, b VARBINARY(10), v INT, PRIMARY KEY (a, b), KEY (v));
    CREATE TABLE prefixed (id INT PRIMARY KEY, t VARCHAR(20) COLLATE utf8mb4_general_ci, v INT, UNIQUE (t(3))) CHARACTER SET utf8mb4;
    CREATE TABLE floats (f FLOAT PRIMARY KEY, v INT);
    CREATE TABLE days (d DATETIME(3), bits BIT(9), v INT, UNIQUE (d, bits));
    CREATE TABLE chosen (code INT NOT NULL, other INT, v INT, UNIQUE (other), UNIQUE (code));
    CREATE TABLE keyless (a INT, t VARCHAR(10) COLLATE utf8mb4_general_ci, f FLOAT, KEY (t)) CHARACTER SET utf8mb4;
    CREATE TABLE parent (id INT PRIMARY KEY, code INT, UNIQUE (code));
    CREATE TABLE child (id INT PRIMARY KEY, parent INT, v INT, FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE ON UPDATE CASCADE);
    CREATE TABLE grandchild (id INT PRIMARY KEY, child INT, code INT, FOREIGN KEY (child) REFERENCES child (id) ON DELETE SET NULL, FOREIGN KEY (code) REFERENCES parent (code) ON DELETE CASCADE ON UPDATE SET NULL);
    CREATE TABLE tree (id INT PRIMARY KEY, up INT, v INT, FOREIGN KEY (up) REFERENCES tree (id) ON DELETE CASCADE);
    CREATE TABLE docs (id INT PRIMARY KEY, j ${json}, t TEXT, v INT) CHARACTER SET utf8mb4;
    CREATE TABLE doclog (j ${json}, v INT) CHARACTER SET utf8mb4;
    CREATE TABLE bulk (id INT PRIMARY KEY AUTO_INCREMENT, grp INT, pad VARCHAR(200)) CHARACTER SET utf8mb4;
    CREATE TABLE wide (id INT PRIMARY KEY, t TINYINT, su SMALLINT UNSIGNED, m MEDIUMINT, b BIGINT, bu BIGINT UNSIGNED, d DECIMAL(30,10), f FLOAT, g DOUBLE, bits BIT(33), y YEAR, da DATE, dt DATETIME(6), ts TIMESTAMP(3) NULL, ti TIME(2), l VARCHAR(20) CHARACTER SET latin1, k VARCHAR(20) CHARACTER SET gbk, u VARCHAR(20) CHARACTER SET utf16, x VARCHAR(40) CHARACTER SET utf8mb4, bin BINARY(8), vb VARBINARY(300), bl LONGBLOB, e ENUM('a','b,c','d''e'), st SET('x','y','z'), p POINT);
    ${pair === "5.6" ? "" : "CREATE TABLE made (id INT PRIMARY KEY, a INT, twice INT GENERATED ALWAYS AS (a * 2) VIRTUAL, next INT GENERATED ALWAYS AS (a + 1) STORED, UNIQUE (next));"}
    ${pair === "9.7" ? "CREATE TABLE functional (id INT PRIMARY KEY, v INT, UNIQUE ((v % 7)));" : ""}
    CREATE TABLE parts (id INT NOT NULL, y INT NOT NULL, v VARCHAR(10), PRIMARY KEY (id, y)) PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20), PARTITION pm VALUES LESS THAN MAXVALUE);
    ${shapeNames.slice(0, 4).map((name, i) => `CREATE TABLE ${name} (id INT PRIMARY KEY, v VARCHAR(40)${i === 2 ? ", UNIQUE (v)" : ""}) CHARACTER SET utf8mb4;`).join("\n")}
    CREATE VIEW numbers AS SELECT id, n FROM plain WHERE n > 1;`;
}

/** Rows that are there before the task begins. Written by the dice alone. */
export function firstRows(roll: Dice, source: SoakSource): string[] {
  const out: string[] = [];
  for (let i = 0; i < 400; i++) out.push(insert(roll, pick(roll, tableNames(source)), source));
  out.push(`INSERT INTO bulk (grp, pad) VALUES ${Array.from({ length: 3_000 }, (_, i) => `(${i % 10}, '${"x".repeat(i % 90)}')`).join(",")}`);
  return out;
}

const words = ["'a'", "'A'", "'a '", "'b'", "'B'", "'é'", "'e'", "'E'", "'ab'", "'AB'", "'abc'", "'abcd'", "'abce'", "'ABCE '", "'ß'", "'ss'", "''", "' '", "'x''\\\\y'", "'ÿ'", "'1'", "'zz'", "'Zz '", "'q\\0'"];
const word = (roll: Dice) => pick(roll, words);
const orNull = (roll: Dice, value: string) => (roll(5) === 0 ? "NULL" : value);

const extremes: Record<string, readonly string[]> = {
  t: ["-128", "127", "0"],
  su: ["0", "65535", "7"],
  m: ["-8388608", "8388607", "1"],
  b: ["-9223372036854775808", "9223372036854775807", "9007199254740993"],
  bu: ["18446744073709551615", "0", "9223372036854775808"],
  d: ["-99999999999999999999.9999999999", "0.0000000001", "1.5", "-0.0"],
  f: ["0.1", "-0.0", "1.17549e-38", "3.4e38", "16777217", "1e0/3"],
  g: ["0.1", "-0.0", "2.2250738585072014e-308", "1e308", "1e0/3"],
  bits: ["b'1'", "x'01FFFFFFFF'", "0"],
  y: ["0", "1901", "2155"],
  da: ["'0000-00-00'", "'2024-02-29'", "'9999-12-31'", "'2024-00-00'"],
  dt: ["'1000-01-01'", "'2024-03-31 02:30:00.123456'", "'0000-00-00'", "'9999-12-31 23:59:59.999999'"],
  ts: ["'1971-01-01 00:00:01'", "'2038-01-18 00:00:00.999'", "'2024-10-27 02:30:00.5'", "0"],
  ti: ["'-838:59:59'", "'838:59:59'", "'-00:00:00.01'", "'12:00:00.99'"],
  l: ["x'E9FF80'", "'a'", "''"],
  k: ["x'B0A1C4E3'", "''", "'x\\\\y'"],
  u: ["'é€'", "''", "'😀'"],
  x: ["'😀 \\\\ '' \\0'", "'plain'", "''"],
  bin: ["x'0100'", "x''", "x'FF005C2700000000'"],
  vb: ["x'00275C00'", "REPEAT(x'5C27', 100)", "x''"],
  bl: ["x'00'", "REPEAT('blob''', 3000)", "''", "REPEAT('large', 60000)"],
  e: ["1", "'b,c'", "'d''e'"],
  st: ["''", "'x,z'", "7"],
  p: ["Point(1, -0.0)", "Point(1e300, 2)", "Point(0, 0)"],
};
const wideColumns = Object.keys(extremes);

const documents = ["'{}'", "'[]'", "'null'", "'1.0'", "'1'", "'{\"a\": 1, \"b\": [1, 2, 3]}'", "'{\"a\": 1.0, \"b\": [1, 2, 3]}'", "'{\"a\": \"é😀\", \"c\": {\"d\": null}}'", "'\"text\"'", "'-0.0'", "'{\"b\": [1, 2, 3], \"a\": 100000000000}'", "CONCAT('{\"a\": \"', REPEAT('y', 3000), '\", \"b\": [1, 2]}')"];
const exactDocuments = ["JSON_OBJECT('d', CAST('1.50' AS DECIMAL(10,2)), 'b', JSON_ARRAY(1, 2))", "JSON_OBJECT('a', 18446744073709551615, 't', CAST('2024-01-02 03:04:05.000006' AS DATETIME(6)))", "JSON_ARRAY(CAST('10:11:12' AS TIME), CAST('2024-01-01' AS DATE), 1e0)"];
const document = (roll: Dice, { pair }: SoakSource) => pick(roll, pair === "9.7" ? [...documents, ...exactDocuments] : documents);

export function tableNames({ pair }: SoakSource): string[] {
  return [
    "plain", "several", "padded", "folded", "western", "pair", "prefixed", "floats", "days", "chosen", "keyless", "parent", "child", "child", "grandchild", "tree", "docs", "doclog", "wide", "parts",
    ...(pair === "5.6" ? [] : ["made"]),
    ...(pair === "9.7" ? ["functional"] : []),
    ...shapeNames,
  ];
}

interface Values {
  readonly columns: readonly string[];
  readonly values: readonly string[];
}

function row(roll: Dice, table: string, source: SoakSource): Values {
  const of = (columns: string, ...values: (string | number)[]): Values => ({ columns: columns.split(" "), values: values.map(String) });
  switch (table) {
    case "plain": return of("id v n", roll(60), word(roll), roll(5));
    case "several": return of("id email code v", roll(12), orNull(roll, word(roll)), orNull(roll, String(roll(9))), roll(4));
    case "padded": case "folded": return of("name v", word(roll), `'${roll(9)}'`);
    case "western": return of("name part v", `CONVERT(${word(roll)} USING latin1)`, roll(2), roll(9));
    case "pair": return of("a b v", roll(4), word(roll), roll(9));
    case "prefixed": return of("id t v", roll(12), orNull(roll, word(roll)), roll(4));
    case "floats": return of("f v", pick(roll, ["0.1", "0.2", "1e0/3", "16777217", "-0.0", "3.4e38", "1.5"]), roll(9));
    case "days": return of("d bits v", orNull(roll, `'2024-01-0${roll(3) + 1} 10:00:00.${roll(3)}'`), roll(4), roll(9));
    case "chosen": return of("code other v", roll(9), orNull(roll, String(roll(9))), roll(9));
    case "keyless": return of("a t f", roll(3), orNull(roll, word(roll)), pick(roll, ["0.1", "NULL", "1e0/3"]));
    case "parent": return of("id code", roll(10), orNull(roll, String(roll(10))));
    case "child": return of("id parent v", roll(25), orNull(roll, String(roll(10))), roll(9));
    case "grandchild": return of("id child code", roll(25), orNull(roll, String(roll(25))), orNull(roll, String(roll(10))));
    case "tree": return of("id up v", roll(20), orNull(roll, String(roll(20))), roll(9));
    case "docs": return of("id j t v", roll(15), orNull(roll, document(roll, source)), orNull(roll, `REPEAT(${word(roll)}, ${roll(300)})`), roll(9));
    case "doclog": return of("j v", orNull(roll, document(roll, source)), roll(2));
    case "parts": return of("id y v", roll(12), roll(30), word(roll));
    case "made": return of("id a", roll(12), roll(20));
    case "functional": return of("id v", roll(8), roll(30));
    case "wide": {
      const columns = wideColumns.filter(() => roll(3) > 0);
      return of(["id", ...columns].join(" "), roll(12), ...columns.map((column) => orNull(roll, pick(roll, extremes[column]!))));
    }
    default: return of("id v", roll(30), word(roll));
  }
}

function insert(roll: Dice, table: string, source: SoakSource): string {
  const { columns, values } = row(roll, table, source);
  const verb = pick(roll, ["INSERT INTO", "INSERT INTO", "INSERT IGNORE INTO", "REPLACE INTO"]);
  return `${verb} ${table} (${columns.join(", ")}) VALUES (${values.join(", ")})`;
}

/** What rows of the source's keys a statement reaches: one, some, or all; never by their order, which no server promises. */
function where(roll: Dice, values: Values, table: string): string {
  if (table === "keyless" || table === "doclog") return `${values.columns.at(-2)} <=> ${values.values.at(-2)} ${roll(3) > 0 ? "LIMIT 1" : ""}`;
  const [column, value] = [values.columns[0]!, values.values[0]!];
  return roll(6) === 0 ? `${column} > ${value} LIMIT ${1 + roll(4)}` : `${column} = ${value}`;
}

/** One random statement that changes rows. Many are refused by the server or find nothing: what it accepts is in its log. */
export function rowStatement(roll: Dice, source: SoakSource): string {
  const table = pick(roll, tableNames(source));
  const kind = roll(10);
  if (kind < 4) return insert(roll, table, source);
  const values = row(roll, table, source);
  if (kind < 6) return `DELETE FROM ${table} WHERE ${where(roll, values, table)}`;
  if (table === "docs" && source.pair !== "5.6" && roll(2) === 0) {
    const change = pick(roll, ["JSON_SET(j, '$.a', 'y')", "JSON_SET(j, '$.b[1]', 2.0)", "JSON_REMOVE(j, '$.b[0]')", "JSON_ARRAY_APPEND(j, '$.b', 'z')", "JSON_REPLACE(j, '$.a', 100000000001)", "JSON_INSERT(j, '$.n', JSON_OBJECT('k', 1))"]);
    return `UPDATE docs SET j = ${change}${roll(3) === 0 ? ", v = v + 1" : ""} WHERE ${where(roll, values, table)}`;
  }
  if (shapeNames.includes(table) && roll(4) === 0) return `UPDATE ${table} SET c${roll(5)} = ${roll(2) === 0 ? roll(100) : "NULL"} WHERE id = ${roll(30)}`;
  const at = kind < 7 ? 0 : 1 + roll(values.columns.length - 1);
  const column = values.columns[at] ?? values.columns[0]!;
  const other = row(roll, table, source);
  const index = other.columns.indexOf(column);
  const value = index === -1 ? "NULL" : other.values[index]!;
  return `UPDATE ${table} SET ${column} = ${value} WHERE ${where(roll, values, table)}`;
}

/** Two rows exchange their keys within one transaction. */
export function keySwap(roll: Dice): string[] {
  const table = pick(roll, ["several", "chosen", "padded", "plain"]);
  const [column, a, b, spare] =
    table === "several" ? ["code", roll(9), roll(9), 1_000] : table === "chosen" ? ["code", roll(9), roll(9), 1_000] : table === "plain" ? ["id", roll(60), roll(60), 1_000] : ["name", word(roll), word(roll), "'spare'"];
  return [`UPDATE ${table} SET ${column} = ${spare} WHERE ${column} = ${a}`, `UPDATE ${table} SET ${column} = ${a} WHERE ${column} = ${b}`, `UPDATE ${table} SET ${column} = ${b} WHERE ${column} = ${spare}`];
}

/** One statement that changes many rows. */
export function bulkStatement(roll: Dice): string {
  const group = roll(10);
  switch (roll(5)) {
    case 0: return `INSERT INTO bulk (grp, pad) SELECT grp + 1, pad FROM (SELECT grp, pad FROM bulk LIMIT ${500 + roll(3_000)}) AS some`;
    case 1: return `UPDATE bulk SET pad = CONCAT(LEFT(pad, 150), '${roll(100)}') WHERE grp = ${group}`;
    case 2: return `DELETE FROM bulk WHERE grp >= ${9 + roll(3)}`;
    case 3: return `INSERT INTO keyless SELECT grp % 3, LEFT(pad, 5), 0.1 FROM bulk LIMIT ${roll(400)}`;
    default: return `DELETE FROM keyless WHERE a = ${roll(3)} LIMIT ${roll(600)}`;
  }
}
