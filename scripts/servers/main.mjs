#!/usr/bin/env node
// node scripts/servers/main.mjs fetch [mysql|mysql56|mariadb …]   gets the server programs
// node scripts/servers/main.mjs status                            lists what runs in .local
// node scripts/servers/main.mjs stop                              stops all of it
import { readdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureBuild } from "./builds.mjs";
import { endWith, SetupFailure } from "./failure.mjs";
import { Instance } from "./instance.mjs";
import { localFolder } from "./places.mjs";

const [command = "status", ...names] = process.argv.slice(2);
/** @type {readonly import("./builds.mjs").BuildName[]} */
const known = ["mysql", "mysql56", "mariadb"];

try {
  if (command === "fetch") {
    const wanted = names.length > 0 ? names : known;
    for (const name of wanted) {
      const build = known.find((one) => one === name);
      if (!build) throw new SetupFailure(`There is no server build "${name}".`, `Name one of ${known.join(", ")}.`);
      const started = Date.now();
      const { title } = await ensureBuild(build, (line) => console.log(`${build}: ${line}`));
      console.log(`${build}: ${title} in place (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    }
  } else if (command === "status" || command === "stop") {
    for (const instance of await instances()) {
      const pid = instance.pid();
      if (pid === undefined) continue;
      if (command === "stop") await instance.stop();
      console.log(`${instance.folder}: ${command === "stop" ? "stopped" : `running, process ${pid}`}`);
    }
  } else throw new SetupFailure(`"${command}" is not a command.`, "Use fetch, status or stop.");
} catch (error) {
  endWith(error);
}

/** Every folder of .local, two levels deep, that holds an instance. */
async function instances() {
  const found = [];
  for (const group of await readdir(localFolder).catch(() => []))
    for (const name of await readdir(join(localFolder, group)).catch(() => [])) {
      const folder = join(localFolder, group, name);
      if (existsSync(join(folder, "my.cnf"))) found.push(new Instance({ build: "mysql", folder, port: 0 }));
    }
  return found;
}
