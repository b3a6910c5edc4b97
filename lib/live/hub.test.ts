import { beforeEach, expect, it } from "vitest";
import { LiveHub, type LiveSink, type LiveTopic } from "./hub";
import type { LiveMessage } from "./message";

let now = 1_000_000;
let version = 1;
let hub: LiveHub;
beforeEach(() => {
  now = 1_000_000;
  version = 1;
  hub = new LiveHub(
    () => String(version),
    () => now,
  );
});

class Heard implements LiveSink {
  readonly messages: LiveMessage[] = [];
  send(json: string): void {
    this.messages.push(JSON.parse(json) as LiveMessage);
  }
  get values(): unknown[] {
    return this.messages.flatMap((message) => (message.kind === "value" ? [message.value] : []));
  }
  get lastBeat() {
    return this.messages.findLast((message) => message.kind === "beat");
  }
}

class Topic implements LiveTopic {
  reads = 0;
  answer: unknown = "first";
  constructor(
    readonly key: string,
    readonly everyMs = 1_000,
  ) {}
  read(): Promise<unknown> {
    this.reads += 1;
    return this.answer instanceof Error ? Promise.reject(this.answer) : Promise.resolve(this.answer);
  }
}

/** What a reading has set going. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const step = async (ms: number) => {
  now += ms;
  hub.tick();
  await settled();
};

it("reads a topic once for all who look at it, however they are told", async () => {
  const topic = new Topic("list");
  const [first, second, late] = [new Heard(), new Heard(), new Heard()];
  hub.subscribe([topic], [undefined], first);
  hub.subscribe([new Topic("other"), topic], [undefined, undefined], second);
  await settled();
  hub.subscribe([topic], [undefined], late);
  expect(topic.reads).toBe(1);
  expect([first.values, second.messages.filter((message) => message.kind === "value" && message.topic === 1), late.values].map((values) => values.length)).toEqual([1, 1, 1]);
});

it("reads again only when something was written, not more often than the topic says, and tells only what differs", async () => {
  const topic = new Topic("list", 2_000);
  const heard = new Heard();
  hub.subscribe([topic], [undefined], heard);
  await settled();
  await step(2_000);
  expect(topic.reads, "nothing was written").toBe(1);
  version += 1;
  await step(1_000);
  expect(topic.reads).toBe(2);
  version += 1;
  topic.answer = "second";
  await step(1_000);
  expect(topic.reads, "too soon").toBe(2);
  await step(1_000);
  expect(topic.reads).toBe(3);
  expect(heard.values).toEqual(["first", "second"]);
});

it("says how long an answer is known to be true, and reads it again when only time has passed", async () => {
  const topic = new Topic("task");
  const heard = new Heard();
  hub.subscribe([topic], [undefined], heard);
  await settled();
  const begun = now;
  await step(500);
  await step(1_500);
  expect(heard.lastBeat).toEqual({ kind: "beat", now, checked: [begun + 2_000] });
  topic.answer = "later";
  await step(3_000);
  expect(heard.values).toEqual(["first", "later"]);
});

it("does not call an answer true that it could not read since something was written", async () => {
  let release = (): void => undefined;
  const topic = new Topic("task");
  const heard = new Heard();
  hub.subscribe([topic], [undefined], heard);
  await settled();
  const read = now;
  version += 1;
  topic.read = () => new Promise((resolve) => (release = () => resolve("second")));
  await step(1_000);
  await step(4_000);
  expect(heard.lastBeat).toEqual({ kind: "beat", now, checked: [read] });
  release();
  await settled();
  await step(2_000);
  expect(heard.lastBeat).toEqual({ kind: "beat", now, checked: [read + 1_000] });
});

it("tells nobody who comes what may be older than his page, and reads it for him", async () => {
  const topic = new Topic("list", 30_000);
  hub.subscribe([topic], [undefined], new Heard());
  await settled();
  version += 1;
  topic.answer = "second";
  now += 500;
  const [late, knowing] = [new Heard(), new Heard()];
  hub.subscribe([topic], [undefined], late);
  hub.subscribe([topic], ["of another answer"], knowing);
  await step(0);
  expect([topic.reads, late.values, late.lastBeat?.checked, knowing.lastBeat?.checked], "read a moment ago").toEqual([1, [], [null], [null]]);
  await step(500);
  expect([topic.reads, late.values, knowing.values]).toEqual([2, ["second"], ["second"]]);
});

it("says nothing again that the page knows from the stream before", async () => {
  const topic = new Topic("task");
  const [before, after, later] = [new Heard(), new Heard(), new Heard()];
  const leave = hub.subscribe([topic], [undefined], before);
  await settled();
  const told = before.messages.find((message) => message.kind === "value");
  hub.subscribe([topic], [told?.hash], after);
  leave();
  expect(after.values).toEqual([]);
  // The same from a console that has begun anew.
  const restarted = new LiveHub(
    () => "1",
    () => now,
  );
  restarted.subscribe([topic], [told?.hash], later);
  await settled();
  expect(later.values).toEqual([]);
});

it("says that it cannot read, tries again, and tells when it can", async () => {
  const topic = new Topic("task");
  const heard = new Heard();
  hub.subscribe([topic], [undefined], heard);
  await settled();
  topic.answer = new Error("gone");
  version += 1;
  await step(1_000);
  expect(heard.messages.at(-1)).toEqual({ kind: "fault", topic: 0 });
  topic.answer = "first";
  await step(1_000);
  expect(heard.lastBeat?.checked, "known to be true").toEqual([null]);
  await step(3_000);
  expect(heard.values).toEqual(["first", "first"]);
});

it("rests longer after a reading that takes long", async () => {
  const topic = new Topic("list");
  topic.read = () => {
    topic.reads += 1;
    now += 1_000;
    return Promise.resolve(topic.reads);
  };
  hub.subscribe([topic], [undefined], new Heard());
  await settled();
  version += 1;
  await step(2_000);
  expect(topic.reads).toBe(1);
  await step(1_000);
  expect(topic.reads).toBe(2);
});

it("holds nothing of what nobody looks at any more, and reads it no more", async () => {
  const topic = new Topic("task");
  const leave = hub.subscribe([topic, new Topic("list")], [undefined, undefined], new Heard());
  const stay = hub.subscribe([topic], [undefined], new Heard());
  await settled();
  leave();
  expect([hub.topics, hub.subscribers]).toEqual([1, 1]);
  stay();
  stay();
  expect([hub.topics, hub.subscribers]).toEqual([0, 0]);
  version += 1;
  await step(10_000);
  expect(topic.reads).toBe(1);
});
