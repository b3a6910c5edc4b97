import { EventReader, type LiveMessage, type LiveRequest } from "@/lib/live/message";

/** A stream that says nothing for so long is none: a laptop that slept, a network that is gone. Milliseconds. */
const silentMs = 10_000;

interface Listener {
  message(message: LiveMessage): void;
  /** `silent`: nothing came for long; `refused`: not to be tried again soon. Said once, and never after `close`. */
  lost(reason: "silent" | "ended" | "refused"): void;
}

/** One open stream. */
export class LiveConnection {
  readonly paths: readonly string[];
  readonly #abort = new AbortController();
  #silence: number | undefined;
  #over = false;

  constructor(
    request: LiveRequest,
    readonly listener: Listener,
  ) {
    this.paths = request.topics.map(({ path }) => path);
    this.#listen();
    this.#run(request).then(
      (refused) => this.#lose(refused ? "refused" : "ended"),
      () => this.#lose("ended"),
    );
  }

  close(): void {
    this.#over = true;
    window.clearTimeout(this.#silence);
    this.#abort.abort();
  }

  #lose(reason: "silent" | "ended" | "refused"): void {
    if (this.#over) return;
    this.close();
    this.listener.lost(reason);
  }

  #listen(): void {
    window.clearTimeout(this.#silence);
    this.#silence = window.setTimeout(() => this.#lose("silent"), silentMs);
  }

  /** Resolves when the console ended it; true = it does not want another soon. */
  async #run(request: LiveRequest): Promise<boolean> {
    const response = await fetch("/api/live", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify(request),
      cache: "no-store",
      // The page stands without it.
      priority: "low",
      signal: this.#abort.signal,
    });
    if (!response.ok || response.body === null) return response.status === 401;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const events = new EventReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.#over) return false;
      this.#listen();
      for (const message of events.read(value)) {
        if (this.#over) return false;
        if (message.kind === "end") return message.reason === "too-many" || message.reason === "signed-out";
        this.listener.message(message);
      }
    }
  }
}
