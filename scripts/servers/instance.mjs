// One server on this machine: its folder, its port, its process.
import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ensureBuild } from "./builds.mjs";
import { SetupFailure } from "./failure.mjs";
import { makeDataFolder } from "./initialise.mjs";
import { myCnf } from "./my-cnf.mjs";
import { socketPath } from "./places.mjs";

/**
 * @typedef {object} InstanceOptions
 * @property {import("./builds.mjs").BuildName} build
 * @property {string} folder everything of this instance lies in it
 * @property {number} port on 127.0.0.1
 * @property {string} [password] of the account `admin`, which may do everything. Letters and digits.
 * @property {boolean} [durable] whether commits survive a power cut. Default true.
 * @property {readonly string[]} [lines] more lines of my.cnf
 * @property {(line: string) => void} [report] progress of slow steps
 */

/** How long a server may take to answer after its start: recovery of a large log on a busy machine. */
const readyWithinMs = 120_000;

/** A server that can be started, stopped, killed and started again. Its data stays until `remove`. */
export class Instance {
  /** @param {InstanceOptions} options */
  constructor(options) {
    this.options = { password: "admin", durable: true, lines: /** @type {readonly string[]} */ ([]), report: (/** @type {string} */ _line) => undefined, ...options, folder: resolve(options.folder) };
    this.port = options.port;
    /** @type {string} the server's own words, known once it runs */
    this.version = "";
  }

  get folder() {
    return this.options.folder;
  }

  /** @returns {{ host: string, port: number, user: string, password: string }} */
  get admin() {
    return { host: "127.0.0.1", port: this.port, user: "admin", password: this.options.password };
  }

  /** Process id of the running server, or undefined. A pid file may outlive its process and the number may be used again: the command line decides. */
  pid() {
    try {
      const pid = Number(readFileSync(join(this.folder, "mysqld.pid"), "utf8"));
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return commandLine.includes(`--defaults-file=${join(this.folder, "my.cnf")}\0`) ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Starts the server, initialising it the first time, and waits until it answers. Does nothing when it runs.
   * @returns {Promise<this>}
   */
  async start() {
    if (this.pid() !== undefined && (await this.#answersWithin(10_000))) return this;
    const build = await ensureBuild(this.options.build, this.options.report);
    await mkdir(join(this.folder, "tmp"), { recursive: true, mode: 0o700 });
    const config = join(this.folder, "my.cnf");
    if (!existsSync(join(this.folder, "data"))) {
      this.options.report(`initialising ${build.title}`);
      await makeDataFolder({ build, folder: this.folder, password: this.options.password, lines: this.options.lines });
    }
    await writeFile(config, myCnf({ build, folder: this.folder, port: this.port, durable: this.options.durable, lines: this.options.lines }), { mode: 0o600 });
    // Left behind by a kill -9.
    const socket = socketPath(this.folder);
    for (const file of [join(this.folder, "mysqld.pid"), socket, `${socket}.lock`, join(this.folder, "error.log")]) await rm(file, { force: true });
    const log = openSync(join(this.folder, "stdout.log"), "w");
    const [program = "", ...args] = [...build.server, `--defaults-file=${config}`];
    const env = { ...process.env, ...build.env };
    delete env.LD_PRELOAD;
    const child = spawn(program, args, { cwd: this.folder, env, detached: true, stdio: ["ignore", log, log] });
    let ended = "";
    child.on("exit", (code, signal) => (ended = signal ?? `exit code ${code}`));
    child.on("error", (error) => (ended = error.message));
    child.unref();
    const deadline = Date.now() + readyWithinMs;
    while (!(await this.#answers())) {
      if (ended || Date.now() > deadline) {
        const errors = await readFile(join(this.folder, "error.log"), "utf8").catch(() => "");
        const printed = await readFile(join(this.folder, "stdout.log"), "utf8").catch(() => "");
        const taken = /Address already in use/i.test(errors);
        throw Object.assign(
          new SetupFailure(
            `${build.title} on port ${this.port} ${ended ? `ended while starting (${ended})` : "does not answer"}.`,
            taken ? `Another program uses port ${this.port}: end it, or choose other ports.` : `Read ${join(this.folder, "error.log")}; remove ${this.folder} to begin anew.`,
            `${errors}\n${printed}`.trim().split("\n").slice(-15).join("\n"),
          ),
          { portTaken: taken },
        );
      }
      await wait(50);
    }
    return this;
  }

  /** Ends the server in order and waits until it is gone. */
  async stop() {
    await this.#end("SIGTERM");
  }

  /** Ends the server at once, as a crash would, and waits until it is gone. */
  async kill9() {
    await this.#end("SIGKILL");
  }

  async restart() {
    await this.stop();
    return this.start();
  }

  /** Ends the server and removes its data. */
  async remove() {
    await this.kill9();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const pid = this.pid();
    if (pid === undefined) return;
    process.kill(pid, signal);
    while (isRunning(pid)) await wait(20);
  }

  /** @param {number} ms */
  async #answersWithin(ms) {
    const deadline = Date.now() + ms;
    while (this.pid() !== undefined) {
      if (await this.#answers()) return true;
      if (Date.now() > deadline) return false;
      await wait(50);
    }
    return false;
  }

  /** Whether it is this server that answers on the port: another one might sit there and let us in. A server without an RSA key takes a password it has not seen over TLS alone. */
  async #answers() {
    return (await this.#answersOver(undefined)) || this.#answersOver({ rejectUnauthorized: false });
  }

  /** @param {{ rejectUnauthorized: boolean } | undefined} ssl */
  async #answersOver(ssl) {
    // Loaded late: fetching servers needs no installed package.
    const mysql = /** @type {typeof import("mysql2/promise")} */ (createRequire(import.meta.url)("mysql2/promise"));
    try {
      const connection = await mysql.createConnection({ ...this.admin, connectTimeout: 5_000, ssl });
      try {
        const [rows] = await connection.query("SELECT @@pid_file AS pidFile, @@version AS version");
        const [row] = /** @type {{ pidFile: string, version: string }[]} */ (rows);
        if (row?.pidFile !== join(this.folder, "mysqld.pid")) return false;
        this.version = row.version;
        return true;
      } finally {
        connection.destroy();
      }
    } catch {
      return false;
    }
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    // A zombie keeps its number until its parent reads it, and holds nothing.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
  } catch {
    return false;
  }
}
