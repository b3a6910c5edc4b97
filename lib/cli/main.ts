import { resolve } from "node:path";
import { environmentVariables } from "../config/variables";
import { readTaskFile } from "../tasks/task-file";
import { parseArguments, usage } from "./arguments";
import { cutOverCommand } from "./cut-over-command";
import { exitCode } from "./exit-code";
import { precheckCommand } from "./precheck-command";
import { syncCommand } from "./sync-command";
import { verifyCommand } from "./verify-command";

/** The command line: the same engine and checks as the console's, without console and control database. */
async function main(args: readonly string[]): Promise<number> {
  const line = parseArguments(args);
  if ("fault" in line) {
    process.stderr.write(`${line.fault}\n\n${usage}\n`);
    return exitCode.usage;
  }
  if (line.command === "help") {
    process.stdout.write(`${usage}\n`);
    return exitCode.done;
  }
  let parsed;
  try {
    // npm runs scripts in the repository's folder and tells where it was called.
    parsed = readTaskFile(resolve(environmentVariables()["INIT_CWD"] ?? ".", line.file), environmentVariables());
  } catch (error) {
    process.stderr.write(`${line.file} cannot be read: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitCode.usage;
  }
  if (!parsed.ok) {
    for (const { line: number, column, path, message } of parsed.faults) process.stderr.write(`${line.file}:${number}:${column}: ${path === "" ? "" : `${path}: `}${message}\n`);
    return exitCode.usage;
  }
  const signal = stopSignal();
  switch (line.command) {
    case "precheck":
      return precheckCommand(parsed.file, line, signal);
    case "sync":
      return syncCommand(parsed.file, line, signal);
    case "cut-over":
      return cutOverCommand(parsed.file, line);
    case "verify":
      return verifyCommand(parsed.file, line, signal);
  }
}

/** The first SIGINT or SIGTERM drains; a second one ends at once, which is as safe as any crash. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(name === "SIGINT" ? 130 : 143);
      controller.abort();
    });
  }
  return controller.signal;
}

process.exitCode = await main(process.argv.slice(2));
// Connections that a broken network keeps half open must not hold the program.
process.stdout.write("", () => process.exit());
