import type { LiveHub, LiveSink, LiveTopic } from "./hub";
import { encodeEvent, type EndReason } from "./message";

/** A browser may hold six connections to one host (HTTP/1.1), and the pages need some to ask and to act. */
export const streamsPerSession = 3;
const streamsAtOnce = 500;
/** So many messages may wait for a reader that is slow. */
const longestQueue = 64;
/** How soon a stream notices that its sign-in is over. Milliseconds. */
const signInCheckMs = 5_000;

interface OpenStream {
  readonly session: string;
  readonly tab: string;
  end(reason: EndReason): void;
}

export interface Viewer {
  readonly session: string;
  readonly tab: string;
  /** Asked now and then; false ends the stream. */
  stillSignedIn(): Promise<boolean>;
}

/** The open streams of this process, each a subscriber of the hub. */
export class LiveStreams {
  /** In the order in which they were opened. */
  readonly #open = new Set<OpenStream>();

  constructor(readonly hub: LiveHub) {}

  get count(): number {
    return this.#open.size;
  }

  /**
   * The body of a stream of server-sent events. It ends when the reader goes (`signal`, or its own cancel), the sign-in is over, or the tab opens another. Beyond
   * the limit of a session its oldest ends: that page polls.
   */
  open(topics: readonly LiveTopic[], known: readonly (string | undefined)[], viewer: Viewer, signal: AbortSignal): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    let leave = (): void => undefined;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        let over = false;
        let unsubscribe = (): void => undefined;
        const check = setInterval(() => {
          viewer.stillSignedIn().then(
            (signedIn) => !signedIn && end("signed-out"),
            // It could not be found out: asked again.
            () => undefined,
          );
        }, signInCheckMs);
        check.unref();
        leave = () => {
          if (over) return;
          over = true;
          clearInterval(check);
          signal.removeEventListener("abort", leave);
          this.#open.delete(stream);
          unsubscribe();
        };
        const end = (reason: EndReason): void => {
          if (over) return;
          controller.enqueue(encoder.encode(encodeEvent(JSON.stringify({ kind: "end", reason }))));
          leave();
          controller.close();
        };
        const stream: OpenStream = { session: viewer.session, tab: viewer.tab, end };
        const sink: LiveSink = {
          send: (json) => {
            if (over) return;
            controller.enqueue(encoder.encode(encodeEvent(json)));
            if ((controller.desiredSize ?? 0) < -longestQueue) end("slow");
          },
        };
        this.#makeRoom(stream);
        this.#open.add(stream);
        signal.addEventListener("abort", leave);
        unsubscribe = this.hub.subscribe(topics, known, sink);
        if (over) unsubscribe();
        else if (signal.aborted) leave();
      },
      cancel: () => leave(),
    });
  }

  close(): void {
    for (const stream of this.#open) stream.end("stopping");
  }

  #makeRoom({ session, tab }: OpenStream): void {
    const own = [...this.#open].filter((stream) => stream.session === session);
    for (const stream of own.filter((each) => each.tab === tab)) stream.end("stopping");
    const others = own.filter((each) => each.tab !== tab);
    for (const stream of others.slice(0, Math.max(0, others.length + 1 - streamsPerSession))) stream.end("too-many");
    for (const stream of [...this.#open].slice(0, Math.max(0, this.#open.size + 1 - streamsAtOnce))) stream.end("too-many");
  }
}
