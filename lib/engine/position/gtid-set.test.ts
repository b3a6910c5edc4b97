import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExecutedSet } from "./gtid-set";
import { compareCoordinates, compareFiles, reached } from "./position-order";
import { PositionTracker } from "./position-tracker";

const a = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
const b = "2c256447-3f0d-431b-9a25-bddf1f1f6ef6";

describe("executed sets of MySQL", () => {
  test("adding transactions one by one gives joined intervals, in whatever order", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ source: fc.constantFrom(a, b, `${a}:tag`), number: fc.integer({ min: 1, max: 40 }) }), { maxLength: 80 }), (added) => {
        const set = new ExecutedSet("mysql", "");
        const known = new Set<string>();
        for (const { source, number } of added) {
          set.add(`${source}:${number}`);
          known.add(`${source}:${number}`);
        }
        const read = new ExecutedSet("mysql", set.toString());
        for (const source of [a, b, `${a}:tag`]) for (let n = 1; n <= 41; n++) expect(read.contains(`${source}:${n}`)).toBe(known.has(`${source}:${n}`));
        expect(new ExecutedSet("mysql", read.toString()).toString()).toBe(set.toString());
      }),
    );
  });

  test("a run of consecutive transactions is one interval", () => {
    const set = new ExecutedSet("mysql", `${a}:1-5`);
    for (let n = 6; n <= 10; n++) set.add(`${a}:${n}`);
    set.add(`${a}:12`);
    set.add(`${b}:1`);
    expect(set.toString()).toBe(`${b}:1,${a}:1-10:12`);
  });

  test("inclusion compares intervals, tags and numbers beyond 2^53", () => {
    const set = new ExecutedSet("mysql", `${a}:1-10:20-30:tag:1-2,${b}:1-9223372036854775806`);
    expect(set.includes("")).toBe(true);
    expect(set.includes(`${a}:2-9,${a}:20`)).toBe(true);
    expect(set.includes(`${a}:9-11`)).toBe(false);
    expect(set.includes(`${a}:tag:1-2`)).toBe(true);
    expect(set.includes(`${a}:tag:3`)).toBe(false);
    expect(set.includes(`${b}:9007199254740993-9223372036854775806`)).toBe(true);
    set.add(`${a}:11`);
    set.union(`${a}:12-19`);
    expect(set.includes(`${a}:1-30`)).toBe(true);
  });

  test("text that is no set is refused as a position", () => {
    expect(() => new ExecutedSet("mysql", "nonsense")).toThrow(expect.objectContaining({ code: "binlog-position-invalid" }));
  });
});

describe("positions of MariaDB", () => {
  test("a domain stands for all before it; the last one counts, also from another server", () => {
    const set = new ExecutedSet("mariadb", "0-1-5,1-2-7");
    set.add("0-3-6");
    expect(set.toString()).toBe("0-3-6,1-2-7");
    expect(set.contains("0-1-4")).toBe(true);
    expect(set.contains("0-1-7")).toBe(false);
    expect(set.includes("0-1-6")).toBe(true);
    expect(set.includes("2-1-1")).toBe(false);
    set.union("1-2-9,2-1-1");
    expect(set.toString()).toBe("0-3-6,1-2-9,2-1-1");
  });
});

describe("order of positions", () => {
  const at = (file: string, offset: number, gtidSet: string | null = null) => ({ file, offset, gtidSet, flavour: "mysql" as const });

  test("files are ordered by number, not as text", () => {
    expect(compareFiles("binlog.999999", "binlog.1000000")).toBeLessThan(0);
    expect(compareFiles("binlog.000010", "binlog.000009")).toBeGreaterThan(0);
    expect(compareCoordinates({ file: "binlog.000001", offset: 5 }, { file: "binlog.000001", offset: 5 })).toBe(0);
  });

  test("GTIDs decide where both have them, otherwise file and offset", () => {
    expect(reached(at("binlog.000009", 9, `${a}:1-4`), at("binlog.000001", 4, `${a}:1-5`))).toBe(false);
    expect(reached(at("binlog.000001", 4, `${a}:1-5`), at("binlog.000009", 9, `${a}:1-4`))).toBe(true);
    expect(reached(at("binlog.000002", 4), at("binlog.000001", 400, `${a}:1`))).toBe(true);
  });

  test("a tracker adds what ended and moves with heartbeats", () => {
    const tracker = new PositionTracker(at("binlog.000001", 4, `${a}:1-2`));
    tracker.advance({ file: "binlog.000001", endOffset: 100, gtid: `${a}:3` });
    tracker.advance({ file: "binlog.000001", endOffset: 150, gtid: null });
    tracker.move("binlog.000002", 4);
    expect(tracker.position).toEqual(at("binlog.000002", 4, `${a}:1-3`));
    expect(tracker.contains(`${a}:3`)).toBe(true);
  });
});
