import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LiveHub, type LiveTopic } from "./hub";
import { EventReader, type LiveMessage } from "./message";
import { LiveStreams, streamsPerSession, type Viewer } from "./streams";

const topic: LiveTopic = { key: "task", everyMs: 1_000, read: () => Promise.resolve("answer") };
let streams: LiveStreams;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  streams = new LiveStreams(new LiveHub(() => "1"));
});
afterEach(() => {
  vi.useRealTimers();
});

function open({ session = "s", tab = "t", stillSignedIn = () => Promise.resolve(true), signal = new AbortController().signal }: Partial<Viewer> & { signal?: AbortSignal } = {}) {
  return streams.open([topic], [undefined], { session, tab, stillSignedIn }, signal);
}

async function whole(body: ReadableStream<Uint8Array>): Promise<LiveMessage[]> {
  const events = new EventReader();
  const messages: LiveMessage[] = [];
  for await (const piece of body.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)) messages.push(...events.read(piece));
  return messages;
}

it("ends its subscription when the reader goes, by whichever way it is told", async () => {
  const abort = new AbortController();
  open({ tab: "one", signal: abort.signal });
  const other = open({ tab: "two" });
  expect([streams.count, streams.hub.subscribers]).toEqual([2, 2]);
  abort.abort();
  expect([streams.count, streams.hub.subscribers]).toEqual([1, 1]);
  await other.cancel();
  expect([streams.count, streams.hub.subscribers, streams.hub.topics]).toEqual([0, 0, 0]);
  const gone = new AbortController();
  gone.abort();
  open({ tab: "three", signal: gone.signal });
  expect([streams.count, streams.hub.subscribers]).toEqual([0, 0]);
  expect(vi.getTimerCount()).toBe(0);
});

it("keeps one stream of a tab and some of a session: the oldest polls", async () => {
  const bodies = Array.from({ length: streamsPerSession }, (_, at) => open({ tab: `tab${at}` }));
  const again = open({ tab: "tab0" });
  expect(streams.count).toBe(streamsPerSession);
  expect((await whole(bodies[0]!)).at(-1)).toEqual({ kind: "end", reason: "stopping" });
  open({ tab: "another" });
  expect((await whole(bodies[1]!)).at(-1)).toEqual({ kind: "end", reason: "too-many" });
  open({ session: "of another", tab: "tab2" });
  expect(streams.count).toBe(streamsPerSession + 1);
  streams.close();
  expect((await whole(again)).at(-1)).toEqual({ kind: "end", reason: "stopping" });
  expect([streams.count, streams.hub.subscribers, vi.getTimerCount()]).toEqual([0, 0, 0]);
});

it("ends when the sign-in is over, not when that cannot be found out", async () => {
  const answers = [() => Promise.resolve(true), () => Promise.reject(new Error("locked")), () => Promise.resolve(false)];
  const body = open({ stillSignedIn: () => answers.shift()!() });
  for (let left = 3; left > 0; left--) {
    expect(streams.count).toBe(1);
    await vi.advanceTimersToNextTimerAsync();
  }
  expect(streams.count).toBe(0);
  expect((await whole(body)).at(-1)).toEqual({ kind: "end", reason: "signed-out" });
});

it("does not pile up messages for a reader that does not read", () => {
  let now = 0;
  streams = new LiveStreams(new LiveHub(() => "1", () => now));
  open();
  for (let beats = 0; beats < 100 && streams.count > 0; beats++) {
    now += 2_000;
    streams.hub.tick();
  }
  expect([streams.count, streams.hub.subscribers]).toEqual([0, 0]);
});
