// The console as `npm start` runs it, console and runner supervised, on an empty data folder. A build of these very sources is used again.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { consolePrograms } from "../scripts/console-programs.mjs";
import { endWith } from "../scripts/servers/failure.mjs";
import { repositoryRoot } from "../scripts/servers/places.mjs";
import { endLeftover, endSignals, supervise } from "../scripts/supervise.mjs";

try {
  const programs = consolePrograms("production", { ...process.env, TRIBUTARY_LOG_LEVEL: process.env.TRIBUTARY_LOG_LEVEL || "warn", TRIBUTARY_ENVIRONMENT: "" });
  // Of a run that was killed.
  for (const { pidFile } of programs) if (pidFile) await endLeftover(pidFile);
  rmSync(process.env.TRIBUTARY_DATA_DIR ?? "", { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [join(repositoryRoot, "scripts/build.mjs"), "--if-changed"], { cwd: repositoryRoot, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  await supervise(programs, endSignals());
} catch (error) {
  endWith(error);
}
