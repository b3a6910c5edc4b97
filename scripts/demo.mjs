#!/usr/bin/env node
// npm run demo: from a fresh clone to a console with a task that is Synchronizing. This part needs nothing installed; it gets the packages
// and the server programs, then hands over to scripts/demo/main.ts.
import { step } from "./demo/step.mjs";
import { installPackages } from "./installed-packages.mjs";
import { ensureBuild } from "./servers/builds.mjs";
import { endWith, SetupFailure } from "./servers/failure.mjs";

try {
  if (Number(process.versions.node.split(".")[0]) < 20) throw new SetupFailure(`Node ${process.versions.node} is too old.`, "Install Node 20 or newer.");
  const ownServers = !process.env.TRIBUTARY_SOURCE_URL || !process.env.TRIBUTARY_DESTINATION_URL;
  // From different places: both at a time.
  const build = ownServers ? ensureBuild("mysql", (line) => console.log(`    servers: ${line}`)) : undefined;
  build?.catch(() => undefined);
  await step("Packages", (report) => installPackages(report));
  if (build) await step("MySQL server program", () => build);
  const { register } = await import("tsx/esm/api");
  register();
  await import("./demo/main.ts");
} catch (error) {
  endWith(error);
}
