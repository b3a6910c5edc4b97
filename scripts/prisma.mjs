#!/usr/bin/env node
// The Prisma command line, with the schema engine of schema-engine.mjs in place of the native one, which would have to be downloaded
// from outside the npm registry. `npm run db -- migrate dev --name x`; `generate` runs after each install.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const inRepository = (/** @type {string} */ path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const args = process.argv.slice(2);

// An install without the development packages (npm ci --omit=dev) has no command line, and needs none: the client comes with the build.
let commandLine;
try {
  commandLine = createRequire(import.meta.url).resolve("prisma/build/index.js");
} catch {
  if (args[0] === "generate") process.exit(0);
  console.error("The package prisma is not installed. Run npm ci first.");
  process.exit(1);
}
if (args[0] === "generate" && !existsSync(inRepository("prisma/schema.prisma"))) process.exit(0);

const { status } = spawnSync(process.execPath, [commandLine, ...args], {
  cwd: inRepository("."),
  stdio: "inherit",
  env: { PRISMA_SCHEMA_ENGINE_BINARY: inRepository("scripts/schema-engine.mjs"), PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1", ...process.env },
});
process.exit(status ?? 1);
