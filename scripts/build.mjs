#!/usr/bin/env node
// npm run build: the console by Next.js, the runner as one file. `--if-changed` does nothing when no source changed since the last build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./servers/places.mjs";

const sources = ["app", "components", "lib", "messages", "prisma", "public", "next.config.js", "postcss.config.mjs", "package-lock.json", "tsconfig.json", "scripts/build.mjs"];
const stampFile = join(repositoryRoot, "dist", "built-from");
const stamp = stampOfSources();

if (process.argv.includes("--if-changed") && existsSync(join(repositoryRoot, ".next/BUILD_ID")) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) process.exit(0);

mkdirSync(join(repositoryRoot, "dist"), { recursive: true });
rmSync(stampFile, { force: true });
run("scripts/prisma.mjs", "generate");
const { build } = await import("esbuild");
// Packages stay outside, but for the SQL parser: its modules name each other without file extensions, which Node does not resolve.
const bundled = /^(dt-sql-parser|antlr4ng|antlr4-c3)(\/|$)/;
await build({
  absWorkingDir: repositoryRoot,
  entryPoints: ["./lib/runner/main.ts"],
  outfile: "dist/runner.js",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  plugins: [{ name: "packages", setup: (bundle) => bundle.onResolve({ filter: /^(@[^/]|[^./@])/ }, ({ path }) => (bundled.test(path) ? undefined : { path, external: true })) }],
  sourcemap: true,
  logLevel: "warning",
});
run("node_modules/next/dist/bin/next", "build");
writeFileSync(stampFile, stamp);

/** @param {string} script @param {...string} args */
function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [join(repositoryRoot, script), ...args], { cwd: repositoryRoot, stdio: "inherit", env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } });
  if (status !== 0) process.exit(status ?? 1);
}

/** Content of all that goes into the build; tests do not. */
function stampOfSources() {
  const hash = createHash("sha256").update(process.version);
  for (const source of sources) for (const file of filesOf(source)) hash.update(file).update("\0").update(readFileSync(join(repositoryRoot, file))).update("\0");
  return hash.digest("hex");
}

/** @param {string} path @returns {string[]} */
function filesOf(path) {
  if (!existsSync(join(repositoryRoot, path))) return [];
  let entries;
  try {
    entries = readdirSync(join(repositoryRoot, path), { withFileTypes: true });
  } catch {
    return [path];
  }
  return entries
    .filter((entry) => path !== "lib" || (entry.name !== "generated" && entry.name !== "testing"))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(`${path}/${entry.name}`) : /\.test\.tsx?$/.test(entry.name) ? [] : [`${path}/${entry.name}`]));
}
