/** What a demo keeps between its runs: ports, passwords, ids. In .local/demo, readable by its owner only. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { localFolder } from "../servers/places.mjs";

export const demoFolder = join(localFolder, "demo");
const file = join(demoFolder, "demo.json");

export interface DemoState {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Of the account that may do everything at the servers we start. */
  readonly serverPassword: string;
  /** Of the account dts_sync at both sides. */
  readonly syncPassword: string;
  readonly console: { readonly username: string; readonly password: string };
  /** Present once registered. */
  readonly runningTask?: string;
  readonly waitingTask?: string;
}

export async function readOrMakeState(): Promise<DemoState> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as DemoState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const sourcePort = await freePort(13306, []);
  return saveState({
    sourcePort,
    destinationPort: await freePort(13308, [sourcePort]),
    serverPassword: randomBytes(12).toString("hex"),
    syncPassword: randomBytes(12).toString("hex"),
    console: { username: "admin", password: randomBytes(9).toString("base64url") },
  });
}

export function saveState(state: DemoState): DemoState {
  mkdirSync(demoFolder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(draft, file);
  return state;
}

/** The first port from `first` on that nobody listens on. */
export async function freePort(first: number, taken: readonly number[]): Promise<number> {
  for (let port = first; port < first + 200; port++) if (!taken.includes(port) && (await isFree(port))) return port;
  throw new Error(`no free port between ${first} and ${first + 199}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
