/** The ladder: DNS → TCP → TLS → login → SELECT 1, with the time of each rung; the first that fails says why and what to do. */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { AppError } from "../errors/app-error";
import { connect, type MysqlConnection } from "../mysql/connection";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { readServerFacts, type ServerFacts } from "../mysql/server-facts";
import { diagnose, type LadderContext } from "./diagnose";
import { openTcp, readGreeting, upgradeToTls, type Greeting } from "./mysql-greeting";
import { type ConnectionTest, type Rung, type RungName, rungNames, type ServerFactsView } from "./view";

/** Of each rung: a person waits. */
export const rungTimeoutMs = 5_000;

export type LadderResult = ConnectionTest & { /** Two addresses with the same identity are one server. */ readonly identity: string | null };

/** Climbs. Never throws for a failing connection: the answer says which rung and why. */
export async function testConnection(settings: ConnectionSettings, context: LadderContext): Promise<LadderResult> {
  const begun = performance.now();
  const rungs = new Map<RungName, Rung>();
  let facts: ServerFacts | null = null;
  let failed: { rung: RungName; error: unknown } | null = null;
  let connection: MysqlConnection | null = null;

  const climb = async (name: RungName, work: () => Promise<string | { skipped: string }>): Promise<void> => {
    if (failed !== null) return;
    const start = performance.now();
    try {
      const seen = await within(work());
      const durationMs = elapsed(start);
      rungs.set(
        name,
        typeof seen === "string" ? { name, status: "passed", durationMs, detail: seen } : { name, status: "skipped", durationMs: null, detail: seen.skipped },
      );
    } catch (error) {
      failed = { rung: name, error };
      rungs.set(name, { name, status: "failed", durationMs: elapsed(start), detail: null });
    }
  };

  let greeting: Greeting | null = null;
  await climb("dns", async () => {
    if (isIP(settings.host) !== 0) return "an address, nothing to resolve";
    const found = await lookup(settings.host, { all: true });
    return found.map((entry) => entry.address).join(", ");
  });
  await climb("tcp", async () => {
    const socket = await openTcp(settings.host, settings.port, rungTimeoutMs);
    const address = `${socket.remoteAddress ?? settings.host}:${settings.port}`;
    try {
      // A refusal of the server belongs to the login; here only the way counts.
      greeting = await readGreeting(socket, rungTimeoutMs).catch((): Greeting => ({ kind: "other" }));
    } finally {
      socket.destroy();
    }
    return address;
  });
  await climb("tls", async () => {
    if (settings.tls.mode === "off") return { skipped: "not requested" };
    if (greeting?.kind === "refused") return { skipped: "the server refuses before" };
    return shakeHands(settings);
  });
  await climb("login", async () => {
    if (greeting?.kind === "refused") throw Object.assign(new Error(greeting.message), { errno: greeting.errno, sqlMessage: greeting.message });
    connection = await connect(settings, { timeoutMs: rungTimeoutMs });
    const [row] = await connection.query<{ seen: string; account: string }>("SELECT USER() AS seen, CURRENT_USER() AS account");
    return `${row?.seen ?? ""} as ${row?.account ?? ""}`;
  });
  await climb("select", async () => {
    await connection?.query("SELECT 1");
    if (connection !== null) facts = await readServerFacts(connection);
    return "1";
  });
  await (connection as MysqlConnection | null)?.close();

  const outcome = failed as { rung: RungName; error: unknown } | null;
  const measured = facts as ServerFacts | null;
  return {
    ok: outcome === null,
    target: { host: settings.host, port: settings.port },
    rungs: rungNames.map((name) => rungs.get(name) ?? { name, status: "waiting", durationMs: null, detail: null }),
    failedRung: outcome?.rung ?? null,
    durationMs: elapsed(begun),
    facts: measured === null ? null : factsView(measured),
    failure: outcome === null ? null : diagnose(outcome.rung, outcome.error, settings, { ...context, serverVersion: greetedVersion(greeting) }),
    identity: measured?.identity ?? null,
  };
}

const greetedVersion = (greeting: Greeting | null): string | null => (greeting?.kind === "mysql" ? greeting.version : null);

/** What the server says of itself before any login; null when it does not answer in time, or is none. */
export async function askVersion(target: { readonly host: string; readonly port: number }): Promise<string | null> {
  const patienceMs = 2_000;
  const socket = await openTcp(target.host, target.port, patienceMs).catch(() => null);
  if (socket === null) return null;
  const greeting = await readGreeting(socket, patienceMs).catch(() => null);
  socket.destroy();
  return greetedVersion(greeting);
}

async function shakeHands(settings: ConnectionSettings): Promise<string> {
  const socket = await openTcp(settings.host, settings.port, rungTimeoutMs);
  try {
    const greeting = await readGreeting(socket, rungTimeoutMs);
    if (greeting.kind !== "mysql") throw new AppError("tls-failed", { detail: "what answers is not a MySQL server" });
    if (!greeting.offersTls) throw new AppError("tls-failed", { detail: "the server offers no TLS" });
    const secured = await upgradeToTls(socket, greeting, settings.tls.mode === "verify" ? settings.tls.ca : null, rungTimeoutMs);
    const seen = `${secured.getProtocol() ?? "TLS"} ${secured.getCipher().name}`;
    secured.destroy();
    return seen;
  } finally {
    socket.destroy();
  }
}

/** A rung may take its time once for the way and once for the answer. */
async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })), rungTimeoutMs * 2);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const elapsed = (since: number) => Math.round((performance.now() - since) * 10) / 10;

function factsView(facts: ServerFacts): ServerFactsView {
  return {
    version: facts.version.text,
    versionComment: facts.versionComment,
    seenAs: facts.seenAs,
    account: `${facts.account.user}@${facts.account.host}`,
    serverUuid: facts.serverUuid,
    serverId: String(facts.serverId),
    binlog: { enabled: facts.logBin, format: facts.binlogFormat, rowImage: facts.binlogRowImage, gtidMode: facts.gtidMode },
    readOnly: facts.readOnly || facts.superReadOnly === true,
    tls: facts.tlsCipher,
  };
}
