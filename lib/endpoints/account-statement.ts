/** SQL that makes the accounts the product needs. Never holds a password: `<password>` is for the person to fill in. Pure. */
import { quoteName, quoteText } from "../mysql/identifier";
import { atLeast, parseVersion } from "../mysql/server-facts";
import { bookkeepingDatabase } from "../tasks/schema";
import type { CopyableFix } from "./view";

export interface AccountInput {
  readonly side: "source" | "destination";
  readonly account: string;
  /** Host patterns as MySQL writes them. */
  readonly hosts: readonly string[];
  /** Names at that side; empty = all that are going to be selected are not known yet. */
  readonly databases: readonly string[];
  /** As the server greets: `8.0.36`, `10.11.6-MariaDB`. Null = nobody asked it; then the statements are those that every version takes. */
  readonly serverVersion?: string | null;
}

const named = (account: string, host: string) => `${quoteText(account)}@${quoteText(host)}`;

/** Exactly what is needed: at the source SELECT, SHOW VIEW and the two replication privileges, at the destination the objects and the bookkeeping database. */
export function grantStatements(input: AccountInput, host: string): string[] {
  const who = named(input.account, host);
  // `_` and `%` are patterns in the database part of GRANT.
  const pattern = (database: string) => quoteName(database.replaceAll(/[_%\\]/g, (character) => `\\${character}`));
  if (input.side === "source") {
    const scopes = input.databases.length === 0 ? ["*.*"] : input.databases.map((database) => `${pattern(database)}.*`);
    return [...scopes.map((scope) => `GRANT SELECT, SHOW VIEW ON ${scope} TO ${who};`), `GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO ${who};`, ...helpful(input, who)];
  }
  const scopes = input.databases.length === 0 ? ["*.*"] : [...input.databases, bookkeepingDatabase].map((database) => `${pattern(database)}.*`);
  return scopes.map((scope) => `GRANT ALL ON ${scope} TO ${who};`);
}

/** Rights without which the task runs, but sees less. They have other names from version to version. */
function helpful({ serverVersion, databases }: AccountInput, who: string): string[] {
  if (!serverVersion) return [];
  const version = parseVersion(serverVersion);
  const hasDictionary = !/mariadb/i.test(serverVersion) && atLeast(version, 8);
  const bodies = !hasDictionary ? "SELECT ON `mysql`.`proc`" : atLeast(version, 8, 0, 20) ? "SHOW_ROUTINE ON *.*" : null;
  return [
    // SELECT on everything shows the bodies already.
    ...(databases.length > 0 && bodies !== null ? ["-- Only when functions and procedures of other owners are synchronized:", `GRANT ${bodies} TO ${who};`] : []),
    ...(hasDictionary ? ["-- Only when applications use XA transactions:", `GRANT XA_RECOVER_ADMIN ON *.* TO ${who};`] : []),
  ];
}

/** Without IDENTIFIED WITH: each server then takes its own default plugin, and every version from 5.6 on knows the statement. */
export function createAccount(input: AccountInput): CopyableFix {
  const body = input.hosts
    .flatMap((host) => [`CREATE USER ${named(input.account, host)} IDENTIFIED BY '<password>';`, ...grantStatements(input, host)])
    .join("\n");
  return { kind: "sql", title: "Create this account", body };
}

/** ALTER USER sets passwords from MySQL 5.7.6 and MariaDB 10.2 on. */
export function changePassword(input: AccountInput): CopyableFix {
  const version = input.serverVersion ? parseVersion(input.serverVersion) : null;
  const isOld = version !== null && (/mariadb/i.test(version.text) ? !atLeast(version, 10, 2) : !atLeast(version, 5, 7, 6));
  return {
    kind: "sql",
    title: "Set its password",
    body: input.hosts.map((host) => (isOld ? `SET PASSWORD FOR ${named(input.account, host)} = PASSWORD('<password>');` : `ALTER USER ${named(input.account, host)} IDENTIFIED BY '<password>';`)).join("\n"),
  };
}
