#!/usr/bin/env node
// npm test: all the set-up on a fresh clone, then lint, type check, unit tests, tests against real servers, build and browser tests.
// Every step runs even when one before it failed. Ends with the line "N passed, N failed" over all of them.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installPackages } from "./installed-packages.mjs";
import { ensureBuild } from "./servers/builds.mjs";
import { endWith } from "./servers/failure.mjs";
import { freePortBase } from "./servers/free-ports.mjs";
import { localFolder, repositoryRoot } from "./servers/places.mjs";
import { runProgram } from "./servers/program.mjs";

const startedAt = Date.now();
const results = join(localFolder, "test-results");
const bin = (/** @type {string} */ name) => join(repositoryRoot, "node_modules/.bin", name);
const node = process.execPath;

/** @typedef {{ passed: number, failed: number }} Counts */
const portBase = process.env.TRIBUTARY_TEST_PORT_BASE ?? String(await freePortBase(23306));
/** @type {Counts} */
const total = { passed: 0, failed: 0 };

try {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  // The servers come from other places than the packages: fetched meanwhile.
  const servers = fetchServers();
  servers.catch(() => undefined);
  await setUp("packages", () => installPackages((line) => say(`packages: ${line}`)));
  await setUp("servers", () => servers);
  const { ensureBrowser } = await import("./browser.mjs");
  await setUp("browser", () => ensureBrowser((line) => say(`browser: ${line}`)));
} catch (error) {
  endWith(error);
}

const typeCheck = async () => merged(await command("route types", bin("next"), ["typegen"]), await command("type check", bin("tsc"), ["--noEmit", "-p", "."]));
await Promise.all([command("lint", bin("oxlint"), ["--format=unix"]).then(add), command("import directions", node, ["scripts/check-imports.mjs"]).then(add), typeCheck().then(add)]);
add(await vitest("unit tests", ["unit", "dom"]));
const [mysqlTests, build] = await Promise.all([vitest("tests against servers", ["mysql"]), command("build", node, ["scripts/build.mjs"])]);
add(mysqlTests);
add(build);
if (build.failed === 0) add(await playwright());
else {
  say("browser tests: not run, the build failed");
  total.failed++;
}

say(`total ${seconds(startedAt)}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** @param {Counts} counts */
function add(counts) {
  total.passed += counts.passed;
  total.failed += counts.failed;
}

/** @param {Counts} a @param {Counts} b @returns {Counts} */
function merged(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** @param {string} line */
function say(line) {
  console.log(`[${seconds(startedAt).padStart(8)}] ${line}`);
}

/** @param {number} since */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** @template T @param {string} name @param {() => Promise<T>} action */
async function setUp(name, action) {
  const since = Date.now();
  say(`${name} …`);
  const done = await action();
  say(`${name} ready (${seconds(since)})`);
  return done;
}

async function fetchServers() {
  for (const name of /** @type {const} */ (["mysql", "mariadb", "mysql56"])) await ensureBuild(name, (line) => say(`servers: ${name}: ${line}`));
}

/**
 * A step without tests of its own: counts only when it fails.
 * @param {string} name @param {string} program @param {readonly string[]} args @returns {Promise<Counts>}
 */
async function command(name, program, args) {
  const since = Date.now();
  say(`${name} …`);
  const done = await runProgram(program, args, { cwd: repositoryRoot, env: environment() });
  if (done.code !== 0) console.log(done.output.trimEnd());
  say(`${name} ${done.code === 0 ? "passed" : "FAILED"} (${seconds(since)})`);
  return { passed: 0, failed: done.code === 0 ? 0 : 1 };
}

/** @param {string} name @param {readonly string[]} projects @returns {Promise<Counts>} */
async function vitest(name, projects) {
  const file = join(results, `vitest-${projects[0]}.json`);
  return runner(name, bin("vitest"), ["run", ...projects.flatMap((project) => ["--project", project]), "--reporter=default", "--reporter=json", `--outputFile.json=${file}`], () => {
    const report = JSON.parse(readFileSync(file, "utf8"));
    // Files that could not be loaded hold no tests; each counts as one that failed.
    const unloaded = report.testResults.filter((/** @type {any} */ result) => result.status === "failed" && result.assertionResults.length === 0).length;
    return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded, skipped: report.numPendingTests + report.numTodoTests };
  });
}

/** @returns {Promise<Counts>} */
async function playwright() {
  const file = join(results, "playwright.json");
  return runner("browser tests", bin("playwright"), ["test", "--reporter=list,json"], () => {
    const { stats } = JSON.parse(readFileSync(file, "utf8"));
    // A test that needed a second try is not a test that passed.
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  }, { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
}

/**
 * A test runner. A runner that says nothing, runs nothing or skips a test has failed.
 * @param {string} name @param {string} program @param {readonly string[]} args
 * @param {() => Counts & { skipped: number }} read
 * @param {Record<string, string>} [env]
 * @returns {Promise<Counts>}
 */
async function runner(name, program, args, read, env = {}) {
  const since = Date.now();
  say(`${name} …`);
  const done = await runProgram(program, args, { cwd: repositoryRoot, env: { ...environment(), ...env } });
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = read();
  } catch {
    counts.failed = 1;
  }
  const { passed, skipped } = counts;
  let failed = counts.failed + skipped;
  if (failed === 0 && (done.code !== 0 || passed === 0)) failed = 1;
  console.log(done.output.trimEnd());
  say(`${name}: ${passed} passed, ${failed} failed${skipped > 0 ? ` (of them ${skipped} skipped)` : ""} (${seconds(since)})`);
  return { passed, failed };
}

function environment() {
  const { NODE_ENV: _nodeEnv, FORCE_COLOR: _forceColor, ...rest } = process.env;
  return { ...rest, NEXT_TELEMETRY_DISABLED: "1", CI: process.env.CI ?? "1", NO_COLOR: "1", TRIBUTARY_TEST_PORT_BASE: portBase };
}
