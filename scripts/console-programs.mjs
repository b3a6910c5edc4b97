import { isAbsolute, join } from "node:path";
import { repositoryRoot } from "./servers/places.mjs";

/**
 * Console and runner as programs to supervise. Both get the same absolute folders, whatever their working directory.
 * @param {"production" | "development"} mode
 * @param {NodeJS.ProcessEnv} environment
 * @returns {import("./supervise.mjs").Program[]}
 */
export function consolePrograms(mode, environment) {
  const host = environment.TRIBUTARY_HOST || "127.0.0.1";
  const port = environment.TRIBUTARY_PORT || "3000";
  const dataFolder = inWorkingFolder(environment.TRIBUTARY_DATA_DIR || "data");
  const env = {
    ...environment,
    NODE_ENV: mode,
    NEXT_TELEMETRY_DISABLED: "1",
    TRIBUTARY_HOST: host,
    TRIBUTARY_PORT: port,
    TRIBUTARY_DATA_DIR: dataFolder,
    TRIBUTARY_MIGRATIONS_DIR: environment.TRIBUTARY_MIGRATIONS_DIR || join(repositoryRoot, "prisma", "migrations"),
  };
  const next = [process.execPath, join(repositoryRoot, "node_modules/next/dist/bin/next"), mode === "production" ? "start" : "dev", "-H", host, "-p", port];
  const runner = mode === "production" ? [process.execPath, "--enable-source-maps", join(repositoryRoot, "dist/runner.js")] : [process.execPath, join(repositoryRoot, "node_modules/tsx/dist/cli.mjs"), "watch", "--clear-screen=false", join(repositoryRoot, "lib/runner/main.ts")];
  return [
    { name: "console", command: next, env, cwd: repositoryRoot, pidFile: join(dataFolder, "console.pid") },
    { name: "runner", command: runner, env, cwd: repositoryRoot, pidFile: join(dataFolder, "runner.pid") },
  ];
}

/** @param {string} path */
function inWorkingFolder(path) {
  return isAbsolute(path) ? path : join(process.cwd(), path);
}
