import { expect, it } from "vitest";
import type { ColumnDefinition, KeyDefinition, TableDefinition } from "../mysql/table-definition";
import { compareStructure } from "./structure";
import { hasIdentifyingKey } from "./checks/primary-keys";
import { holes } from "./checks/binlog-files";
import { shadowTableOf } from "./online-ddl-names";

const column = (name: string, changes: Partial<ColumnDefinition> = {}): ColumnDefinition => ({
  name, dataType: "int", columnType: "int", unsigned: false, nullable: false, charset: null, collation: null, generated: null, invisible: false, autoIncrement: false, hasDefault: false, ...changes,
});
const key = (name: string, columns: readonly (string | null)[], changes: Partial<KeyDefinition> = {}): KeyDefinition => ({ name, unique: true, kind: "BTREE", parts: columns.map((part) => ({ column: part, prefix: null })), ...changes });
const table = (columns: readonly ColumnDefinition[], keys: readonly KeyDefinition[] = [key("PRIMARY", ["id"])]): TableDefinition => ({
  name: { database: "d", table: "t" }, engine: "InnoDB", charset: "utf8mb4", collation: "utf8mb4_bin", columns, keys, foreignKeys: [], createStatement: "",
});
const none = new Set<string>();

it("spellings that only differ by server version are no difference", () => {
  const old = table([column("id", { columnType: "int(11)" }), column("Name", { columnType: "varchar(9)", collation: "utf8_general_ci", nullable: true })]);
  const now = table([column("id"), column("name", { columnType: "varchar(9)", collation: "utf8mb3_general_ci", nullable: true })]);
  expect(compareStructure(old, now, none)).toEqual([]);
});

it("a missing column blocks, unless it is left out or generated", () => {
  const here = table([column("id"), column("secret"), column("sum", { generated: "virtual" })]);
  expect(compareStructure(here, table([column("id")]), none)).toMatchObject([{ kind: "noColumn", name: "secret", blocks: true }]);
  expect(compareStructure(here, table([column("id")]), new Set(["secret"]))).toEqual([]);
});

it("a column that only the destination has blocks when it wants a value", () => {
  expect(compareStructure(table([column("id")]), table([column("id"), column("must"), column("may", { hasDefault: true })]), none)).toMatchObject([{ kind: "extraColumn", name: "must", blocks: true }]);
});

it("other types and other unique keys are told and do not block", () => {
  const here = table([column("id"), column("n")], [key("PRIMARY", ["id"]), key("n", ["n"])]);
  const there = table([column("id"), column("n", { columnType: "bigint" })]);
  expect(compareStructure(here, there, none).map((difference) => [difference.kind, difference.blocks])).toEqual([["type", false], ["lacksKey", false]]);
  expect(compareStructure(there, here, none).map((difference) => difference.kind)).toEqual(["type", "key"]);
});

it("only a unique key over whole columns that are never NULL tells rows apart", () => {
  const columns = [column("id"), column("maybe", { nullable: true })];
  expect(hasIdentifyingKey(table(columns, []))).toBe(false);
  expect(hasIdentifyingKey(table(columns, [key("u", ["id", "maybe"])]))).toBe(false);
  expect(hasIdentifyingKey(table(columns, [key("u", [null])]))).toBe(false);
  expect(hasIdentifyingKey(table(columns, [key("u", ["id"], { parts: [{ column: "id", prefix: 3 }] })]))).toBe(false);
  expect(hasIdentifyingKey(table(columns, [key("i", ["id"], { unique: false })]))).toBe(false);
  expect(hasIdentifyingKey(table(columns, [key("u", ["id"])]))).toBe(true);
});

it("holes in the numbers of binlog files are named, a new base name is no hole", () => {
  expect(holes(["binlog.000002", "binlog.000005"])).toEqual(["binlog.000003", "binlog.000004"]);
  expect(holes(["old.000007", "new.000001", "new.000002"])).toEqual([]);
});

it("shadow tables are told from tables that merely have such a name", () => {
  const tables = new Set(["orders", "brand_new"]);
  expect(shadowTableOf("_orders_gho", tables)).toEqual({ tool: "gh-ost", original: "orders" });
  expect(shadowTableOf("_orders_new", tables)?.tool).toBe("pt-online-schema-change");
  expect(shadowTableOf("tp_17_ogt_orders", tables)).toEqual({ tool: "DMS", original: "orders" });
  expect(shadowTableOf("_brand_old", tables)).toBeNull();
  expect(shadowTableOf("brand_new", tables)).toBeNull();
});
