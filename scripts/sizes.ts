/** npm run sizes -- [--case NAME] [--scale 1]: runs size cases between two servers of their own and prints time and memory of each. */
import { parseArgs } from "node:util";
import { runSize } from "../lib/testing/sizes/run-size";
import { sizeCases, type SizeCaseName } from "../lib/testing/sizes/size-cases";
import { sizeServerLines } from "../lib/testing/sizes/size-servers";
import { privateServer } from "../lib/testing/servers";

const { values } = parseArgs({ options: { case: { type: "string" }, scale: { type: "string", default: "1" } } });
const names = Object.keys(sizeCases) as SizeCaseName[];
const chosen = values.case === undefined ? names : names.filter((name) => values.case!.split(",").includes(name));
if (chosen.length === 0) throw new Error(`--case is one of ${names.join(", ")}`);
await using source = await privateServer("source", { lines: sizeServerLines });
await using destination = await privateServer("destination", { lines: sizeServerLines });
let failed = false;
for (const name of chosen) {
  const result = await runSize(name, Number(values.scale), { source, destination });
  failed ||= result.differences.length > 0;
  console.log(`${name} ×${values.scale}: load ${result.loadSeconds} s, ${result.loadMemory} MiB; log ${result.logSeconds} s, ${result.logMemory} MiB; ${result.differences.length === 0 ? "equal" : result.differences.slice(0, 3).join("; ")}`);
}
process.exitCode = failed ? 1 : 0;
