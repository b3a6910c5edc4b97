/** What a stream of live answers carries. Browser-safe. */

/** What a page asks for when it opens a stream. */
export interface LiveRequest {
  /** Names the browser's tab: a new stream of a tab ends the one before. */
  readonly tab: string;
  /** Addresses of GET routes of this console; `known`: hash of the answer that the page has from a stream before. */
  readonly topics: readonly { readonly path: string; readonly known?: string }[];
}

export type EndReason = "signed-out" | "too-many" | "slow" | "stopping";

/** `topic` is the place in the request. Moments are milliseconds of the console's clock. */
export type LiveMessage =
  /** What the route would answer; it began to read `at`. */
  | { readonly kind: "value"; readonly topic: number; readonly at: number; readonly hash: string; readonly value: unknown }
  /** Every few seconds, and first of all: when each answer, as sent last, was last known to be still true; null = never yet. */
  | { readonly kind: "beat"; readonly now: number; readonly checked: readonly (number | null)[] }
  /** It cannot be read now: ask the route, which says why. */
  | { readonly kind: "fault"; readonly topic: number }
  | { readonly kind: "end"; readonly reason: EndReason };

/** As server-sent events have it. */
export function encodeEvent(json: string): string {
  return `data: ${json}\n\n`;
}

/** Takes what comes piece by piece and answers the messages that are whole. */
export class EventReader {
  #rest = "";

  read(piece: string): LiveMessage[] {
    const parts = (this.#rest + piece).split("\n\n");
    this.#rest = parts.pop() ?? "";
    return parts.filter((part) => part.startsWith("data: ")).map((part) => JSON.parse(part.slice("data: ".length)) as LiveMessage);
  }
}
