/** Why a rung fails and what cures it. Pure. */
import { AppError } from "../errors/app-error";
import { errorCatalogue, type ErrorCode } from "../errors/catalogue";
import { classifyServerError } from "../errors/classify";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { changePassword, createAccount } from "./account-statement";
import { hostPattern, ruleFixes, type RuleInput } from "./network";
import type { ConnectionTest, CopyableFix, RungName } from "./view";

export interface LadderContext {
  readonly rule: Pick<RuleInput, "name" | "runnerAddresses" | "gate" | "securityGroupId" | "taskId" | "region">;
  /** Selected databases at that side, where they are known. */
  readonly databases: readonly string[];
  /** From the server's greeting, where it got so far. */
  readonly serverVersion?: string | null;
}

type Failure = NonNullable<ConnectionTest["failure"]>;

/** The error of a rung → the server's own words, cause, remedy and things to copy. */
export function diagnose(rung: RungName, error: unknown, settings: ConnectionSettings, context: LadderContext): Failure {
  const { raw, errno, code: systemCode } = wordsOf(error);
  const clientAddress = seenAddress(raw);
  const base = { raw, serverErrno: errno, clientAddress };
  const classified = error instanceof AppError ? error.code : classifyServerError(error, settings.role).code;
  const where = `${settings.host}:${settings.port}`;
  const said = (code: ErrorCode, cause: string, remedy: string, fixes: readonly CopyableFix[] = []): Failure => ({ ...base, code, cause, remedy, fixes });
  const rules = () => ruleFixes({ ...context.rule, account: settings.user, databases: context.databases, side: settings.role, address: settings.host, port: settings.port });
  const unreachable: ErrorCode = `${settings.role}-unreachable`;
  const account = {
    side: settings.role,
    account: settings.user,
    databases: context.databases,
    serverVersion: context.serverVersion ?? null,
    hosts: clientAddress === null ? context.rule.runnerAddresses.map(hostPattern) : [clientAddress],
  };

  if (rung === "dns")
    return said(
      unreachable,
      `The name ${settings.host} is not known to this machine's resolver.`,
      "Check the spelling, use the private address instead, or correct the resolver of the machine that runs Tributary.",
    );
  if (rung === "tcp") {
    if (systemCode === "ECONNREFUSED") {
      return said(
        unreachable,
        `Nothing accepts connections on ${where}.`,
        "Check that MySQL runs, that this is its port, and that bind-address does not limit it to the machine itself; a firewall that rejects looks the same.",
        [{ kind: "shell", title: "On the database's machine", body: `ss -ltn 'sport = :${settings.port}'` }, ...rules()],
      );
    }
    return said(
      unreachable,
      systemCode === "ETIMEDOUT"
        ? `No answer from ${where}: a firewall or security group drops the packets, or the machine is down.`
        : `There is no way to ${where} in the network.`,
      "Let the runner in with one of these rules, then check again.",
      rules(),
    );
  }
  if (rung === "tls") {
    return said(
      "tls-failed",
      settings.tls.mode === "verify"
        ? "The server offers no TLS, or its certificate is not signed by this CA."
        : "The server offers no TLS, or the handshake fails.",
      errorCatalogue["tls-failed"].remedy,
    );
  }
  switch (errno) {
    case 1045:
    case 1698:
      return said(
        classified,
        `The account, its password or the host part does not match${clientAddress === null ? "" : `: MySQL sees us come from ${clientAddress}`}.`,
        "Correct the account or the password. If no account fits this address, create one; if the password is unknown, set a new one.",
        [createAccount(account), changePassword(account)],
      );
    case 1130:
      return said(classified, `MySQL has no account for connections from ${clientAddress ?? "our address"}.`, "Create the account for this address.", [
        createAccount(account),
      ]);
    case 1129:
      return said(unreachable, "The server blocks this address after too many failed connections.", "Empty its host cache, then check again.", [
        { kind: "sql", title: "MySQL", body: "TRUNCATE TABLE performance_schema.host_cache;" },
        { kind: "shell", title: "Older servers and MariaDB", body: "mysqladmin flush-hosts" },
      ]);
    case 1040:
    case 1203:
      return said(classified, "The server has no free connection.", "Raise max_connections or close idle clients.", [
        { kind: "sql", title: "Look", body: "SHOW GLOBAL VARIABLES LIKE 'max_connections';\nSHOW FULL PROCESSLIST;" },
      ]);
    case 1862:
      return said(classified, "The account's password has expired.", "Set a new password for it.", [changePassword(account)]);
    case 3118:
      return said(classified, "The account is locked.", "Unlock it.", [
        {
          kind: "sql",
          title: "Unlock",
          body: account.hosts.map((host) => `ALTER USER '${settings.user.replaceAll("'", "''")}'@'${host}' ACCOUNT UNLOCK;`).join("\n"),
        },
      ]);
    case 3159:
      return said("tls-failed", "The server takes encrypted connections only.", "Choose SSL-encrypted for this endpoint.");
  }
  return said(classified, errorCatalogue[classified].sentence, errorCatalogue[classified].remedy);
}

/** The innermost words: what the server or the system said, unchanged. */
function wordsOf(error: unknown): { raw: string; errno: number | null; code: string | null } {
  let current: unknown = error;
  let words = { raw: error instanceof Error ? error.message : String(error), errno: null as number | null, code: null as string | null };
  for (let depth = 0; depth < 4 && typeof current === "object" && current !== null; depth++) {
    const facts = current as { sqlMessage?: string; message?: string; errno?: unknown; code?: string; cause?: unknown };
    if (!(current instanceof AppError))
      words = {
        raw: facts.sqlMessage ?? facts.message ?? words.raw,
        errno: typeof facts.errno === "number" && facts.errno > 0 ? facts.errno : null,
        code: facts.code ?? null,
      };
    else if (typeof current.context["detail"] === "string") words = { ...words, raw: current.context["detail"] };
    current = facts.cause;
  }
  return words;
}

/** The address in the server's sentence: `…'dts'@'10.20.0.7'…` or `Host '10.20.0.7' is not allowed…`. For display; nothing is decided by it. */
function seenAddress(raw: string): string | null {
  return /@'([^']+)'/.exec(raw)?.[1] ?? /Host '([^']+)'/.exec(raw)?.[1] ?? null;
}
