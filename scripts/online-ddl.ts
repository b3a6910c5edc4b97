/**
 * npm run online-ddl -- [--gh-ost PROGRAM] [--source source,source56,mariadb]: schema changes by the real tools while tasks run, at the level of a table and of a
 * database, with their shadow tables left out and copied. pt-online-schema-change is fetched (Debian 12); gh-ost is run where its program is given.
 */
import { parseArgs } from "node:util";
import { ghost, perconaToolkit } from "../lib/testing/online-ddl/online-tools";
import { runOnlineChange } from "../lib/testing/online-ddl/run-online-change";
import { stopUnusedServers, type ServerRole } from "../lib/testing/servers";

const { values } = parseArgs({ options: { "gh-ost": { type: "string" }, source: { type: "string", default: "source,source56,mariadb" } } });
process.env.TRIBUTARY_TEST_RUN = String(process.pid);
const tools = [await perconaToolkit((line) => console.log(line)), ...(values["gh-ost"] === undefined ? [] : [await ghost(values["gh-ost"])])];
let wrong = 0;
try {
  for (const tool of tools) {
    console.log(`${tool.name}: ${tool.version}`);
    for (const source of values.source.split(",") as ServerRole[])
      for (const when of ["running", "lag", "loading"] as const)
        for (const level of ["database", "table"] as const)
          for (const onlineDdlTables of ["skip", "copy"] as const) {
            const found = await runOnlineChange(tool, { source, level, onlineDdlTables, when }).catch((error: unknown) => `the tool: ${error instanceof Error ? error.message : String(error)}`);
            // While the rows are copied a stop is an answer, too.
            if (found !== "equal" && !(when === "loading" && found === "stopped: schema-changed-during-load")) wrong += 1;
            console.log(`${source}, ${when}, ${level} selected, ${onlineDdlTables}: ${found}`);
          }
  }
} finally {
  await stopUnusedServers(process.pid);
}
process.exit(wrong === 0 ? 0 : 1);
