import fc from "fast-check";
import { expect, test } from "vitest";
import { PositionTracker } from "../position/position-tracker";
import { LowWaterMark } from "./low-water-mark";

const uuid = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
const start = { file: "binlog.000001", offset: 4, gtidSet: `${uuid}:1-10`, flavour: "mysql" as const };
const step = (n: number) => ({ file: "binlog.000001", endOffset: n * 100, gtid: `${uuid}:${n}` });
const mark = () => new LowWaterMark(new PositionTracker(start), 7);

test("the mark waits for the gap and then passes all behind it", () => {
  const lowWater = mark();
  const tickets = [11, 12, 13].map((n) => lowWater.begin(step(n)));
  lowWater.complete(tickets[1]!);
  lowWater.complete(tickets[2]!);
  expect(lowWater.current()).toEqual({ position: start, order: 7 });
  expect(lowWater.openCount).toBe(3);
  lowWater.complete(tickets[0]!);
  expect(lowWater.current()).toEqual({ position: { ...start, offset: 1300, gtidSet: `${uuid}:1-13` }, order: 8 });
  expect(lowWater.openCount).toBe(0);
});

test("a heartbeat moves the mark only when nothing is open before it", () => {
  const lowWater = mark();
  const ticket = lowWater.begin(step(11));
  lowWater.pass({ file: "binlog.000002", endOffset: 4, gtid: null });
  expect(lowWater.current().position).toEqual(start);
  lowWater.complete(ticket);
  expect(lowWater.current().position).toMatchObject({ file: "binlog.000002", offset: 4, gtidSet: `${uuid}:1-11` });
});

test("what belongs together is passed together, with all in between", () => {
  const lowWater = mark();
  const [first, second, third, fourth, fifth] = [11, 12, 13, 14, 15].map((n) => lowWater.begin(step(n))) as [number, number, number, number, number];
  lowWater.complete(third);
  lowWater.complete(first, undefined, third);
  expect(lowWater.current().position).toEqual(start);
  lowWater.complete(fifth);
  // It reaches beyond the other pair.
  lowWater.complete(second, undefined, fourth);
  expect(lowWater.current().position).toEqual(start);
  lowWater.complete(fourth);
  expect(lowWater.current().position.gtidSet).toBe(`${uuid}:1-15`);
  expect(lowWater.openCount).toBe(0);
});

test("the end of a streamed transaction may be told at its completion", () => {
  const lowWater = mark();
  lowWater.complete(lowWater.begin(null), step(11));
  expect(lowWater.current().position.offset).toBe(1100);
});

test("in whatever order transactions end, the mark covers exactly the gap-free prefix", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...Array(40).keys()], { minLength: 0, maxLength: 40 }), (order) => {
      const lowWater = mark();
      const tickets = [...Array(40).keys()].map((n) => lowWater.begin(step(11 + n)));
      const done = new Set<number>();
      for (const n of order) {
        lowWater.complete(tickets[n]!);
        done.add(n);
        let prefix = 0;
        while (done.has(prefix)) prefix += 1;
        expect(lowWater.passedSerial).toBe(prefix);
        expect(lowWater.current().position.gtidSet).toBe(`${uuid}:1-${10 + prefix}`);
      }
    }),
    { numRuns: 50 },
  );
});

test("who waits for a ticket is told once, when the mark covers it and not when it is completed", () => {
  const lowWater = mark();
  const [first, second] = [11, 12].map((n) => lowWater.begin(step(n))) as [number, number];
  const told: number[] = [];
  lowWater.complete(second);
  lowWater.whenPassed(second, () => told.push(second));
  expect(told).toEqual([]);
  lowWater.complete(first);
  expect(told).toEqual([second]);
  lowWater.whenPassed(first, () => told.push(first));
  expect(told).toEqual([second, first]);
});
