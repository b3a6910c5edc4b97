import { expect, test } from "vitest";
import type { RowChange } from "@/lib/engine/change";
import { routedTable } from "@/lib/testing/routed-table";
import { deleted, inserted, updated } from "@/lib/testing/row-changes";
import { dialectOf } from "../sql/dialect";
import type { ApplyMode } from "./apply-mode";
import { mergeChanges } from "./merge";

const plain = routedTable("plain", ["id int", "v int"], [["id"]]);
const several = routedTable("several", ["id int", "email varchar?"], [["id"], ["email"]]);
const folding = routedTable("folding", ["name varchar", "v int"], [["name"]]);
const keyless = routedTable("keyless", ["a int"], [[]]);
const parent = routedTable("parent", ["id int", "v int"], [["id"]], { parentOf: true });
const neverInserted = { ...plain, dml: new Set(["update", "delete"] as const) };
const child = routedTable("child", ["parent int", "v int"], [["v"]], { childOf: "parent" });
const mysql8 = dialectOf("8.0.36", 1 << 20);

const merged = (changes: RowChange[], mode: ApplyMode = "strict", dialect = mysql8) =>
  mergeChanges(changes, mode, dialect).map(({ sql, expected, cascades }) => `${cascades ? "cascading " : ""}${sql.toString("latin1").replaceAll("`", "").replaceAll("shop.", "")} -> ${expected ?? "any"}`);

const upsert = " AS tributary_row ON DUPLICATE KEY UPDATE";

test.each<[string, RowChange[], string[]]>([
  ["insert + update = insert", [inserted(plain, [1, 0]), updated(plain, [1, 0], [1, 1])], ["INSERT INTO plain (id,v) VALUES (1,1) -> 1"]],
  ["insert + delete = nothing", [inserted(plain, [1, 0]), deleted(plain, [1, 0])], []],
  ["insert + delete + insert = insert", [inserted(plain, [1, 0]), deleted(plain, [1, 0]), inserted(plain, [1, 2])], ["INSERT INTO plain (id,v) VALUES (1,2) -> 1"]],
  ["update + update = update", [updated(plain, [1, 0], [1, 1]), updated(plain, [1, 1], [1, 2])], ["UPDATE plain SET id=1,v=2 WHERE id=1 -> 1"]],
  ["update + delete = delete", [updated(plain, [1, 0], [1, 1]), deleted(plain, [1, 1])], ["DELETE FROM plain WHERE id IN (1) -> 1"]],
  ["delete + insert = update", [deleted(plain, [1, 0]), inserted(plain, [1, 1])], ["UPDATE plain SET id=1,v=1 WHERE id=1 -> 1"]],
  ["there and back = a look whether the row is there", [updated(plain, [1, 0], [1, 1]), updated(plain, [1, 1], [1, 0])], [`INSERT INTO plain (id,v) VALUES (1,0)${upsert} v=tributary_row.v -> 0`]],
  ["several updates are one statement", [updated(plain, [1, 0], [1, 1]), updated(plain, [2, 0], [2, 1])], [`INSERT INTO plain (id,v) VALUES (1,1),(2,1)${upsert} v=tributary_row.v -> 4`]],
  ["deletes go first", [inserted(several, [2, "a"]), deleted(several, [1, "a"])], ["DELETE FROM several WHERE id IN (1) -> 1", "INSERT INTO several (id,email) VALUES (2,_binary'a') -> 1"]],
  ["an update that moves a unique key keeps source order", [updated(plain, [1, 0], [3, 0]), inserted(plain, [1, 5])], ["UPDATE plain SET id=3,v=0 WHERE id=1 -> 1", "INSERT INTO plain (id,v) VALUES (1,5) -> 1"]],
  ["keys that may be one keep source order", [deleted(folding, ["a", 1]), inserted(folding, ["A", 1])], ["DELETE FROM folding WHERE name IN (_binary'a') -> 1", "INSERT INTO folding (name,v) VALUES (_binary'A',1) -> 1"]],
  ["equal rows of a keyless table", [deleted(keyless, [1]), deleted(keyless, [1])], ["DELETE FROM keyless WHERE a<=>1 LIMIT 1 -> 1", "DELETE FROM keyless WHERE a<=>1 LIMIT 1 -> 1"]],
  ["cascades see what was written before them", [deleted(child, [1, 5]), deleted(parent, [1, 0]), inserted(child, [2, 5])], ["DELETE FROM child WHERE v IN (5) -> 1", "cascading DELETE FROM parent WHERE id IN (1) -> 1", "INSERT INTO child (parent,v) VALUES (2,5) -> 1"]],
])("strict: %s", (_, changes, expected) => {
  expect(merged(changes)).toEqual(expected);
});

test.each<[string, RowChange[], string[]]>([
  ["insert + delete still deletes", [inserted(plain, [1, 0]), deleted(plain, [1, 0])], ["DELETE FROM plain WHERE id IN (1) -> any"]],
  ["one key: upsert", [inserted(plain, [1, 0]), updated(plain, [2, 0], [2, 1])], [`INSERT INTO plain (id,v) VALUES (1,0),(2,1)${upsert} v=tributary_row.v -> any`]],
  [
    "several keys: each frees its value",
    [inserted(several, [1, "a"]), inserted(several, [2, null])],
    ["DELETE FROM several WHERE id IN (1,2) -> any", "DELETE FROM several WHERE email IN (_binary'a') -> any", "INSERT INTO several (id,email) VALUES (1,_binary'a'),(2,NULL) -> any"],
  ],
])("idempotent: %s", (_, changes, expected) => {
  expect(merged(changes, "idempotent")).toEqual(expected);
});

test("servers without row aliases get VALUES()", () => {
  const changes = [updated(plain, [1, 0], [1, 1]), updated(plain, [2, 0], [2, 1])];
  for (const version of ["5.7.40", "8.0.18", "10.11.19-MariaDB"]) {
    expect(merged(changes, "strict", dialectOf(version, 1 << 20))).toEqual(["INSERT INTO plain (id,v) VALUES (1,1),(2,1) ON DUPLICATE KEY UPDATE v=VALUES(v) -> 4"]);
  }
});

test("a row that the destination cannot take is refused before it is sent", () => {
  expect(() => merged([inserted(folding, ["x".repeat(2_000), 1])], "strict", dialectOf("8.0.36", 1024))).toThrow(
    expect.objectContaining({ code: "destination-packet-too-large", context: expect.objectContaining({ table: "folding", maxAllowedPacket: 1024 }) }),
  );
});

test("where INSERTs are left out, an UPDATE makes no row, not even while the copy is caught up with", () => {
  expect(merged([updated(neverInserted, [1, 0], [1, 1]), deleted(neverInserted, [2, 0])], "idempotent")).toEqual(["DELETE FROM plain WHERE id IN (2) -> 1", "UPDATE plain SET id=1,v=1 WHERE id=1 -> 1"]);
});
