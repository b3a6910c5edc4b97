/** The real tools for schema changes on tables in use, run as their owners run them. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { unpackPackages } from "../../../scripts/servers/private-apt.mjs";
import { serversFolder } from "../../../scripts/servers/places.mjs";
import type { TestServer } from "../servers";

export interface OnlineChange {
  readonly server: TestServer;
  readonly database: string;
  readonly table: string;
  /** As behind ALTER TABLE. */
  readonly alter: string;
}

export interface OnlineTool {
  readonly name: string;
  /** What the tool says of itself. */
  readonly version: string;
  /** Throws with all that it printed when it does not end well. */
  run(change: OnlineChange): Promise<void>;
}

/** pt-online-schema-change of Debian 12, unpacked into the servers' folder; it takes the machine's perl 5.36. */
export async function perconaToolkit(report: (line: string) => void): Promise<OnlineTool> {
  const folder = join(serversFolder(), "percona-toolkit");
  await unpackPackages({
    name: "percona-toolkit",
    folder,
    sources: [
      { archive: "debian", suite: "bookworm" },
      { archive: "debian-security", suite: "bookworm-security" },
    ],
    assumeInstalled: ["perl", "perl-base", "perlapi-5.36.0", "libc6", "libssl3", "libzstd1", "zlib1g"],
    packages: ["percona-toolkit"],
    report,
  });
  const env = {
    ...process.env,
    PERL5LIB: `${join(folder, "usr/lib/x86_64-linux-gnu/perl5/5.36")}:${join(folder, "usr/share/perl5")}`,
    LD_LIBRARY_PATH: join(folder, "usr/lib/x86_64-linux-gnu"),
    MARIADB_PLUGIN_DIR: join(folder, "usr/lib/x86_64-linux-gnu/libmariadb3/plugin"),
    HOME: folder,
  };
  const program = join(folder, "usr/bin/pt-online-schema-change");
  return {
    name: "pt-online-schema-change",
    version: (await output("perl", [program, "--version"], env)).trim(),
    async run({ server, database, table, alter }) {
      await using admin = await server.admin();
      const [row] = await admin.query<{ socket: string }>("SELECT @@socket AS socket");
      const { user, password } = server.adminAccount;
      const dsn = `S=${row!.socket},u=${user},p=${password},D=${database},t=${table}`;
      await output("perl", [program, "--execute", "--alter", alter, "--recursion-method", "none", "--no-version-check", "--chunk-size", "200", "--max-load", "Threads_running=1000", "--critical-load", "Threads_running=2000", "--charset", "utf8", dsn], env);
    },
  };
}

/** gh-ost, whose program the caller has. */
export async function ghost(program: string): Promise<OnlineTool> {
  return {
    name: "gh-ost",
    version: (await output(program, ["--version"], process.env)).trim(),
    async run({ server, database, table, alter }) {
      const { user, password } = server.adminAccount;
      const address = [`--host=${server.host}`, `--port=${server.port}`, `--user=${user}`, `--password=${password}`];
      await output(program, [...address, `--database=${database}`, `--table=${table}`, `--alter=${alter}`, "--allow-on-master", "--chunk-size=200", "--initially-drop-old-table", "--ok-to-drop-table", "--execute"], process.env);
    },
  };
}

function output(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => (text += part));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(text) : reject(new Error(`${program} ended with ${code}:\n${text}`))));
  });
}
