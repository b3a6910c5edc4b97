/** npm run soak -- --minutes N --seed S [--pair 9.7|5.6|mariadb] [--writers N] [--round SECONDS] [--no-faults] [--no-ddl] */
import { parseArgs } from "node:util";
import { runSoak } from "../lib/testing/soak/run-soak";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Math.floor(Date.now() / 1_000) % 1_000_000) },
    pair: { type: "string", default: "9.7" },
    writers: { type: "string", default: "4" },
    round: { type: "string", default: "45" },
    "no-faults": { type: "boolean", default: false },
    "no-ddl": { type: "boolean", default: false },
  },
});
const pair = values.pair;
if (pair !== "9.7" && pair !== "5.6" && pair !== "mariadb") throw new Error("--pair is 9.7, 5.6 or mariadb");
const seed = Number(values.seed);
const command = `npm run soak -- --seed ${seed} --minutes ${values.minutes} --pair ${pair} --writers ${values.writers} --round ${values.round}${values["no-faults"] ? " --no-faults" : ""}${values["no-ddl"] ? " --no-ddl" : ""}`;
console.log(command);
const result = await runSoak({
  seed,
  pair,
  minutes: Number(values.minutes),
  writers: Number(values.writers),
  roundSeconds: Number(values.round),
  withFaults: !values["no-faults"],
  withSchemaChanges: !values["no-ddl"],
  report: (line) => console.log(line),
});
console.log(JSON.stringify({ ...result, failure: result.failure === null ? null : "see below" }));
if (result.failure !== null) {
  console.log(`seed ${seed} failed: ${result.failure}\ntrace: ${result.trace}\nagain: ${command}`);
  process.exit(1);
}
process.exit(0);
