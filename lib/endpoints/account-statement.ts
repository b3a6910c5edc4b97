/** SQL that makes the accounts the product needs. Never holds a password: `<password>` is for the person to fill in. Pure. */
import { quoteName, quoteText } from "../mysql/identifier";
import { bookkeepingDatabase } from "../tasks/schema";
import type { CopyableFix } from "./view";

export interface AccountInput {
  readonly side: "source" | "destination";
  readonly account: string;
  /** Host patterns as MySQL writes them. */
  readonly hosts: readonly string[];
  /** Names at that side; empty = all that are going to be selected are not known yet. */
  readonly databases: readonly string[];
}

const named = (account: string, host: string) => `${quoteText(account)}@${quoteText(host)}`;

/** Exactly what is needed: at the source SELECT, SHOW VIEW and the two replication privileges, at the destination the objects and the bookkeeping database. */
export function grantStatements(input: AccountInput, host: string): string[] {
  const who = named(input.account, host);
  // `_` and `%` are patterns in the database part of GRANT.
  const pattern = (database: string) => quoteName(database.replaceAll(/[_%\\]/g, (character) => `\\${character}`));
  if (input.side === "source") {
    const scopes = input.databases.length === 0 ? ["*.*"] : input.databases.map((database) => `${pattern(database)}.*`);
    return [...scopes.map((scope) => `GRANT SELECT, SHOW VIEW ON ${scope} TO ${who};`), `GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO ${who};`];
  }
  const scopes = input.databases.length === 0 ? ["*.*"] : [...input.databases, bookkeepingDatabase].map((database) => `${pattern(database)}.*`);
  return scopes.map((scope) => `GRANT ALL ON ${scope} TO ${who};`);
}

export function createAccount(input: AccountInput): CopyableFix {
  const body = input.hosts
    .flatMap((host) => [`CREATE USER ${named(input.account, host)} IDENTIFIED BY '<password>';`, ...grantStatements(input, host)])
    .join("\n");
  return { kind: "sql", title: "Create this account", body };
}

export function changePassword(input: AccountInput): CopyableFix {
  return {
    kind: "sql",
    title: "Set its password",
    body: input.hosts.map((host) => `ALTER USER ${named(input.account, host)} IDENTIFIED BY '<password>';`).join("\n"),
  };
}
