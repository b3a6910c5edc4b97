import { type Query, type QueryCacheNotifyEvent, type QueryClient } from "@tanstack/react-query";
import { answersReadAt } from "@/lib/http/fetch-json";
import type { LiveMessage } from "@/lib/live/message";
import { type LiveMeta, streamed } from "@/lib/live/queries";
import { LiveConnection } from "./live-connection";

/** Questions that begin together are one stream. Milliseconds, like all below. */
const settleMs = 150;
/** A glance at another tab ends nothing. */
const hiddenMs = 3_000;
const pausesMs = [1_000, 2_000, 5_000, 15_000, 30_000];
/** Told not to come: too many streams, or nobody is signed in. */
const refusedPauseMs = 60_000;

interface Known {
  readonly hash: string;
  readonly value: unknown;
  /** By the console's clock: it was true then. */
  readonly checkedAtMs: number;
  /** The same by the browser's. */
  readonly heardAtMs: number;
}

/**
 * Keeps the queries of a page up to date by one stream, as long as the page can be seen: each that has a live answer (`meta.live`) and wants to be
 * asked again and again is told instead, and polls when there is no stream. Nothing that is paused is touched.
 */
export class LiveUpdates {
  readonly #tab = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  readonly #known = new Map<string, Known>();
  /** Of queries that ask themselves: the answer that they have asked after. */
  readonly #asked = new Map<string, string>();
  #current: LiveConnection | null = null;
  #next: LiveConnection | null = null;
  #failures = 0;
  #settle: number | undefined;
  #retry: number | undefined;
  #hidden: number | undefined;
  #away = false;

  /** `onHeard`: the console lives. */
  constructor(
    readonly client: QueryClient,
    readonly onHeard: () => void,
  ) {}

  /** Answers the function that ends it. */
  start(): () => void {
    const cache = this.client.getQueryCache();
    const unsubscribe = cache.subscribe((event) => this.#noted(event));
    const seen = () => this.#seen();
    const leave = () => this.#leave();
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("pageshow", seen);
    window.addEventListener("pagehide", leave);
    window.addEventListener("online", seen);
    this.#seen();
    return () => {
      unsubscribe();
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("pageshow", seen);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("online", seen);
      window.clearTimeout(this.#settle);
      window.clearTimeout(this.#hidden);
      this.#leave();
    };
  }

  #noted(event: QueryCacheNotifyEvent): void {
    const live = liveOf(event.query);
    if (live === undefined) return;
    if (event.type === "observerRemoved" && event.query.observers.length === 0) this.#forget(event.query);
    if (event.type === "observerAdded" || event.type === "observerRemoved" || event.type === "observerOptionsUpdated") this.#arrange();
    // An answer that was read before what was told since has come late.
    if (event.type === "updated" && event.action.type === "success" && event.action.manual !== true && streamed.has(event.query.queryHash)) this.#apply(live.path, false);
  }

  #seen(): void {
    window.clearTimeout(this.#hidden);
    if (document.visibilityState === "hidden") {
      this.#hidden = window.setTimeout(() => this.#leave(), hiddenMs);
      return;
    }
    this.#away = false;
    this.#failures = 0;
    window.clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#arrange();
  }

  /** Nobody looks: no stream, and nothing is held to be up to date. */
  #leave(): void {
    this.#away = true;
    window.clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#next?.close();
    this.#current?.close();
    this.#next = this.#current = null;
    this.#poll();
  }

  #arrange(): void {
    this.#settle ??= window.setTimeout(() => {
      this.#settle = undefined;
      this.#open();
    }, settleMs);
  }

  #open(): void {
    if (this.#away || this.#retry !== undefined) return;
    const paths = [...new Set(this.#wanting().map((query) => liveOf(query)!.path))].sort();
    const open = this.#next ?? this.#current;
    if (open !== null && paths.every((path) => open.paths.includes(path)) && (paths.length === open.paths.length || paths.length === 0)) return;
    if (paths.length === 0) return;
    this.#next?.close();
    const connection: LiveConnection = new LiveConnection(
      { tab: this.#tab, topics: paths.map((path) => ({ path, known: this.#known.get(path)?.hash })) },
      { message: (message) => this.#heard(connection, message), lost: (reason) => this.#lost(connection, reason) },
    );
    this.#next = connection;
  }

  #heard(connection: LiveConnection, message: LiveMessage): void {
    this.onHeard();
    if (connection === this.#next) {
      this.#current?.close();
      this.#current = connection;
      this.#next = null;
      this.#failures = 0;
      for (const path of this.#known.keys()) if (!connection.paths.includes(path)) this.#known.delete(path);
      this.#poll((path) => !connection.paths.includes(path));
    }
    if (message.kind === "value") {
      const path = connection.paths[message.topic];
      if (path === undefined) return;
      this.#known.set(path, { hash: message.hash, value: message.value, checkedAtMs: message.at, heardAtMs: Date.now() });
      this.#apply(path);
    } else if (message.kind === "beat") {
      connection.paths.forEach((path, topic) => {
        const checkedAtMs = message.checked[topic] ?? null;
        const known = this.#known.get(path);
        if (known === undefined || checkedAtMs === null) return;
        this.#known.set(path, { ...known, checkedAtMs, heardAtMs: Date.now() - Math.max(0, message.now - checkedAtMs) });
        this.#apply(path);
      });
    } else if (message.kind === "fault") {
      const path = connection.paths[message.topic];
      if (path === undefined) return;
      this.#known.delete(path);
      this.#askAgain(this.#poll((each) => each === path));
    }
  }

  /** Puts what is known of an answer where it belongs, unless somebody asked later and knows better. */
  #apply(path: string, told = true): void {
    const known = this.#known.get(path);
    if (known === undefined) return;
    for (const query of this.#wanting()) {
      const live = liveOf(query);
      if (live?.path !== path) continue;
      const fresh = streamed.has(query.queryHash);
      if (told) streamed.add(query.queryHash);
      if (live.asksItself) {
        const before = this.#asked.get(query.queryHash);
        this.#asked.set(query.queryHash, known.hash);
        // The first time, too: something may have happened since the query was asked.
        if (before !== known.hash) void this.client.refetchQueries({ queryKey: query.queryKey, exact: true });
      } else if (known.checkedAtMs > (answersReadAt.get(path) ?? 0)) {
        const data = live.take === undefined ? known.value : live.take(known.value as never);
        this.client.setQueryData(query.queryKey, data, { updatedAt: Math.max(query.state.dataUpdatedAt, known.heardAtMs) });
      }
      if (!fresh && told) setIntervals(query);
    }
  }

  #lost(connection: LiveConnection, reason: "silent" | "ended" | "refused"): void {
    if (connection === this.#next) this.#next = null;
    else if (connection === this.#current) this.#current = null;
    else return;
    // A new stream of this tab is on its way and says what became of it.
    if (this.#next !== null) return;
    if (this.#current === null) {
      const left = this.#poll();
      if (reason === "silent") this.#askAgain(left);
    }
    if (this.#away) return;
    const pauseMs = reason === "refused" ? refusedPauseMs : (pausesMs[Math.min(this.#failures, pausesMs.length - 1)] ?? 0) * (0.75 + Math.random() / 2);
    this.#failures += 1;
    window.clearTimeout(this.#retry);
    this.#retry = window.setTimeout(() => {
      this.#retry = undefined;
      this.#open();
    }, pauseMs);
  }

  /** Lets these queries poll again. Answers them. */
  #poll(of: (path: string) => boolean = () => true): Query[] {
    const left = this.client
      .getQueryCache()
      .getAll()
      .filter((query) => streamed.has(query.queryHash) && of(liveOf(query)?.path ?? ""));
    for (const query of left) {
      this.#forget(query);
      setIntervals(query);
    }
    return left;
  }

  #forget({ queryHash }: Query): void {
    streamed.delete(queryHash);
    this.#asked.delete(queryHash);
  }

  #askAgain(queries: readonly Query[]): void {
    const hashes = new Set(queries.filter(wantsUpdates).map((query) => query.queryHash));
    void this.client.refetchQueries({ type: "active", predicate: ({ queryHash }) => hashes.has(queryHash) }, { cancelRefetch: false });
  }

  #wanting(): Query[] {
    return this.client
      .getQueryCache()
      .getAll()
      .filter((query) => liveOf(query) !== undefined && wantsUpdates(query));
  }
}

function liveOf(query: Query): LiveMeta | undefined {
  return query.meta?.live;
}

/** Somebody shows it and has not paused it. */
function wantsUpdates(query: Query): boolean {
  return query.observers.some(({ options }) => options.enabled !== false && options.refetchInterval !== undefined && options.refetchInterval !== false);
}

/** An observer looks at its interval only when something happens to it. */
function setIntervals(query: Query): void {
  for (const observer of query.observers) observer.setOptions(observer.options);
}
