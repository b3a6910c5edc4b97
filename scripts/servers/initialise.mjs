// A fresh data folder, with one account `admin` that may do everything.
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { SetupFailure } from "./failure.mjs";
import { withLock } from "./lock.mjs";
import { myCnf } from "./my-cnf.mjs";
import { serversFolder } from "./places.mjs";
import { runProgram } from "./program.mjs";

/** Settings that are fixed when the data folder is made. */
const fixedAtInitialisation = /^(loose-)?(lower[-_]case[-_]table[-_]names|innodb[-_](page[-_]size|data[-_]file[-_]path|undo[-_]tablespaces))/i;

/**
 * Makes `<folder>/data`. Initialising takes seconds, so it is done once per kind of server and copied from then on.
 * @param {object} instance
 * @param {import("./builds.mjs").Build} instance.build
 * @param {string} instance.folder
 * @param {string} instance.password of the account `admin`
 * @param {readonly string[]} instance.lines
 */
export async function makeDataFolder({ build, folder, password, lines }) {
  const fixed = lines.filter((line) => fixedAtInitialisation.test(line));
  const key = createHash("sha256").update(JSON.stringify([3, build.title, build.server, password, fixed])).digest("hex").slice(0, 12);
  const template = join(serversFolder(), "template", `${build.name}-${key}`);
  await mkdir(join(serversFolder(), "template"), { recursive: true, mode: 0o700 });
  if (!existsSync(template)) {
    await withLock(`${template}.lock`, async () => {
      if (!existsSync(template)) await initialise(build, template, password, fixed);
    });
  }
  const part = join(folder, "data.part");
  await rm(part, { recursive: true, force: true });
  await cp(join(template, "data"), part, { recursive: true });
  await rm(join(part, "auto.cnf"), { force: true }); // it holds the server's UUID: two servers must not share it
  await rename(part, join(folder, "data"));
}

/** @param {import("./builds.mjs").Build} build @param {string} template @param {string} password @param {readonly string[]} fixed */
async function initialise(build, template, password, fixed) {
  const folder = `${template}.part`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "tmp"), { recursive: true, mode: 0o700 });
  const config = join(folder, "my.cnf");
  await writeFile(config, myCnf({ build, folder, port: 3306, durable: false, lines: ["loose-innodb-redo-log-capacity=32M", ...fixed] }));
  const [program = "", ...args] = [...build.server, `--defaults-file=${config}`, "--skip-log-bin"];
  const env = { ...process.env, ...build.env };
  delete env.LD_PRELOAD;
  let done;
  if (build.name === "mysql") {
    const accounts = join(folder, "accounts.sql");
    await writeFile(accounts, `CREATE USER 'admin'@'%' IDENTIFIED BY '${password}';\nGRANT ALL PRIVILEGES ON *.* TO 'admin'@'%' WITH GRANT OPTION;\n`, { mode: 0o600 });
    done = await runProgram(program, [...args, "--initialize-insecure", `--init-file=${accounts}`], { env });
    await rm(accounts, { force: true });
  } else {
    await mkdir(join(folder, "data", "mysql"), { recursive: true });
    const extra = build.name === "mariadb" ? ["--net-buffer-length=16K"] : [];
    done = await runProgram(program, [...args, "--bootstrap", ...extra], { env, input: await bootstrapScript(build, password) });
  }
  if (done.code !== 0) {
    const log = await readFile(join(folder, "error.log"), "utf8").catch(() => "");
    throw new SetupFailure(
      `${build.title} could not initialise a data folder in ${folder}.`,
      "Check the free disk space (1 GB is enough). A server of the host may be confined to its own folders (AppArmor): set TRIBUTARY_MYSQLD=fetch to let one be fetched instead.",
      `${done.output}\n${log}`.split("\n").slice(-20).join("\n"),
    );
  }
  await rename(folder, template);
}

/**
 * The system tables of a server without --initialize. The server reads one statement per line.
 * @param {import("./builds.mjs").Build} build
 * @param {string} password
 */
async function bootstrapScript(build, password) {
  const read = async (/** @type {string[]} */ ...files) => (await Promise.all(files.map((file) => readFile(join(build.share, file), "utf8")))).join("\n");
  const data = (await read("mysql_system_tables_data.sql")).split("\n").filter((line) => !line.includes("@current_hostname")).join("\n");
  const tables =
    build.name === "mariadb"
      ? ["create database if not exists mysql;", "use mysql;", "SET @auth_root_socket=NULL;", await read("mysql_system_tables.sql", "mysql_performance_tables.sql"), data, await read("fill_help_tables.sql", "maria_add_gis_sp_bootstrap.sql", "mysql_sys_schema.sql")]
      : ["use mysql;", await read("mysql_system_tables.sql"), data, await read("fill_help_tables.sql"), "DELETE FROM mysql.user WHERE user='' OR host<>'localhost';"];
  // The grant tables are loaded by FLUSH; before it CREATE USER is refused.
  const accounts = ["FLUSH PRIVILEGES;", `CREATE USER 'admin'@'%' IDENTIFIED BY '${password}';`, "GRANT ALL PRIVILEGES ON *.* TO 'admin'@'%' WITH GRANT OPTION;"];
  return [...tables, ...accounts, ""].join("\n");
}
