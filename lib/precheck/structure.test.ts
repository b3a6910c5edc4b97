import { expect, it } from "vitest";
import type { ColumnDefinition, KeyDefinition, TableDefinition } from "../mysql/table-definition";
import { ObjectSelection } from "../engine/router/object-selection";
import { Router } from "../engine/router/router";
import { compareStructure } from "./structure";
import { holes } from "./checks/binlog-files";
import { shadowTableOf } from "./online-ddl-names";

const column = (name: string, changes: Partial<ColumnDefinition> = {}): ColumnDefinition => ({
  name, dataType: "int", columnType: "int", unsigned: false, nullable: false, charset: null, collation: null, generated: null, invisible: false, autoIncrement: false, hasDefault: false, ...changes,
});
const key = (name: string, columns: readonly (string | null)[], changes: Partial<KeyDefinition> = {}): KeyDefinition => ({ name, unique: true, kind: "BTREE", parts: columns.map((part) => ({ column: part, prefix: null })), ...changes });
const table = (columns: readonly ColumnDefinition[], keys: readonly KeyDefinition[] = [key("PRIMARY", ["id"])]): TableDefinition => ({
  name: { database: "d", table: "t" }, engine: "InnoDB", charset: "utf8mb4", collation: "utf8mb4_bin", columns, keys, foreignKeys: [], createStatement: "",
});
const router = new Router(new ObjectSelection([{ database: "d" }]), { sourceLogsCascades: true });
const compare = (here: TableDefinition, there: TableDefinition) => compareStructure(router.routeTable(here)!, there);

it("spellings that only differ by server version are no difference", () => {
  const old = table([column("id", { columnType: "int(11)" }), column("Name", { dataType: "varchar", columnType: "varchar(9)", charset: "utf8", collation: "utf8_general_ci", nullable: true })]);
  const now = table([column("id"), column("name", { dataType: "varchar", columnType: "varchar(9)", charset: "utf8mb3", collation: "utf8mb3_general_ci", nullable: true })]);
  expect(compare(old, now)).toEqual({ hard: [], loose: [] });
});

it("what keeps a row out is hard, what decides otherwise about equal values is loose", () => {
  const text = { dataType: "varchar", columnType: "varchar(9)", charset: "utf8mb4", nullable: true };
  const here = table([column("id"), column("gone"), column("n", { ...text, collation: "utf8mb4_bin" })], [key("PRIMARY", ["id"]), key("n", ["n"])]);
  const there = table([column("id"), column("n", { ...text, collation: "utf8mb4_general_ci" })]);
  const { hard, loose } = compare(here, there);
  expect(hard).toEqual(["column gone is missing"]);
  expect(loose.map((difference) => `${difference.kind} ${difference.name}`)).toEqual(["collation n", "lacksKey n"]);
  expect(compare(there, table(there.columns, [key("PRIMARY", ["id"]), key("n", ["n"])])).loose).toMatchObject([{ kind: "key", name: "n" }]);
});

it("columns under other names are looked for under these", () => {
  const named = new Router(new ObjectSelection([{ database: "d", overrides: [{ name: "t", columnNames: { n: "id", id: "n" } }] }]), { sourceLogsCascades: true });
  const here = table([column("id"), column("n", { dataType: "bigint", columnType: "bigint" })]);
  const there = table([column("n"), column("id", { dataType: "bigint", columnType: "bigint" })], [key("PRIMARY", ["n"])]);
  expect(compareStructure(named.routeTable(here)!, there)).toEqual({ hard: [], loose: [] });
  expect(compareStructure(named.routeTable(here)!, here).hard).toEqual(["column id is int, not bigint"]);
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
  expect(shadowTableOf("_gone_old", tables)).toBeNull();
});
