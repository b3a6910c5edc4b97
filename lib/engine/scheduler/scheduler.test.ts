import { expect, test } from "vitest";
import type { RowChange } from "@/lib/engine/change";
import { routedTable } from "@/lib/testing/routed-table";
import { deleted, inserted, updated } from "@/lib/testing/row-changes";
import { ConflictMap } from "./conflict-map";
import { Scheduler } from "./scheduler";
import { cascadeToken, writeSetOf } from "./write-set";

const plain = routedTable("plain", ["id int", "v int"], [["id"]]);
const several = routedTable("several", ["id int", "email varchar?", "v int"], [["id"], ["email"]]);
const keyless = routedTable("keyless", ["a int"], [[]]);
const parent = routedTable("parent", ["id int", "v int"], [["id"]], { parentOf: true });
const child = routedTable("child", ["parent int", "v int"], [["v"]], { childOf: "parent" });

const meets = (a: RowChange[], b: RowChange[]) => {
  const map = new ConflictMap(1);
  map.put(writeSetOf(a), 0, 1);
  return map.conflicts(writeSetOf(b))[0] === 1;
};

test.each<[string, RowChange, RowChange, boolean]>([
  ["the same row", updated(plain, [1, 0], [1, 1]), deleted(plain, [1, 1]), true],
  ["different rows", updated(plain, [1, 0], [1, 1]), updated(plain, [2, 0], [2, 1]), false],
  ["a key that one frees and the other takes", updated(plain, [1, 0], [3, 0]), inserted(plain, [1, 9]), true],
  ["a secondary key that one frees and the other takes", deleted(several, [1, "a", 0]), inserted(several, [2, "a", 0]), true],
  ["a secondary key in another case with a trailing space", deleted(several, [1, "a", 0]), inserted(several, [2, "A ", 0]), true],
  ["NULL in a secondary key", inserted(several, [1, null, 0]), inserted(several, [2, null, 0]), false],
  ["text whose equality cannot be told beside other rows", inserted(several, [1, "é", 0]), inserted(several, [2, "x", 0]), true],
  ["other rows before text whose equality cannot be told", inserted(several, [1, "x", 0]), inserted(several, [2, "\u0001x", 0]), true],
  ["rows of a table without a key", inserted(keyless, [1]), inserted(keyless, [2]), true],
  ["equal keys of different tables", inserted(plain, [1, 0]), inserted(several, [1, "1", 0]), false],
  ["a cascading delete and a child", inserted(child, [1, 1]), deleted(parent, [9, 0]), true],
  ["a child behind a cascading delete", deleted(parent, [9, 0]), inserted(child, [1, 1]), true],
  ["a child and its parent's insert", inserted(parent, [1, 0]), inserted(child, [1, 1]), false],
  ["a child and an update of its parent outside of keys", updated(parent, [1, 0], [1, 1]), inserted(child, [1, 1]), false],
])("write sets: %s", (_, a, b, expected) => {
  expect(meets([a], [b])).toBe(expected);
});

test("only cascading changes claim all tables with parents for themselves", () => {
  expect(writeSetOf([deleted(parent, [1, 0])]).exclusive.has(cascadeToken)).toBe(true);
  expect(writeSetOf([inserted(parent, [1, 0])]).exclusive.has(cascadeToken)).toBe(false);
});

test("transactions without conflicts go where least waits, conflicting ones to the lane of the conflict, or wait for the others", () => {
  const scheduler = new Scheduler(3);
  const loads = [0, 0, 0];
  const assign = (...changes: RowChange[]) => {
    const given = scheduler.assign(changes, (lane) => loads[lane]!);
    loads[given.lane]! += changes.length;
    return given;
  };
  expect(assign(inserted(plain, [1, 0]))).toEqual({ lane: 0, serial: 1, waits: [] });
  expect(assign(inserted(plain, [2, 0]))).toEqual({ lane: 1, serial: 1, waits: [] });
  expect(assign(deleted(plain, [2, 0]))).toEqual({ lane: 1, serial: 2, waits: [] });
  expect(assign(inserted(plain, [2, 1]), inserted(plain, [3, 1]), deleted(plain, [1, 0]))).toEqual({ lane: 1, serial: 3, waits: [{ lane: 0, serial: 1 }] });
  expect(scheduler.isCommitted({ lane: 0, serial: 1 })).toBe(false);
  scheduler.committed(0, 1);
  expect(scheduler.isCommitted({ lane: 0, serial: 1 })).toBe(true);
  scheduler.committed(1, 3);
  // All is committed: nothing conflicts any more.
  expect(assign(deleted(plain, [3, 1])).waits).toEqual([]);
});

test("the map forgets what is committed, a generation at a time", () => {
  const map = new ConflictMap(1, 100);
  for (let serial = 1; serial <= 1_000; serial++) {
    map.put({ hashes: [serial], shared: new Set(), exclusive: new Set() }, 0, serial);
    map.committed(0, serial - 1);
    expect(map.conflicts({ hashes: [serial], shared: new Set(), exclusive: new Set() })[0]).toBe(serial);
  }
  expect(map.size).toBeLessThanOrEqual(200);
});
