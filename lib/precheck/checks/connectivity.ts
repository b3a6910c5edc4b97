import { climbLadder, type LadderFailure } from "../../mysql/connection-ladder";
import type { ConnectionSettings } from "../../mysql/connection-settings";
import { quoteAccount } from "../../mysql/grants";
import { quoteText } from "../../mysql/identifier";
import type { CheckContext, Role } from "../context";
import type { CheckOutcome, Fix } from "../check";
import { fix } from "../fixes";
import { speaker, type Text, verbatim } from "../text";

const say = speaker("connectivity", {
  dns: "The name {host} cannot be resolved",
  tcp: "{host}:{port} does not answer",
  tls: "No encrypted connection to {host}:{port}",
  login: "{host}:{port} refuses the login of {user}",
  select: "{host}:{port} does not answer queries",
  whyDns: "Without an address no connection can be made.",
  whyTcp: "Nothing listens there, or a firewall between the runner and the server drops the connection.",
  whyTls: "The endpoint asks for TLS and the server does not offer it, or its certificate is not signed by the given CA.",
  whyLogin: "The server knows no such account for this host, or the password is not right.",
  whyHost: "The server has no account that may connect from {client}.",
  whyFull: "All connections that the server allows are in use.",
  whyBlocked: "The server blocked this host after too many broken connections.",
  whyOld: "The account's password is stored in the format before MySQL 4.1, which servers and clients of today no longer take.",
  whyPlugin: "The account logs in by the plugin {plugin}, which the task does not have. Give it an account that logs in by a password: caching_sha2_password, sha256_password or mysql_native_password.",
  rung: "Step that failed",
  address: "Address",
  seenAs: "Seen by the server as",
  required: "A login that works",
  lookUp: "Look the name up where the runner runs",
  testPort: "Try the port where the runner runs",
  openPort: "Let the runner through the server's firewall",
  createUser: "Create the account for the runner's address",
  resetPassword: "Set the account's password",
  resetPasswordOld: "Set the account's password on MySQL 5.6",
  newFormat: "Store the password in today's format",
  flushHosts: "Unblock the host",
  raiseConnections: "Raise the number of connections",
  testTls: "Look at what the server offers",
});

/** Climbs the ladder of one side and names the rung that breaks. */
export async function checkConnectivity(role: Role, context: CheckContext): Promise<CheckOutcome> {
  const settings = context.settings(role);
  context.note(role, `connect ${settings.host}:${settings.port} as ${settings.user}; SELECT USER(), CURRENT_USER()`);
  const ladder = await climbLadder(settings, { signal: context.signal });
  const failure = ladder.failure;
  if (!failure) {
    const seen = ladder.rungs.find((rung) => rung.name === "login")?.detail ?? null;
    return { status: "passed", observed: [{ label: say("address"), value: verbatim(`${settings.host}:${settings.port}`) }, { label: say("seenAs"), value: verbatim(seen ?? "") }] };
  }
  const values = { host: settings.host, port: String(settings.port), user: settings.user, client: failure.clientAddress ?? "this host" };
  return {
    status: "failed",
    title: say(failure.rung, values),
    observed: [
      { label: say("rung"), value: verbatim(failure.rung.toUpperCase()) },
      { label: say("address"), value: verbatim(`${settings.host}:${settings.port}`) },
      ...(failure.clientAddress ? [{ label: say("seenAs"), value: verbatim(failure.clientAddress) }] : []),
    ],
    required: [{ label: say("rung"), value: say("required") }],
    why: why(failure, values),
    fixes: fixesFor(role, settings, failure),
    raw: { code: failure.serverErrno === null ? failure.error.code : String(failure.serverErrno), sqlState: failure.sqlState, message: failure.raw },
    step: failure.rung === "tcp" ? "network" : "endpoints",
  };
}

/** ER_HOST_IS_BLOCKED, ER_HOST_NOT_PRIVILEGED, ER_CON_COUNT_ERROR, ER_TOO_MANY_USER_CONNECTIONS. */
const blocked = 1129;
const hostNotAllowed = 1130;
/** Of accounts whose password is stored in the format before MySQL 4.1. */
const oldPlugin = "mysql_old_password";
const full = new Set([1040, 1203, 1226]);

function why(failure: LadderFailure, values: Record<string, string>): Text {
  if (failure.serverErrno === blocked) return say("whyBlocked");
  if (failure.serverErrno === hostNotAllowed) return say("whyHost", values);
  if (failure.unknownPlugin !== null) return failure.unknownPlugin === oldPlugin ? say("whyOld") : say("whyPlugin", { plugin: failure.unknownPlugin });
  if (failure.serverErrno !== null && full.has(failure.serverErrno)) return say("whyFull");
  const byRung = { dns: "whyDns", tcp: "whyTcp", tls: "whyTls", login: "whyLogin", select: "whyTcp" } as const;
  return say(byRung[failure.rung]);
}

function fixesFor(role: Role, settings: ConnectionSettings, failure: LadderFailure): Fix[] {
  const shell = (title: Text, body: string) => fix("shell", role, null, title, body);
  const sql = (title: Text, body: string) => fix("sql", role, null, title, body, { risk: "low" });
  if (failure.rung === "dns") return [shell(say("lookUp"), `getent hosts ${settings.host}`)];
  if (failure.rung === "tcp" || failure.rung === "select") {
    return [shell(say("testPort"), `nc -vz ${settings.host} ${settings.port}`), shell(say("openPort"), `iptables -I INPUT -p tcp -s <runner address> --dport ${settings.port} -j ACCEPT`)];
  }
  if (failure.rung === "tls") return [shell(say("testTls"), `openssl s_client -starttls mysql -connect ${settings.host}:${settings.port}`)];
  if (failure.serverErrno === blocked) return [sql(say("flushHosts"), "TRUNCATE TABLE performance_schema.host_cache;")];
  if (failure.serverErrno !== null && full.has(failure.serverErrno)) return [sql(say("raiseConnections"), "SET GLOBAL max_connections = <number>;")];
  if (failure.unknownPlugin === oldPlugin) {
    // Which of the user's accounts it is, the server does not tell. The plugin is changed as the manual of 5.6 does it ("Migrating Away from Pre-4.1 Password Hashing").
    const old = quoteAccount({ user: settings.user, host: "<host of the account>" });
    return [
      sql(say("newFormat"), [
        `UPDATE mysql.user SET plugin = 'mysql_native_password' WHERE user = ${quoteText(settings.user)} AND host = '<host of the account>' AND plugin = 'mysql_old_password';`,
        "FLUSH PRIVILEGES;", "SET SESSION old_passwords = 0;", `SET PASSWORD FOR ${old} = PASSWORD('<password>');`,
      ].join("\n")),
    ];
  }
  if (failure.unknownPlugin !== null) return [];
  const account = quoteAccount({ user: settings.user, host: failure.clientAddress ?? "%" });
  // Before a login the version is not known.
  const resetPassword = [sql(say("resetPassword"), `ALTER USER ${account} IDENTIFIED BY '<password>';`), sql(say("resetPasswordOld"), `SET PASSWORD FOR ${account} = PASSWORD('<password>');`)];
  return [sql(say("createUser"), `CREATE USER ${account} IDENTIFIED BY '<password>';`), ...(failure.serverErrno === hostNotAllowed ? [] : resetPassword)];
}

