// node_modules as package-lock.json wants it, on a machine with the npm registry alone.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SetupFailure } from "./servers/failure.mjs";
import { repositoryRoot } from "./servers/places.mjs";
import { onPath, runProgram } from "./servers/program.mjs";

/**
 * Runs `npm ci` when what is installed differs from the lock file, and generates the database client when its schema is newer.
 * @param {(line: string) => void} report
 */
export async function installPackages(report) {
  const missing = firstMissing();
  if (missing) {
    report(`npm ci (${missing})`);
    const done = await runProgram("npm", ["ci", "--no-audit", "--no-fund"], { cwd: repositoryRoot, env: { ...process.env, ...headersOfNode(), NODE_ENV: "development" } });
    if (done.code !== 0) throw new SetupFailure("npm ci failed.", remedy(done.output), done.output.split("\n").slice(-40).join("\n"));
    const still = firstMissing();
    if (still) throw new SetupFailure(`npm ci left the packages incomplete: ${still}.`, remedy(done.output), done.output.split("\n").slice(-40).join("\n"));
  }
  const schema = join(repositoryRoot, "prisma/schema.prisma");
  const client = join(repositoryRoot, "lib/generated/prisma/client.ts");
  if (!existsSync(client) || statSync(client).mtimeMs < statSync(schema).mtimeMs) {
    report("generating the database client");
    const done = await runProgram(process.execPath, [join(repositoryRoot, "scripts/prisma.mjs"), "generate"], { cwd: repositoryRoot });
    if (done.code !== 0) throw new SetupFailure("The database client could not be generated.", "Read the output below; npm run db -- validate checks the schema.", done.output);
  }
}

/** What differs between node_modules and package-lock.json, or undefined. */
function firstMissing() {
  const installedFile = join(repositoryRoot, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return "node_modules is missing";
  const wanted = JSON.parse(readFileSync(join(repositoryRoot, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  for (const [place, { version, optional }] of Object.entries(wanted)) {
    if (place === "" || (optional && !installed[place])) continue;
    if (installed[place]?.version !== version) return `${place.replace(/^node_modules\//, "")} ${version} is not installed`;
  }
  try {
    // The one package that is compiled: for this Node version, and completely.
    const Database = createRequire(import.meta.url)("better-sqlite3");
    new Database(":memory:").close();
  } catch {
    return "better-sqlite3 was not compiled for this version of Node";
  }
  return undefined;
}

/**
 * Compiling better-sqlite3 needs Node's headers. They lie beside Node where a distribution installed them or the official archive was
 * unpacked; pointed at them, the build needs no download.
 */
function headersOfNode() {
  if (process.env.npm_config_nodedir) return {};
  const folder = dirname(dirname(process.execPath));
  return existsSync(join(folder, "include/node/node.h")) ? { npm_config_nodedir: folder } : {};
}

/** @param {string} output */
function remedy(output) {
  if (!onPath("g++", "clang++") || !onPath("make") || !onPath("python3"))
    return "A C++ compiler, make and python3 are needed to compile better-sqlite3. On Debian: apt-get install g++ make python3. Then run it again.";
  if (/E(NOTFOUND|CONNREFUSED|AI_AGAIN|TIMEDOUT)|network/.test(output)) return "Check the network and npm's registry and proxy settings (npm config get registry), then run it again.";
  return "Read npm's output below, then run it again.";
}
