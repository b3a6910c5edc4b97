import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { answersReadAt } from "@/lib/http/fetch-json";
import { encodeEvent, type LiveMessage, type LiveRequest } from "@/lib/live/message";
import { polled, streamed } from "@/lib/live/queries";
import { LiveUpdates } from "./live-updates";

/** The console's side of one stream. */
interface Stream {
  readonly request: LiveRequest;
  readonly signal: AbortSignal;
  say(message: LiveMessage): void;
  cut(): void;
}

const streams: Stream[] = [];
let refuse = 0;
let asked = 0;
let stop = (): void => undefined;
let client: QueryClient;
let visibility: "visible" | "hidden" = "visible";
const path = "/api/tasks/dts1";

beforeEach(() => {
  vi.useFakeTimers();
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => visibility });
  visibility = "visible";
  streams.length = 0;
  asked = 0;
  refuse = 0;
  answersReadAt.clear();
  vi.stubGlobal("fetch", (_url: string, { body, signal }: { body: string; signal: AbortSignal }) => {
    if (refuse > 0) return Promise.resolve(new Response("{}", { status: refuse }));
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
    signal.addEventListener("abort", () => {
      try {
        controller.error(new DOMException("aborted", "AbortError"));
      } catch {
        // over already
      }
    });
    streams.push({
      request: JSON.parse(body) as LiveRequest,
      signal,
      say: (message) => controller.enqueue(new TextEncoder().encode(encodeEvent(JSON.stringify(message)))),
      cut: () => controller.error(new TypeError("network error")),
    });
    return Promise.resolve(new Response(stream));
  });
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  stop = new LiveUpdates(client, () => undefined).start();
});
afterEach(() => {
  stop();
  client.clear();
  streamed.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function watch(refetchInterval: false | ReturnType<typeof polled> = polled(5_000)) {
  const observer = new QueryObserver(client, { queryKey: ["task"], queryFn: () => Promise.resolve(`asked ${(asked += 1)}`), meta: { live: { path } }, refetchInterval, staleTime: Infinity, initialData: "at first" });
  observer.subscribe(() => undefined);
  return observer;
}

/** What is under way gets through: a stream's pieces need several turns. */
async function pass(ms = 200): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  await vi.advanceTimersByTimeAsync(0);
}

async function told(stream: Stream | undefined, message: LiveMessage): Promise<void> {
  stream?.say(message);
  await pass(0);
}

const value = (text: string, at: number): LiveMessage => ({ kind: "value", topic: 0, at, hash: text, value: text });

/** Seconds of a stream that lives. */
async function beats(stream: Stream | undefined, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 2) {
    await told(stream, { kind: "beat", now: Date.now(), checked: [Date.now()] });
    await pass(2_000);
  }
}

it("puts what is told into the cache, keeps its age true, and does not poll meanwhile", async () => {
  const observer = watch();
  await pass();
  expect(streams.map(({ request }) => request.topics)).toEqual([[{ path }]]);
  await told(streams[0], value("told", Date.now()));
  expect(observer.getCurrentResult().data).toBe("told");
  await beats(streams[0], 30);
  expect(asked).toBe(0);
  expect(Date.now() - observer.getCurrentResult().dataUpdatedAt).toBeLessThanOrEqual(2_000);
  await told(streams[0], value("told again", Date.now()));
  expect(observer.getCurrentResult().data).toBe("told again");
});

it("polls within one interval when the stream is cut, and is told again by the next one", async () => {
  const observer = watch();
  await pass();
  await told(streams[0], value("told", Date.now()));
  refuse = 503;
  streams[0]?.cut();
  await pass(5_100);
  expect(observer.getCurrentResult().data).toBe("asked 1");
  refuse = 0;
  while (streams.length < 2) await pass(500);
  expect(streams[1]?.request.topics, "what it has").toEqual([{ path, known: "told" }]);
  await told(streams[1], value("of the next", Date.now()));
  const before = asked;
  await beats(streams[1], 20);
  expect([asked, observer.getCurrentResult().data]).toEqual([before, "of the next"]);
});

it("takes a stream that says nothing for none, and asks at once", async () => {
  watch();
  await pass();
  await told(streams[0], value("told", Date.now()));
  refuse = 503;
  await pass(9_000);
  expect(asked).toBe(0);
  await pass(1_100);
  expect(asked).toBe(1);
  expect(streams[0]?.signal.aborted).toBe(true);
});

it("leaves what is paused as it is", async () => {
  const observer = watch();
  await pass();
  await told(streams[0], value("told", Date.now()));
  observer.setOptions({ ...observer.options, refetchInterval: false });
  await told(streams[0], value("meanwhile", Date.now()));
  await pass(10_000);
  expect([observer.getCurrentResult().data, asked]).toEqual(["told", 0]);
});

it("does not put back what was asked for later, and puts right what was asked for earlier", async () => {
  const observer = watch();
  await pass();
  await told(streams[0], value("told", 1_000));
  // The person has acted: the page asked, and the console read that after what it told.
  answersReadAt.set(path, 2_000);
  await observer.refetch();
  await told(streams[0], { kind: "beat", now: 2_100, checked: [1_500] });
  expect(observer.getCurrentResult().data).toBe("asked 1");
  await told(streams[0], { kind: "beat", now: 3_100, checked: [3_000] });
  expect(observer.getCurrentResult().data).toBe("told");
  // An answer that was read before comes late.
  answersReadAt.set(path, 2_900);
  await observer.refetch();
  expect(observer.getCurrentResult().data).toBe("told");
});

it("lets a page ask where the console cannot read", async () => {
  watch();
  await pass();
  await told(streams[0], value("told", Date.now()));
  await told(streams[0], { kind: "fault", topic: 0 });
  expect(asked).toBe(1);
  await pass(5_100);
  expect(asked).toBe(2);
});

it("has no stream in a tab that nobody sees, and another as soon as somebody does", async () => {
  watch();
  await pass();
  await told(streams[0], value("told", Date.now()));
  visibility = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));
  await pass(2_000);
  expect(streams[0]?.signal.aborted, "a glance elsewhere").toBe(false);
  await pass(2_000);
  expect(streams[0]?.signal.aborted).toBe(true);
  await pass(60_000);
  expect(streams.length).toBe(1);
  visibility = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  await pass();
  expect(streams.length).toBe(2);
});

it("polls where it is told that there are too many streams, and comes back later", async () => {
  watch();
  await pass();
  await told(streams[0], value("told", Date.now()));
  await told(streams[0], { kind: "end", reason: "too-many" });
  await pass(5_100);
  expect([asked, streams.length]).toEqual([1, 1]);
  await pass(60_000);
  expect(streams.length).toBe(2);
});

it("opens the next stream before it leaves the one that tells, when another answer is needed", async () => {
  const observer = watch();
  await pass();
  await told(streams[0], value("told", Date.now()));
  const other = new QueryObserver(client, { queryKey: ["list"], queryFn: () => Promise.resolve("list"), meta: { live: { path: "/api/tasks" } }, refetchInterval: polled(5_000), staleTime: Infinity, initialData: "list" });
  const leave = other.subscribe(() => undefined);
  await pass();
  expect(streams.map(({ request, signal }) => [request.topics.map(({ path }) => path), signal.aborted])).toEqual([
    [[path], false],
    [["/api/tasks", path], false],
  ]);
  await told(streams[0], value("still told", Date.now()));
  expect(observer.getCurrentResult().data).toBe("still told");
  await told(streams[1], { kind: "beat", now: Date.now(), checked: [null, Date.now()] });
  expect(streams[0]?.signal.aborted).toBe(true);
  leave();
  await pass();
  expect(streams.at(-1)?.request.topics.map(({ path }) => path)).toEqual([path]);
});
