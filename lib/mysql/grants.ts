/**
 * What the account of a connection may do, from the text of SHOW GRANTS (manual, "SHOW GRANTS Statement" and "Privilege Restriction Using
 * Partial Revokes"; MariaDB, "SHOW GRANTS"). Measured on 5.6, 9.7 and MariaDB 10.11:
 * 1. Privileges of active roles are part of the answer: merged into the account's lines (MySQL), or as lines of the role (MariaDB). Roles that are granted but not active are not.
 * 2. Database names of grants are patterns (`_`, `%`, escaped by a backslash), unless partial_revokes is ON. Of several patterns that match, the most specific one alone counts.
 * 3. ALL PRIVILEGES is spelled out on *.* from MySQL 8.0.
 * 4. 5.6 prints account names without escaping: they are never read from here.
 */
import type { MysqlConnection } from "./connection";
import { quoteName } from "./identifier";
import type { ServerFacts } from "./server-facts";

/** Without database: on *.*; without table: on the whole database. Names as they are, not patterns. */
export interface RequiredPrivilege {
  readonly privilege: string;
  readonly database?: string;
  readonly table?: string;
}

export interface MissingGrants {
  readonly missing: readonly RequiredPrivilege[];
  /** One GRANT per level and object, for exactly this account and host. */
  readonly statements: readonly string[];
}

export interface GrantOptions {
  readonly account: { readonly user: string; readonly host: string };
  /** partial_revokes=ON: database names are no patterns. */
  readonly literalDatabases?: boolean;
  /** lower_case_table_names ≠ 0. */
  readonly ignoresCase?: boolean;
}

interface Entry {
  readonly revoked: boolean;
  /** Null = *. */
  readonly database: string | null;
  readonly table: string | null;
  readonly routine: boolean;
  readonly all: boolean;
  readonly privileges: ReadonlySet<string>;
}

/** Holds for tables and routines of a database; ALL on a database means these and no server-wide ones. */
const databasePrivileges = new Set([
  "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "REFERENCES", "INDEX", "ALTER", "CREATE TEMPORARY TABLES", "LOCK TABLES", "EXECUTE",
  "CREATE VIEW", "SHOW VIEW", "CREATE ROUTINE", "ALTER ROUTINE", "EVENT", "TRIGGER", "DELETE HISTORY", "SHOW CREATE ROUTINE",
]);

/** MariaDB's newer names of the same right. */
const synonyms: Readonly<Record<string, string>> = { "BINLOG MONITOR": "REPLICATION CLIENT", "REPLICA MONITOR": "SLAVE MONITOR", "REPLICATION REPLICA": "REPLICATION SLAVE", "DELETE VERSIONING ROWS": "DELETE HISTORY" };

const line = /^(GRANT|REVOKE) (.+?) ON (PROCEDURE |FUNCTION |PACKAGE BODY |PACKAGE |TABLE |LIBRARY )?(\*|`(?:[^`]|``)*`|"(?:[^"]|"")*")\.(\*|`(?:[^`]|``)*`|"(?:[^"]|"")*") (?:TO|FROM) /s;

/** Grants of one account. Pure: made from lines, asked by name. */
export class Grants {
  readonly account: { readonly user: string; readonly host: string };
  readonly lines: readonly string[];
  readonly #entries: readonly Entry[];
  readonly #options: GrantOptions;

  constructor(lines: readonly string[], options: GrantOptions) {
    // 5.6 prints the password's hash.
    this.lines = lines.map((text) => text.replace(/ IDENTIFIED (?:BY PASSWORD|VIA|WITH) .*?(?= REQUIRE | WITH (?:GRANT|MAX)|$)/s, ""));
    this.account = options.account;
    this.#options = options;
    this.#entries = lines.flatMap((text) => parseLine(text) ?? []);
  }

  /** Is the privilege held on *.* (no database), on the whole database, or on the table? A privilege on some columns is not one on the table. */
  hasPrivilege(privilege: string, database?: string, table?: string): boolean {
    const name = canonical(privilege);
    const holds = (entry: Entry) => (entry.all ? entry.database === null || databasePrivileges.has(name) : entry.privileges.has(name));
    const isGlobal = this.#entries.some((entry) => !entry.revoked && entry.database === null && holds(entry));
    if (database === undefined) return isGlobal;
    const fold = (text: string) => (this.#options.ignoresCase ? text.toLowerCase() : text);
    const restricted = this.#entries.some((entry) => entry.revoked && entry.database !== null && fold(entry.database) === fold(database) && holds(entry));
    if (isGlobal && !restricted) return true;
    const ofDatabase = this.#entries.filter((entry) => !entry.revoked && !entry.routine && entry.database !== null);
    if (this.#mostSpecific(ofDatabase.filter((entry) => entry.table === null), fold(database)).some(holds)) return true;
    if (table === undefined) return false;
    return ofDatabase.some((entry) => entry.table !== null && fold(entry.database!) === fold(database) && fold(entry.table) === fold(table) && holds(entry));
  }

  /** Which of `required` are not held, and the statements that grant them. */
  missingGrants(required: readonly RequiredPrivilege[]): MissingGrants {
    const missing = required.filter((item) => !this.hasPrivilege(item.privilege, item.database, item.table));
    const byTarget = new Map<string, string[]>();
    for (const item of missing) {
      const target = this.#target(item);
      const list = byTarget.get(target) ?? [];
      if (!list.includes(item.privilege)) list.push(item.privilege);
      byTarget.set(target, list);
    }
    return { missing, statements: [...byTarget].map(([target, privileges]) => `GRANT ${privileges.join(", ")} ON ${target} TO ${quoteAccount(this.account)};`) };
  }

  #target(item: RequiredPrivilege): string {
    if (item.database === undefined) return "*.*";
    if (item.table !== undefined) return `${quoteName(item.database)}.${quoteName(item.table)}`;
    const pattern = this.#options.literalDatabases ? item.database : item.database.replaceAll("\\", "\\\\").replaceAll("_", "\\_").replaceAll("%", "\\%");
    return `${quoteName(pattern)}.*`;
  }

  /** Entries of the pattern that the server would choose: the one with the longest text before its first wildcard. */
  #mostSpecific(entries: readonly Entry[], database: string): Entry[] {
    const fold = (text: string) => (this.#options.ignoresCase ? text.toLowerCase() : text);
    let best = -1;
    let chosen: Entry[] = [];
    for (const entry of entries) {
      const pattern = fold(entry.database!);
      const rank = this.#options.literalDatabases ? (unescape(pattern) === database || pattern === database ? Number.MAX_SAFE_INTEGER : -1) : matchRank(pattern, database);
      if (rank < 0 || rank < best) continue;
      if (rank > best) chosen = [];
      best = rank;
      chosen.push(entry);
    }
    return chosen;
  }
}

/** Reads the grants of the connected account. Needs no privilege. */
export async function readGrants(connection: MysqlConnection, facts: ServerFacts): Promise<Grants> {
  const rows = await connection.query("SHOW GRANTS");
  const lines = rows.map((row) => Object.values(row)[0] ?? "");
  return new Grants(lines, { account: facts.account, literalDatabases: facts.partialRevokes === true, ignoresCase: facts.lowerCaseTableNames !== 0 });
}

/** `'user'@'host'`; names with a backslash in backticks, which mean the same in every sql_mode. */
export function quoteAccount(account: { readonly user: string; readonly host: string }): string {
  const quote = (text: string) => (text.includes("\\") ? quoteName(text) : `'${text.replaceAll("'", "''")}'`);
  return `${quote(account.user)}@${quote(account.host)}`;
}

function parseLine(text: string): Entry | null {
  const match = line.exec(text);
  if (!match) return null;
  const [, verb, list = "", kind, database = "", table = ""] = match;
  // Column lists go: a privilege on columns is not one on the table.
  const names = list.replace(/[A-Z_ ]+\((?:`(?:[^`]|``)*`|[^()`])*\)/g, "").split(",").map((name) => name.trim().toUpperCase()).filter((name) => name !== "");
  return {
    revoked: verb === "REVOKE",
    database: nameOrAny(database),
    table: nameOrAny(table),
    routine: kind !== undefined && kind !== "TABLE ",
    all: names.some((name) => name === "ALL PRIVILEGES" || name === "ALL"),
    privileges: new Set(names.map(canonical)),
  };
}

function canonical(privilege: string): string {
  const name = privilege.toUpperCase();
  return synonyms[name] ?? name;
}

function nameOrAny(token: string): string | null {
  if (token === "*") return null;
  const quote = token[0]!;
  return token.slice(1, -1).replaceAll(quote + quote, quote);
}

function unescape(pattern: string): string {
  return pattern.replace(/\\([_%\\])/g, "$1");
}

/** -1 when the pattern does not match; else how many characters come before its first wildcard. */
function matchRank(pattern: string, name: string): number {
  let expression = "";
  let firstWildcard = -1;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at]!;
    if (char === "\\" && at + 1 < pattern.length) {
      at += 1;
      expression += escapeExpression(pattern[at]!);
    } else if (char === "_" || char === "%") {
      if (firstWildcard < 0) firstWildcard = at;
      expression += char === "_" ? "." : ".*";
    } else expression += escapeExpression(char);
  }
  if (!new RegExp(`^${expression}$`, "su").test(name)) return -1;
  return firstWildcard < 0 ? Number.MAX_SAFE_INTEGER : firstWildcard;
}

function escapeExpression(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}
