import type { MysqlConnection } from "../../mysql/connection";

/**
 * One line per difference between the structures of two databases: tables and views, columns with type, collation, nullability and default, keys,
 * foreign keys. Between servers of one kind everything that the server tells; else what every server says alike.
 */
export async function compareStructures(source: MysqlConnection, destination: MysqlConnection, from: string, to: string, sameKind: boolean): Promise<string[]> {
  const [ours, theirs] = await Promise.all([structure(source, from, sameKind), structure(destination, to, sameKind)]);
  const lines: string[] = [];
  for (const [name, text] of ours) {
    const other = theirs.get(name);
    if (other === undefined) lines.push(`${name}: missing at the destination`);
    else if (other !== text) {
      const [here, there] = [text.split("\n"), other.split("\n")];
      lines.push([`${name} has another structure:`, ...here.filter((line) => !there.includes(line)).map((line) => `  source      ${line}`), ...there.filter((line) => !here.includes(line)).map((line) => `  destination ${line}`)].join("\n"));
    }
  }
  for (const name of theirs.keys()) if (!ours.has(name)) lines.push(`${name}: extra at the destination`);
  return lines;
}

async function structure(connection: MysqlConnection, database: string, exact: boolean): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const objects = await connection.query<{ name: string; type: string }>("SELECT TABLE_NAME AS name, TABLE_TYPE AS type FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY 1", [database]);
  for (const { name, type } of objects) {
    if (type !== "BASE TABLE") {
      // Of a view that lost its tables nothing more can be said.
      found.set(`view ${name}`, "");
      continue;
    }
    found.set(`table ${name}`, exact ? await shown(connection, database, name) : await described(connection, database, name));
  }
  return found;
}

/** All that the newest server tells of a table. The text of SHOW CREATE TABLE tells more of its history than of its structure: character sets that go without saying. */
async function shown(connection: MysqlConnection, database: string, table: string): Promise<string> {
  const parts: readonly (readonly [string, string])[] = [
    ["TABLES", "ENGINE, ROW_FORMAT, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT"],
    ["COLUMNS", "ORDINAL_POSITION, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLLATION_NAME, COLUMN_DEFAULT, EXTRA, GENERATION_EXPRESSION, COLUMN_COMMENT, SRS_ID"],
    ["STATISTICS", "INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE, IS_VISIBLE, EXPRESSION"],
    ["PARTITIONS", "PARTITION_ORDINAL_POSITION, PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, PARTITION_DESCRIPTION"],
    ["KEY_COLUMN_USAGE", "CONSTRAINT_NAME, ORDINAL_POSITION, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME"],
    ["REFERENTIAL_CONSTRAINTS", "CONSTRAINT_NAME, UNIQUE_CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE, REFERENCED_TABLE_NAME"],
  ];
  const lines: string[] = [];
  for (const [view, columns] of parts) {
    const schema = view === "REFERENTIAL_CONSTRAINTS" ? "CONSTRAINT_SCHEMA" : "TABLE_SCHEMA";
    const rows = await connection.query<Record<string, unknown>>(`SELECT ${columns} FROM information_schema.${view} WHERE ${schema} = ? AND TABLE_NAME = ? ORDER BY 1, 2`, [database, table]);
    for (const row of rows) lines.push(`${view}: ${Object.values(row).map((value) => String(value)).join(" ")}`);
  }
  const checks = await connection.query<Record<string, unknown>>(
    "SELECT c.CONSTRAINT_NAME AS n, c.CHECK_CLAUSE AS t FROM information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t USING (CONSTRAINT_SCHEMA, CONSTRAINT_NAME) WHERE t.TABLE_SCHEMA = ? AND t.TABLE_NAME = ? ORDER BY 1",
    [database, table],
  );
  for (const row of checks) lines.push(`CHECK: ${Object.values(row).map((value) => String(value)).join(" ")}`);
  return lines.join("\n");
}

async function described(connection: MysqlConnection, database: string, table: string): Promise<string> {
  const columns = await connection.query<Record<string, string>>(
    "SELECT COLUMN_NAME AS c, DATA_TYPE AS t, IS_NULLABLE AS n, CHARACTER_MAXIMUM_LENGTH AS l, NUMERIC_PRECISION AS p, NUMERIC_SCALE AS s FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION",
    [database, table],
  );
  const keys = await connection.query<Record<string, string>>(
    "SELECT INDEX_NAME AS i, NON_UNIQUE AS u, SEQ_IN_INDEX AS q, COLUMN_NAME AS c, SUB_PART AS s FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY 1, 3",
    [database, table],
  );
  const foreign = await connection.query<Record<string, string>>(
    "SELECT CONSTRAINT_NAME AS f, COLUMN_NAME AS c, REFERENCED_TABLE_NAME AS t, REFERENCED_COLUMN_NAME AS r FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY 1, 2",
    [database, table],
  );
  const print = (rows: readonly Record<string, unknown>[]) => rows.map((row) => Object.values(row).map((value) => String(value)).join(" ")).join("\n");
  // A JSON column of MariaDB is text with a check.
  return [print(columns).replaceAll(/ (longtext|json) (YES|NO) \S+/g, " json $2 -"), print(keys), print(foreign)].join("\n");
}
