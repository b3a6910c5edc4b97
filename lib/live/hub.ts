import { createHash } from "node:crypto";
import type { LiveMessage } from "./message";

/** One answer that pages look at. Equal keys are equal answers: whoever reads, in whatever language, is part of it. */
export interface LiveTopic {
  readonly key: string;
  /** It is not read more often. Milliseconds. */
  readonly everyMs: number;
  read(): Promise<unknown>;
}

export interface LiveSink {
  /** A whole message as JSON. Must not throw. */
  send(json: string): void;
}

interface Subscriber {
  readonly sink: LiveSink;
  readonly entries: readonly Entry[];
  /** Hashes of the answers that it has, by place. */
  readonly has: (string | undefined)[];
  beatAtMs: number;
}

interface Entry {
  readonly topic: LiveTopic;
  /** With the place of the topic in what each has asked for. */
  readonly subscribers: Map<Subscriber, number>;
  answer: { readonly text: string; readonly hash: string } | null;
  /** What the counter of changes said when it was read. */
  version: string | null;
  begunAtMs: number;
  checkedAtMs: number | null;
  tookMs: number;
  reading: boolean;
  /** Somebody came who has nothing yet that is known to be true. */
  awaited: boolean;
}

export const beatEveryMs = 2_000;
/** No topic is read more often, whoever waits for it. */
const shortestPauseMs = 1_000;
/** Answers change with time alone, too: what is older is read again though nothing was written. */
const restsMs = 5_000;
/** So many times as long as a reading took, its topic rests before the next, but no longer than this. */
const pausePerWork = 4;
const longestPauseMs = 5_000;
const faultPauseMs = 3_000;

/**
 * Reads each topic once for all who look at it, only when something was written, and tells them only what differs. Driven by `tick`; holds
 * nothing of a topic that nobody looks at.
 */
export class LiveHub {
  readonly #entries = new Map<string, Entry>();
  readonly #subscribers = new Set<Subscriber>();

  /** `version`: the same twice = nothing was written in between. `now`: milliseconds. */
  constructor(
    readonly version: () => string,
    readonly now: () => number = Date.now,
  ) {}

  /** Topics that somebody looks at. */
  get topics(): number {
    return this.#entries.size;
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** `known`: hashes of the answers that the subscriber has already, in the order of the topics. Answers the function that ends it. */
  subscribe(topics: readonly LiveTopic[], known: readonly (string | undefined)[], sink: LiveSink): () => void {
    const subscriber: Subscriber = { sink, entries: topics.map((topic) => this.#entry(topic)), has: [...known], beatAtMs: 0 };
    this.#subscribers.add(subscriber);
    const version = this.version();
    subscriber.entries.forEach((entry, place) => {
      entry.subscribers.set(subscriber, place);
      // The page may have loaded what was written since: it is never told anything older.
      if (entry.answer !== null && entry.version === version) this.#tell(entry);
      else entry.awaited = true;
      if (this.#isDue(entry, version)) void this.#read(entry, version);
    });
    this.#beat(subscriber);
    return () => {
      this.#subscribers.delete(subscriber);
      for (const entry of subscriber.entries) {
        entry.subscribers.delete(subscriber);
        if (entry.subscribers.size === 0 && this.#entries.get(entry.topic.key) === entry) this.#entries.delete(entry.topic.key);
      }
    };
  }

  /** Reads what is due and tells that all is well. To be called about twice a second. */
  tick(): void {
    if (this.#subscribers.size === 0) return;
    const now = this.now();
    const version = this.version();
    for (const entry of this.#entries.values()) {
      if (this.#isDue(entry, version)) void this.#read(entry, version);
      else if (!entry.reading && isCurrent(entry, version, now)) {
        entry.checkedAtMs = now;
        this.#tell(entry);
      }
    }
    for (const subscriber of this.#subscribers) if (now - subscriber.beatAtMs >= beatEveryMs) this.#beat(subscriber);
  }

  #entry(topic: LiveTopic): Entry {
    const found = this.#entries.get(topic.key);
    if (found !== undefined) return found;
    const entry: Entry = { topic, subscribers: new Map(), answer: null, version: null, begunAtMs: 0, checkedAtMs: null, tookMs: 0, reading: false, awaited: false };
    this.#entries.set(topic.key, entry);
    return entry;
  }

  #isDue(entry: Entry, version: string): boolean {
    const now = this.now();
    if (entry.reading || isCurrent(entry, version, now)) return false;
    return now - entry.begunAtMs >= (entry.awaited ? Math.min(shortestPauseMs, entry.topic.everyMs) : pauseOf(entry));
  }

  async #read(entry: Entry, version: string): Promise<void> {
    entry.reading = true;
    entry.awaited = false;
    entry.begunAtMs = this.now();
    try {
      const text = JSON.stringify((await entry.topic.read()) ?? null);
      entry.answer = { text, hash: createHash("sha256").update(text).digest("base64url").slice(0, 16) };
      entry.version = version;
      entry.checkedAtMs = entry.begunAtMs;
      this.#tell(entry);
    } catch {
      entry.answer = null;
      entry.checkedAtMs = null;
      for (const [{ sink, has }, place] of entry.subscribers) {
        has[place] = undefined;
        sink.send(json({ kind: "fault", topic: place }));
      }
    } finally {
      entry.reading = false;
      entry.tookMs = this.now() - entry.begunAtMs;
    }
  }

  /** Tells the answer to those who do not have it. */
  #tell(entry: Entry): void {
    if (entry.answer === null) return;
    const { text, hash } = entry.answer;
    for (const [{ sink, has }, place] of entry.subscribers) {
      if (has[place] === hash) continue;
      has[place] = hash;
      // The answer is text already: made once, however many look at it.
      sink.send(`{"kind":"value","topic":${place},"at":${entry.checkedAtMs ?? entry.begunAtMs},"hash":"${hash}","value":${text}}`);
    }
  }

  #beat(subscriber: Subscriber): void {
    const now = this.now();
    subscriber.beatAtMs = now;
    const checked = subscriber.entries.map(({ answer, checkedAtMs }, place) => (answer !== null && subscriber.has[place] === answer.hash ? checkedAtMs : null));
    subscriber.sink.send(json({ kind: "beat", now, checked }));
  }
}

/** Nothing was written since it was read, and that was not long ago. */
function isCurrent({ answer, version, begunAtMs }: Entry, versionNow: string, now: number): boolean {
  return answer !== null && version === versionNow && now - begunAtMs < restsMs;
}

function pauseOf({ topic, answer, tookMs }: Entry): number {
  return Math.max(topic.everyMs, Math.min(longestPauseMs, tookMs * pausePerWork), answer === null ? faultPauseMs : 0);
}

function json(message: LiveMessage): string {
  return JSON.stringify(message);
}
