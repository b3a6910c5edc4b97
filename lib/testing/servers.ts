/**
 * Real servers for tests. Shared ones (`testServer`) start on first use and serve every test file of every worker; a test that kills a
 * server or changes its settings takes a private one (`privateServer`).
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { connect, type MysqlConnection } from "../mysql/connection";
import type { ConnectionSettings } from "../mysql/connection-settings";
import type { BuildName } from "../../scripts/servers/builds.mjs";
import { Instance } from "../../scripts/servers/instance.mjs";
import { isAlive, processIdentity, tryLock, withLock } from "../../scripts/servers/lock.mjs";
import { localFolder } from "../../scripts/servers/places.mjs";

/** `source` and `destination`: MySQL 9.7 (GTID on, row metadata FULL); `source56`: MySQL 5.6 without GTID; `mariadb`: MariaDB 10.11. */
export type ServerRole = "source" | "destination" | "source56" | "mariadb";

const roles: Record<ServerRole, { build: BuildName; offset: number; lines: readonly string[] }> = {
  source: { build: "mysql", offset: 0, lines: [] },
  source56: { build: "mysql56", offset: 1, lines: [] },
  destination: { build: "mysql", offset: 2, lines: [] },
  mariadb: { build: "mariadb", offset: 3, lines: [] },
};

/** TRIBUTARY_TEST_PORT_BASE lets several runs live side by side: shared servers take base…base+3, private ones base+10…base+99. */
const portBase = Number(process.env.TRIBUTARY_TEST_PORT_BASE ?? 23306);
const folder = join(localFolder, `test-servers-${portBase}`);

export interface Account {
  readonly user: string;
  readonly password: string;
}

export interface TestServer {
  readonly role: ServerRole;
  /** `@@version`, for example `9.7.4-2` or `10.11.19-MariaDB-0+deb12u1-log`. */
  readonly version: string;
  readonly host: string;
  readonly port: number;
  /** The account that may do everything. */
  readonly adminAccount: Account;
  /** How the engine reaches it in the given role, as the account that may do everything when none is given. No TLS. */
  settings(role: "source" | "destination", account?: Account): ConnectionSettings;
  /** A new connection that may do everything, with the server's own sql_mode and time zone. The caller closes it (`await using`). */
  admin(): Promise<MysqlConnection>;
}

export interface PrivateServer extends TestServer, AsyncDisposable {
  /** Process id, or undefined while it is down. */
  pid(): number | undefined;
  stop(): Promise<void>;
  /** Ends it as a crash would; its data stays. */
  kill9(): Promise<void>;
  /** Starts it (again) on the same port with the same data. */
  start(): Promise<void>;
  restart(): Promise<void>;
}

/** A server shared by all tests, started when it does not run. Use databases of your own name (`twoServers`), change nothing global. */
export async function testServer(role: ServerRole): Promise<TestServer> {
  started[role] ??= startShared(role);
  return started[role];
}

const started: Partial<Record<ServerRole, Promise<TestServer>>> = {};

async function startShared(role: ServerRole): Promise<TestServer> {
  const { build, offset, lines } = roles[role];
  const instance = new Instance({ build, folder: join(folder, role), port: portBase + offset, durable: false, lines });
  await mkdir(folder, { recursive: true });
  await withLock(join(folder, `${role}.lock`), async () => {
    if (instance.pid() === undefined) await rm(instance.folder, { recursive: true, force: true });
    await instance.start();
    await mkdir(join(instance.folder, "users"), { recursive: true });
    // A run (vitest's main process) counts once, however many workers it has.
    const run = Number(process.env.TRIBUTARY_TEST_RUN ?? process.pid);
    await writeFile(join(instance.folder, "users", String(run)), processIdentity(run));
    if (process.env.TRIBUTARY_KEEP_SERVERS === "1") await writeFile(join(instance.folder, "users", "keep"), "");
  });
  return describe(role, instance);
}

export interface PrivateServerOptions {
  /** Lines of my.cnf; they win over ours. Example: `["skip-log-bin"]`, `["binlog-format=STATEMENT"]`, `["lower-case-table-names=1"]`. */
  readonly lines?: readonly string[];
}

/** A server for one test, with its own data and settings; disposal removes it. Starts in about a second. */
export async function privateServer(role: ServerRole, options: PrivateServerOptions = {}): Promise<PrivateServer> {
  await mkdir(join(folder, "private"), { recursive: true });
  for (let port = portBase + 10; port < portBase + 100; port++) {
    const reservation = join(folder, "private", `${port}.lock`);
    if (!(await tryLock(reservation)) || !(await isFree(port))) continue;
    const { build, lines } = roles[role];
    const instance = new Instance({ build, folder: join(folder, "private", String(port)), port, durable: false, lines: [...lines, "innodb-buffer-pool-size=32M", ...(options.lines ?? [])] });
    const remove = async () => {
      await instance.remove();
      await rm(reservation, { force: true });
    };
    await instance.remove(); // of a run that was killed
    try {
      await instance.start();
    } catch (error) {
      await remove();
      throw error;
    }
    return Object.assign(describe(role, instance), {
      pid: () => instance.pid(),
      stop: () => instance.stop(),
      kill9: () => instance.kill9(),
      start: async () => void (await instance.start()),
      restart: async () => void (await instance.restart()),
      [Symbol.asyncDispose]: remove,
    });
  }
  throw new Error(`no free port between ${portBase + 10} and ${portBase + 99} for a private server`);
}

/** Ends the shared servers that no living run uses any more and that nobody asked to keep. Called by vitest's global teardown. */
export async function stopUnusedServers(run: number): Promise<void> {
  for (const role of Object.keys(roles) as ServerRole[]) {
    const instance = new Instance({ build: roles[role].build, folder: join(folder, role), port: portBase + roles[role].offset });
    const users = join(instance.folder, "users");
    if (!existsSync(users)) continue;
    await withLock(join(folder, `${role}.lock`), async () => {
      await rm(join(users, String(run)), { force: true });
      for (const user of await readdir(users)) {
        if (user === "keep" || isAlive(await readFile(join(users, user), "utf8"))) return;
      }
      await instance.remove();
    });
  }
}

function describe(role: ServerRole, instance: Instance): TestServer {
  const { host, port, user, password } = instance.admin;
  const settings: TestServer["settings"] = (side, account = { user, password }) => ({ role: side, host, port, user: account.user, password: account.password, tls: { mode: "off" } });
  return {
    role,
    version: instance.version,
    host,
    port,
    adminAccount: { user, password },
    settings,
    admin: () => connect(settings(role === "destination" ? "destination" : "source"), { session: ["SET NAMES utf8mb4"] }),
  };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
