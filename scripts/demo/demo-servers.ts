/** The two servers of the demo: started here, or given by TRIBUTARY_SOURCE_URL and TRIBUTARY_DESTINATION_URL; and the account that synchronizes. */
import { join } from "node:path";
import { SetupFailure } from "../servers/failure.mjs";
import { Instance } from "../servers/instance.mjs";
import { demoFolder, type DemoState } from "./demo-state";
import { connectAs, demoDatabases } from "./load-databases";
import type { ServerAddress } from "./server-address";

export const syncAccount = "dts_sync";
/** Where the position of each task is kept at the destination. */
const bookkeepingDatabase = "tributary";

export interface DemoServer {
  readonly address: ServerAddress;
  readonly version: string;
  /** Stops it if it was started here. */
  stop(): Promise<void>;
}

export async function startServer(role: "source" | "destination", state: DemoState, report: (line: string) => void): Promise<DemoServer> {
  const variable = role === "source" ? "TRIBUTARY_SOURCE_URL" : "TRIBUTARY_DESTINATION_URL";
  const given = process.env[variable];
  if (given) return givenServer(variable, given);
  const instance = new Instance({
    build: "mysql",
    folder: join(demoFolder, role),
    port: role === "source" ? state.sourcePort : state.destinationPort,
    password: state.serverPassword,
    lines: ["innodb-buffer-pool-size=256M", "innodb-redo-log-capacity=256M"],
    report: (line) => report(`${role}: ${line}`),
  });
  await instance.start();
  return { address: instance.admin, version: instance.version, stop: () => instance.stop() };
}

async function givenServer(variable: string, url: string): Promise<DemoServer> {
  const form = "Give it as mysql://user:password@host:port, with an account that may create databases and accounts.";
  if (!URL.canParse(url) || new URL(url).protocol !== "mysql:") throw new SetupFailure(`${variable} is not an address of a MySQL server.`, form);
  const { hostname, port, username, password } = new URL(url);
  const address = { host: hostname, port: Number(port || 3306), user: decodeURIComponent(username), password: decodeURIComponent(password) };
  try {
    await using connection = await connectAs(address);
    const [rows] = await connection.query("SELECT @@version AS version");
    return { address, version: (rows as { version: string }[])[0]?.version ?? "", stop: async () => undefined };
  } catch (error) {
    throw new SetupFailure(`The server of ${variable} (${address.host}:${address.port}) cannot be used: ${(error as Error).message}.`, form);
  }
}

/** The account with exactly the privileges that synchronizing asks for, on each side. */
export async function makeSyncAccounts(source: ServerAddress, destination: ServerAddress, password: string): Promise<void> {
  await makeAccount(source, password, ["REPLICATION CLIENT, REPLICATION SLAVE ON *.*", ...demoDatabases.map((database) => `SELECT, SHOW VIEW ON \`${database}\`.*`)]);
  await makeAccount(destination, password, [...demoDatabases, bookkeepingDatabase].map((database) => `ALL PRIVILEGES ON \`${database}\`.*`));
}

async function makeAccount(server: ServerAddress, password: string, grants: readonly string[]): Promise<void> {
  await using connection = await connectAs(server);
  await connection.query(`CREATE USER IF NOT EXISTS '${syncAccount}'@'%' IDENTIFIED BY '${password}'`);
  await connection.query(`ALTER USER '${syncAccount}'@'%' IDENTIFIED BY '${password}'`);
  for (const grant of grants) await connection.query(`GRANT ${grant} TO '${syncAccount}'@'%'`);
}
