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
}

export interface Ladder {
  readonly rungs: readonly LadderStep[];
  readonly failure: LadderFailure | null;
  /** From the greeting, before any login; null when there was none. A proxy may greet with a version of its own. */
  readonly serverVersion: string | null;
}

/** Never throws for a server's or network's fault; throws when `signal` is aborted. Each rung is bounded by `timeoutMs`, default 10,000. */
export async function climbLadder(settings: ConnectionSettings, options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}): Promise<Ladder> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const rungs: LadderStep[] = [];
  let serverVersion: string | null = null;
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
    serverVersion,
  });

  const dns = await climb("dns", async () => {
    if (isIP(settings.host)) return null;
    const found = await withTimeout(lookup(settings.host, { all: true }), timeoutMs, `no answer from DNS for ${settings.host} within ${timeoutMs} ms`);
    return found.map((entry) => entry.address).join(", ");
  });
  if (dns) return finish(dns);

  let greeting: Greeting | null = null;
  const tcp = await climb("tcp", async () => {
    greeting = await readGreeting(settings, timeoutMs);
    // MariaDB before 11 puts 5.5.5- in front for old clients.
    if (greeting.kind === "greeting") serverVersion = greeting.version.replace(/^5\.5\.5-(?=\d)/, "");
    return serverVersion;
  });
  if (tcp) return finish(tcp);
  const heard = greeting as unknown as Greeting;
  if (heard.kind === "refusal") {
    // The server speaks before any login: this host may not connect, or no connection is free.
    const failure = failureOf("login", refusal(heard), settings);
    rungs.push({ name: "login", status: "failed", detail: failure.raw, durationMs: 0 });
    return finish(failure);
  }
  if (settings.tls.mode === "off") rungs.push({ name: "tls", status: "passed", durationMs: 0, detail: "not requested" });
  else {
    const tls = await climb("tls", async () => {
      if (!heard.offersTls) throw Object.assign(new Error("Server does not support secure connection"), { code: "HANDSHAKE_NO_SSL_SUPPORT" });
      return "offered";
    });
    if (tls) return finish(tls);
  }
  let seen = "";
  const login = await climb("login", async () => {
    await using connection = await connect(settings, { timeoutMs, signal: options.signal, session: [] });
    const [row] = await connection.query<{ seen: string; account: string }>("SELECT USER() AS seen, CURRENT_USER() AS account");
    seen = row?.seen ?? "";
    return row ? `${row.seen} (account ${row.account})` : null;
  });
  if (login) return finish(login);
  rungs.push({ name: "select", status: "passed", durationMs: 0, detail: seen });
  return finish(null);
}

interface Hello {
  readonly kind: "greeting";
  readonly version: string;
  readonly offersTls: boolean;
}
interface Refusal {
  readonly kind: "refusal";
  readonly errno: number;
  readonly message: string;
}
type Greeting = Hello | Refusal;

/** Protocol::HandshakeV10 or an ERR packet without SQL state (client/server protocol, "Connection Phase"). */
function readGreeting(settings: ConnectionSettings, timeoutMs: number): Promise<Greeting> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket: Socket = connectSocket({ host: settings.host, port: settings.port });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () => fail(Object.assign(new Error(`no greeting from ${settings.host}:${settings.port} within ${timeoutMs} ms`), { code: "ETIMEDOUT" })));
    socket.on("error", fail);
    socket.on("close", () => fail(Object.assign(new Error(`${settings.host}:${settings.port} closed the connection without a greeting`), { code: "ECONNRESET" })));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const foreign = () => fail(Object.assign(new Error(`what answers at ${settings.host}:${settings.port} does not speak the MySQL protocol`), { code: "PROTOCOL_CONNECTION_LOST" }));
      // A server's first packet has number 0.
      if (received.length >= 4 && received[3] !== 0) return foreign();
      if (received.length < 5 || received.length < 4 + received.readUIntLE(0, 3)) return;
      const greeting = parseGreeting(received.subarray(4, 4 + received.readUIntLE(0, 3)));
      if (!greeting) return foreign();
      socket.removeAllListeners("close");
      socket.destroy();
      resolve(greeting);
    });
  });
}

function parseGreeting(packet: Buffer): Greeting | null {
  if (packet[0] === 0xff && packet.length >= 3) return { kind: "refusal", errno: packet.readUInt16LE(1), message: packet.subarray(packet[3] === 0x23 ? 9 : 3).toString("utf8") };
  if (packet[0] !== 10) return null;
  const end = packet.indexOf(0, 1);
  const capabilities = end + 1 + 4 + 8 + 1;
  if (end < 0 || packet.length < capabilities + 2) return null;
  return { kind: "greeting", version: packet.subarray(1, end).toString("latin1"), offersTls: (packet.readUInt16LE(capabilities) & 0x0800) !== 0 };
}

function refusal(heard: Refusal): Error {
  return Object.assign(new Error(heard.message), { errno: heard.errno, sqlMessage: heard.message, fatal: true });
}

function failureOf(rung: LadderRung, cause: unknown, settings: ConnectionSettings): LadderFailure {
  const error = classifyServerError(cause, settings.role);
  const inner = (error.cause ?? cause) as { sqlState?: string; message?: string } | undefined;
  const raw = String(error.context.serverMessage ?? inner?.message ?? error.message);
  const errno = typeof error.context.serverErrno === "number" && error.context.serverErrno > 0 ? error.context.serverErrno : null;
  return { rung: error.code === "tls-failed" ? "tls" : rung, error, raw, serverErrno: errno, sqlState: inner?.sqlState ?? null, clientAddress: /'[^']*'@'([^']*)'/.exec(raw)?.[1] ?? /^Host '([^']*)'/.exec(raw)?.[1] ?? null };
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
