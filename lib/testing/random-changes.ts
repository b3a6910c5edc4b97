/** Random transactions over tables with all kinds of keys, made by letting a server decide what is valid. */
import type { RoutedTable, RowChange } from "../engine/change";
import { AppError } from "../errors/app-error";
import type { WriterBox } from "./change-writer-box";
import { dice } from "./dice";
import { deleted, inserted, literal, updated, type Value } from "./row-changes";

/** Tables with every kind of key that decides what may be merged or run side by side. */
export const keyedTables = `
  CREATE TABLE plain (id INT PRIMARY KEY, v VARCHAR(20), n INT) CHARACTER SET utf8mb4;
  CREATE TABLE several (id INT PRIMARY KEY, email VARCHAR(20) COLLATE utf8mb4_general_ci UNIQUE, code INT NULL, v INT, UNIQUE (code)) CHARACTER SET utf8mb4;
  CREATE TABLE folding (name VARCHAR(10) COLLATE utf8mb4_general_ci PRIMARY KEY, v VARCHAR(20)) CHARACTER SET utf8mb4;
  CREATE TABLE modern (name VARCHAR(10) COLLATE utf8mb4_0900_ai_ci PRIMARY KEY, v VARCHAR(20)) CHARACTER SET utf8mb4;
  CREATE TABLE pair (a INT, b VARBINARY(10), v INT, PRIMARY KEY (a, b), KEY (v));
  CREATE TABLE prefixed (id INT PRIMARY KEY, t VARCHAR(20) COLLATE utf8mb4_general_ci, v INT, UNIQUE (t(3))) CHARACTER SET utf8mb4;
  CREATE TABLE functional (id INT PRIMARY KEY, v INT, UNIQUE ((v % 7)));
  CREATE TABLE keyless (a INT, t VARCHAR(10) COLLATE utf8mb4_general_ci, KEY (t)) CHARACTER SET utf8mb4;
`;
export const columnsOf: Record<string, number> = { plain: 3, several: 4, folding: 2, modern: 2, pair: 3, prefixed: 3, functional: 2, keyless: 2 };

const words = ["a", "A", "a ", "b", "B", "é", "e", "ab", "AB", "abc", "abcd", "abce", "ß", "", "x'\\y"];

function randomRow(table: string, roll: (sides: number) => number): Value[] {
  const word = () => words[roll(words.length)]!;
  switch (table) {
    case "plain": return [roll(12), word(), roll(3)];
    case "several": return [roll(8), roll(4) === 0 ? null : word(), roll(3) === 0 ? null : roll(6), roll(3)];
    case "folding": case "modern": return [word(), String(roll(5))];
    case "pair": return [roll(3), word(), roll(3)];
    case "prefixed": return [roll(8), roll(4) === 0 ? null : word(), roll(3)];
    case "functional": return [roll(8), roll(30)];
    default: return [roll(2), roll(3) === 0 ? null : word()];
  }
}

/** Runs random row changes at the source database one by one; what the server accepts becomes the stream of transactions. */
export async function randomStream(box: WriterBox, seed: number, transactions: number): Promise<RowChange[][]> {
  const roll = dice(seed);
  const admin = box.box.source.admin;
  const rows: Record<string, Value[][]> = Object.fromEntries(Object.keys(columnsOf).map((name) => [name, []]));
  await admin.run("SET SESSION sql_mode='NO_AUTO_VALUE_ON_ZERO', foreign_key_checks=0");
  const accepted = async (sql: Buffer) => {
    try {
      return (await admin.run(sql)).affectedRows === 1;
    } catch (error) {
      if (error instanceof AppError && error.context["serverErrno"] === 1062) return false;
      throw error;
    }
  };
  const match = (table: RoutedTable, row: Value[]) =>
    Buffer.concat(row.flatMap((value, i) => [Buffer.from(`${i > 0 ? " AND " : ""}CAST(\`${table.columns[i]!.destinationName}\` AS BINARY) <=> CAST(`), literal(value), Buffer.from(" AS BINARY)")]));
  const stream: RowChange[][] = [];
  while (stream.length < transactions) {
    const changes: RowChange[] = [];
    await admin.run("START TRANSACTION");
    for (let count = 1 + roll(6); count > 0; count--) {
      const name = Object.keys(columnsOf)[roll(8)]!;
      const table = box.table(name);
      const known = rows[name]!;
      const fresh = randomRow(name, roll);
      const kind = roll(3);
      const list = Buffer.concat(fresh.flatMap((value, i) => [Buffer.from(i > 0 ? "," : ""), literal(value)]));
      const target = Buffer.from(`\`${name}\``);
      if (kind === 0 || known.length === 0) {
        if (!(await accepted(Buffer.concat([Buffer.from("INSERT INTO "), target, Buffer.from(" VALUES ("), list, Buffer.from(")")])))) continue;
        known.push(fresh);
        changes.push(inserted(table, fresh));
        continue;
      }
      const at = roll(known.length);
      const before = known[at]!;
      if (kind === 1) {
        if (!(await accepted(Buffer.concat([Buffer.from("DELETE FROM "), target, Buffer.from(" WHERE "), match(table, before), Buffer.from(" LIMIT 1")])))) throw new Error(`model and server differ in ${name}`);
        known.splice(at, 1);
        changes.push(deleted(table, before));
        continue;
      }
      // Half of the updates leave the key alone, as most do.
      const after = roll(2) === 0 && name !== "keyless" ? [...before.slice(0, -1), fresh.at(-1)!] : fresh;
      if (before.every((value, i) => literal(value).equals(literal(after[i]!)))) continue;
      const sets = Buffer.concat(after.flatMap((value, i) => [Buffer.from(`${i > 0 ? "," : ""}\`${table.columns[i]!.destinationName}\`=`), literal(value)]));
      if (!(await accepted(Buffer.concat([Buffer.from("UPDATE "), target, Buffer.from(" SET "), sets, Buffer.from(" WHERE "), match(table, before), Buffer.from(" LIMIT 1")])))) continue;
      known[at] = after;
      changes.push(updated(table, before, after));
    }
    await admin.run("COMMIT");
    stream.push(changes);
  }
  return stream;
}
