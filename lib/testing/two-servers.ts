/** Two servers with databases of their own for one test: `await using box = await twoServers()`. Disposal drops all that was made. */
import { randomBytes } from "node:crypto";
import type { MysqlConnection } from "../mysql/connection";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { splitStatements } from "./sql-script";
import { type PrivateServer, type ServerRole, testServer, type TestServer } from "./servers";

export interface TwoServersOptions {
  /** Default `source`. A private server is used as given and not disposed. */
  readonly source?: ServerRole | PrivateServer;
  /** Default `destination`. */
  readonly destination?: ServerRole | PrivateServer;
  /** False leaves the destination's database to be created by what is tested. Default true. */
  readonly createDestination?: boolean;
}

export interface Side {
  readonly server: TestServer;
  /** The database of this test. Letters and digits; the same name on both sides unless both are one server. */
  readonly database: string;
  /** May do everything; `database` is selected when it exists. Closed at disposal. */
  readonly admin: MysqlConnection;
  /** Runs a script (statements ended by `;`, `DELIMITER` understood) as admin, one after the other. */
  run(script: string): Promise<void>;
  /** Rows of a query as admin, as `MysqlConnection.query` gives them: dates, DECIMAL and BIGINT as text, smaller numbers as numbers, binary as Buffer. */
  rows<T = Record<string, string | null>>(sql: string, values?: readonly unknown[]): Promise<T[]>;
  /** One more database name of this test, dropped at disposal; `create` makes it. `suffix` is appended as it is. */
  another(suffix: string, create?: boolean): Promise<string>;
}

export interface TwoServers extends AsyncDisposable {
  /** Short, unique, [a-z0-9]: names the task, too. */
  readonly id: string;
  readonly source: Side & {
    /**
     * A fresh account with exactly what the product asks for: SELECT, SHOW VIEW on the databases (default: the test's), REPLICATION CLIENT and
     * REPLICATION SLAVE on *.*. `"all"` gives SELECT and SHOW VIEW on *.*: since 8.0.20 nothing less shows the text of somebody else's routine (manual,
     * "SHOW CREATE PROCEDURE"). Returns the settings to connect as it.
     */
    account(databases?: readonly string[] | "all"): Promise<ConnectionSettings>;
  };
  readonly destination: Side & {
    /** A fresh account with exactly ALL on the databases (by exact name, they need not exist; default: the test's) and on the bookkeeping database. */
    account(databases?: readonly string[], bookkeepingDatabase?: string): Promise<ConnectionSettings>;
  };
  /** Name of this test's bookkeeping database at the destination (not created). Give it to the plan: `bookkeepingDatabase: box.bookkeepingDatabase`. */
  readonly bookkeepingDatabase: string;
}

export async function twoServers(options: TwoServersOptions = {}): Promise<TwoServers> {
  const [sourceServer, destinationServer] = await Promise.all([serverOf(options.source ?? "source"), serverOf(options.destination ?? "destination")]);
  const id = `t${randomBytes(4).toString("hex")}`;
  const oneServer = sourceServer.port === destinationServer.port;
  const source = await openSide(sourceServer, id, id, true);
  const destination = await openSide(destinationServer, oneServer ? `${id}d` : id, id, options.createDestination ?? true);
  const bookkeepingDatabase = `${id}book`;
  return {
    id,
    bookkeepingDatabase,
    source: Object.assign(source.side, {
      account: (databases: readonly string[] | "all" = [source.side.database]) => {
        const scopes = databases === "all" ? ["*"] : databases.map(grantPattern);
        return source.account("source", ["REPLICATION CLIENT, REPLICATION SLAVE ON *.*", ...scopes.map((scope) => `SELECT, SHOW VIEW ON ${scope}.*`)]);
      },
    }),
    destination: Object.assign(destination.side, {
      account: (databases: readonly string[] = [destination.side.database], bookkeeping = bookkeepingDatabase) =>
        destination.account("destination", [...databases, bookkeeping].map((name) => `ALL PRIVILEGES ON ${grantPattern(name)}.*`)),
    }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([source.close(), destination.close()]);
    },
  };
}

/** In the database part of GRANT, `_` and `%` are wildcards (manual, "GRANT Statement"). */
function grantPattern(database: string): string {
  return `\`${database.replace(/[\\_%]/g, "\\$&").replaceAll("`", "``")}\``;
}

async function serverOf(server: ServerRole | PrivateServer): Promise<TestServer> {
  return typeof server === "string" ? testServer(server) : server;
}

async function openSide(server: TestServer, database: string, id: string, create: boolean) {
  const admin = await server.admin();
  if (create) {
    await admin.query(`CREATE DATABASE \`${database}\``);
    await admin.query(`USE \`${database}\``);
  }
  const accounts: string[] = [];
  const others = new Set<string>();
  const side: Side = {
    server,
    database,
    admin,
    async run(script) {
      for (const statement of splitStatements(script)) await admin.query(statement);
    },
    rows: (sql, values = []) => admin.query(sql, values),
    async another(suffix, createIt = false) {
      const name = `${database}${suffix}`;
      others.add(name);
      if (createIt) await admin.query(`CREATE DATABASE \`${name.replaceAll("`", "``")}\``);
      return name;
    },
  };
  return {
    side,
    async account(role: "source" | "destination", grants: readonly string[]): Promise<ConnectionSettings> {
      // MySQL 5.6 allows 16 characters.
      const account = { user: `${id}${role[0]}${accounts.length}`, password: randomBytes(9).toString("hex") };
      accounts.push(account.user);
      await admin.query(`CREATE USER '${account.user}'@'%' IDENTIFIED BY '${account.password}'`);
      for (const grant of grants) await admin.query(`GRANT ${grant} TO '${account.user}'@'%'`);
      return server.settings(role, account);
    },
    async close() {
      await admin.close();
      // A server of the test's own may be down or have been replaced: then there is nothing to drop.
      await using cleaner = await server.admin().catch(() => null);
      if (!cleaner) return;
      // Foreign keys may lead from one of the databases to another.
      await cleaner.query("SET SESSION foreign_key_checks = 0");
      const databases = await cleaner.query<{ name: string }>("SELECT schema_name AS name FROM information_schema.schemata");
      for (const { name } of databases) if (name.startsWith(id) || others.has(name)) await cleaner.query(`DROP DATABASE IF EXISTS \`${name.replaceAll("`", "``")}\``);
      for (const user of accounts) await cleaner.query(`DROP USER '${user}'@'%'`);
    },
  };
}
