/** Climbs from a host name to an answered query, one rung at a time, so that a failure names its rung. */
import { lookup } from "node:dns/promises";
import { connect as connectSocket, isIP, type Socket } from "node:net";
import type { AppError } from "../errors/app-error";
import { classifyServerError } from "../errors/classify";
import { connect } from "./connection";
import type { ConnectionSettings } from "./connection-settings";

export const ladderRungs = ["dns", "tcp", "tls", "login", "select"] as const;
export type LadderRung = (typeof ladderRungs)[number];

export interface LadderStep {
  readonly name: LadderRung;
  readonly status: "passed" | "failed" | "skipped";
  /** Null when it did not run. */
  readonly durationMs: number | null;
  /** What was seen: addresses, the server's version, the cipher, `user@host`. */
  readonly detail: string | null;
}

export interface LadderFailure {
  readonly rung: LadderRung;
  readonly error: AppError;
  /** What the server or the network said. */
  readonly raw: string;
  readonly serverErrno: number | null;
  readonly sqlState: string | null;
  /** The address that the server saw us come from, when its answer tells. */
  readonly clientAddress: string | null;
  /** The account's login plugin, where the driver has none of that name. */
  readonly unknownPlugin: string | null;
}

export interface Ladder {
  readonly rungs: readonly LadderStep[];
  readonly failure: LadderFailure | null;
}

/** Never throws for a server's or network's fault; throws when `signal` is aborted. Each rung is bounded by `timeoutMs`, default 10,000. */
export async function climbLadder(settings: ConnectionSettings, options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}): Promise<Ladder> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const rungs: LadderStep[] = [];
  const climb = async (name: LadderRung, work: () => Promise<string | null>): Promise<LadderFailure | null> => {
    options.signal?.throwIfAborted();
    const begun = performance.now();
    const took = () => Math.round(performance.now() - begun);
    try {
      rungs.push({ name, status: "passed", detail: await work(), durationMs: took() });
      return null;
    } catch (cause) {
      options.signal?.throwIfAborted();
      const failure = failureOf(name, cause, settings);
      const rung = failure.rung;
      // TLS is agreed inside the login's handshake: its failure shows there but belongs one rung lower.
      if (rung !== name) rungs.splice(rungs.findIndex((step) => step.name === rung), 1);
      rungs.push({ name: rung, status: "failed", detail: failure.raw, durationMs: took() });
      return failure;
    }
  };
  const finish = (failure: LadderFailure | null): Ladder => ({
    rungs: ladderRungs.map((name) => rungs.find((step) => step.name === name) ?? { name, status: "skipped", durationMs: null, detail: null }),
    failure,
  });

  const dns = await climb("dns", async () => {
    if (isIP(settings.host)) return null;
    const found = await withTimeout(lookup(settings.host, { all: true }), timeoutMs, `no answer from DNS for ${settings.host} within ${timeoutMs} ms`);
    return found.map((entry) => entry.address).join(", ");
  });
  if (dns) return finish(dns);

  let seen = "";
  const login = await climb("login", async () => {
    await using connection = await connect(settings, { timeoutMs, signal: options.signal, session: [] });
    const [row] = await connection.query<{ seen: string; account: string }>("SELECT USER() AS seen, CURRENT_USER() AS account");
    seen = row?.seen ?? "";
    return row ? `${row.seen} (account ${row.account})` : null;
  });
  if (login === null || login.serverErrno !== null) {
    rungs.push({ name: "tcp", status: "passed", durationMs: null, detail: null });
    rungs.push({ name: "tls", status: "passed", durationMs: null, detail: settings.tls.mode === "off" ? "not requested" : null });
    if (login === null) rungs.push({ name: "select", status: "passed", durationMs: null, detail: seen });
    return finish(login);
  }
  if (login.rung === "tls") {
    rungs.push({ name: "tcp", status: "passed", durationMs: null, detail: null });
    return finish(login);
  }
  // The line broke without a word from the server. Only now its greeting is read apart: a server counts connections that end there, and blocks the host after too many.
  const way = await climb("tcp", async () => readGreeting(settings, timeoutMs));
  if (way === null) return finish(login);
  rungs.splice(rungs.findIndex((step) => step.name === "login"), 1);
  return finish(way);
}

/** The server's version, from Protocol::HandshakeV10 (client/server protocol, "Connection Phase"). */
function readGreeting(settings: ConnectionSettings, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket: Socket = connectSocket({ host: settings.host, port: settings.port });
    const fail = (message: string, code: string) => {
      socket.destroy();
      reject(Object.assign(new Error(message), { code }));
    };
    const address = `${settings.host}:${settings.port}`;
    socket.setTimeout(timeoutMs, () => fail(`no greeting from ${address} within ${timeoutMs} ms`, "ETIMEDOUT"));
    socket.on("error", (error: NodeJS.ErrnoException) => fail(error.message, error.code ?? "ECONNRESET"));
    socket.on("close", () => fail(`${address} closed the connection without a greeting`, "ECONNRESET"));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 5) return;
      // A server's first packet has number 0 and begins with protocol version 10, or 0xff when it refuses.
      if (received[3] !== 0 || (received[4] !== 10 && received[4] !== 0xff)) return fail(`what answers at ${address} does not speak the MySQL protocol`, "PROTOCOL_CONNECTION_LOST");
      socket.removeAllListeners("close");
      socket.destroy();
      resolve(received.subarray(5, received.indexOf(0, 5)).toString("latin1"));
    });
  });
}

function failureOf(rung: LadderRung, cause: unknown, settings: ConnectionSettings): LadderFailure {
  const error = classifyServerError(cause, settings.role);
  const inner = (error.cause ?? cause) as { sqlState?: string; message?: string } | undefined;
  const said = String(error.context.serverMessage ?? inner?.message ?? error.message);
  // The driver has no code of its own for it (pinned version); a server's sentence never begins so.
  const unknownPlugin = /^Server requests authentication using unknown plugin (\w+)/.exec(said)?.[1] ?? null;
  const raw = unknownPlugin === null ? said : `The server asks for the login plugin ${unknownPlugin}.`;
  const errno = typeof error.context.serverErrno === "number" && error.context.serverErrno > 0 ? error.context.serverErrno : null;
  return { rung: error.code === "tls-failed" ? "tls" : rung, error, raw, serverErrno: errno, sqlState: inner?.sqlState ?? null, clientAddress: /'[^']*'@'([^']*)'/.exec(raw)?.[1] ?? /^Host '([^']*)'/.exec(raw)?.[1] ?? null, unknownPlugin };
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(Object.assign(new Error(message), { code: "ETIMEDOUT" })), timeoutMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
