#!/usr/bin/env node
// npm start: console and runner in production, kept running. Settings by environment variables, see the README.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { consolePrograms } from "./console-programs.mjs";
import { endWith, SetupFailure } from "./servers/failure.mjs";
import { repositoryRoot } from "./servers/places.mjs";
import { endSignals, supervise } from "./supervise.mjs";

try {
  for (const built of [".next/BUILD_ID", "dist/runner.js"]) if (!existsSync(join(repositoryRoot, built))) throw new SetupFailure(`${built} is missing.`, "Run npm run build first.");
  await supervise(consolePrograms("production", process.env), endSignals());
} catch (error) {
  endWith(error);
}
