/**
 * npm run bite [-- --only name,name]: takes one protection after the other out of a copy of the program and runs the test that must fail then. Ends with 1
 * when a test passes without its protection, or fails with all of them in place. Servers are its own: TRIBUTARY_TEST_PORT_BASE must be free.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { serversFolder } from "./servers/places.mjs";
import { protections, type Protection } from "../lib/testing/bite/protections";

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({ options: { only: { type: "string" } } });
const only = values.only?.split(",");
const chosen = protections.filter(({ name }) => only === undefined || only.includes(name));

const copy = mkdtempSync(join(tmpdir(), "bite-"));
for (const part of ["lib", "scripts", "package.json", "tsconfig.json", "vitest.config.ts"]) cpSync(join(root, part), join(copy, part), { recursive: true });
symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
// The copy has servers of its own, which stay up from test to test.
process.env.TRIBUTARY_SERVERS_DIR = serversFolder();
process.env.TRIBUTARY_TEST_RUN = String(process.pid);
const { testServer, stopUnusedServers } = (await import(pathToFileURL(join(copy, "lib/testing/servers.ts")).href)) as typeof import("../lib/testing/servers");

interface Run {
  readonly passed: number;
  readonly failed: readonly string[];
}

function run(tests: readonly Pick<Protection, "test" | "named">[]): Run {
  const report = join(copy, "report.json");
  rmSync(report, { force: true });
  const files = [...new Set(tests.map(({ test }) => test))];
  const args = ["vitest", "run", "--project", "mysql", "--reporter", "json", "--outputFile", report, "-t", tests.map(({ named }) => `(${named})`).join("|"), ...files];
  spawnSync("npx", args, { cwd: copy, stdio: "ignore" });
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as { testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[] };
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: all.filter(({ status }) => status === "passed").length,
    failed: all.filter(({ status }) => status === "failed").map(({ fullName, failureMessages }) => `${fullName.trim()}: ${failureMessages[0]?.split("\n")[0] ?? ""}`),
  };
}

let wrong = 0;
try {
  for (const role of ["source", "destination"] as const) await testServer(role);
  const whole = run(chosen);
  console.log(`all in place: ${whole.passed} tests pass, ${whole.failed.length} fail`);
  for (const line of whole.failed) console.log(`  ${line}`);
  if (whole.failed.length > 0 || whole.passed === 0) wrong += 1;
  for (const protection of chosen) {
    const taken = [protection, ...(protection.also ? [protection.also] : [])].map(({ file, from, to }) => {
      const path = join(copy, file);
      const text = readFileSync(path, "utf8");
      if (text.split(from).length !== 2) throw new Error(`${protection.name}: what is to be taken out does not stand in ${file} exactly once`);
      writeFileSync(path, text.replace(from, () => to));
      return { path, text };
    });
    const { passed, failed } = run([protection]);
    for (const { path, text } of taken.reverse()) writeFileSync(path, text);
    // A server that does not start proves nothing.
    const bites = failed.some((line) => !line.includes("SetupFailure"));
    if (!bites) wrong += 1;
    console.log(`${bites ? "bites " : "SILENT"} ${protection.name}: ${failed.length} of ${passed + failed.length} fail (${protection.without})`);
    for (const line of failed.slice(0, 2)) console.log(`         ${line.slice(0, 300)}`);
  }
} finally {
  await stopUnusedServers(process.pid);
  rmSync(copy, { recursive: true, force: true });
}
process.exit(wrong === 0 ? 0 : 1);
