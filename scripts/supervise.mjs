// Keeps programs running until it is told to stop. Each runs in a process group of its own, so that Ctrl-C reaches them through us: in
// order, once, and with time to finish what they are at.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isAlive, processIdentity } from "./servers/lock.mjs";

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {readonly string[]} command
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [cwd]
 * @property {string} [logFile] takes what it prints; without it the terminal does
 * @property {string} [pidFile] holds the process id while it runs; what a supervisor that was killed left running is found by it and ended first
 */

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A program that ran this long was well: the next pause is short again. */
const wellAfterMs = 60_000;
/** Time to drain after SIGTERM. */
const drainMs = 60_000;

/**
 * Runs the programs and starts each again, with growing pauses, when it ends. Resolves after `signal` aborts and all have ended. What
 * does not end in time is killed; `atOnce` kills without waiting.
 * @param {readonly Program[]} programs
 * @param {{ signal: AbortSignal, atOnce?: AbortSignal, report?: (line: string) => void }} options
 */
export async function supervise(programs, { signal, atOnce, report = (line) => console.error(line) }) {
  await Promise.all(programs.map((program) => keepRunning(program, signal, atOnce, report)));
}

/** @param {Program} program @param {AbortSignal} signal @param {AbortSignal | undefined} atOnce @param {(line: string) => void} report */
async function keepRunning(program, signal, atOnce, report) {
  if (program.pidFile) await endLeftover(program.pidFile);
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    const startedAt = Date.now();
    const how = await run(program, signal, atOnce, report);
    if (signal.aborted) return;
    if (Date.now() - startedAt > wellAfterMs) pauseMs = firstPauseMs;
    report(`${program.name} ended (${how}); starting it again in ${pauseMs / 1000} s${program.logFile ? `, see ${program.logFile}` : ""}`);
    await wait(pauseMs, undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

/** @param {Program} program @param {AbortSignal} signal @param {AbortSignal | undefined} atOnce @param {(line: string) => void} report @returns {Promise<string>} how it ended */
function run(program, signal, atOnce, report) {
  return new Promise((resolve) => {
    const [executable = "", ...args] = program.command;
    const output = program.logFile ? openSync(program.logFile, "a") : "inherit";
    const child = spawn(executable, args, { cwd: program.cwd, env: program.env, detached: true, stdio: ["ignore", output, output] });
    if (output !== "inherit") closeSync(output);
    if (program.pidFile && child.pid) {
      mkdirSync(dirname(program.pidFile), { recursive: true });
      // First: whoever sees the pid file finds the other, too.
      writeFileSync(identityFile(program.pidFile), processIdentity(child.pid));
      writeFileSync(program.pidFile, String(child.pid));
    }
    /** @type {NodeJS.Timeout | undefined} */
    let late;
    const drain = () => {
      child.kill("SIGTERM");
      late = setTimeout(() => {
        report(`${program.name} did not end within ${drainMs / 1000} s`);
        kill();
      }, drainMs);
    };
    const kill = () => {
      try {
        if (child.pid) process.kill(-child.pid, "SIGKILL");
      } catch {
        // gone meanwhile
      }
    };
    const ended = (/** @type {string} */ how) => {
      clearTimeout(late);
      signal.removeEventListener("abort", drain);
      atOnce?.removeEventListener("abort", kill);
      if (program.pidFile) for (const file of [program.pidFile, identityFile(program.pidFile)]) rmSync(file, { force: true });
      resolve(how);
    };
    child.on("error", (error) => ended(error.message));
    child.on("exit", (code, name) => ended(name ?? `exit code ${code}`));
    if (signal.aborted) drain();
    else signal.addEventListener("abort", drain, { once: true });
    atOnce?.addEventListener("abort", kill, { once: true });
  });
}

/** Process ids are used again: the start time tells whether it is still the same process. @param {string} pidFile */
function identityFile(pidFile) {
  return `${pidFile}.identity`;
}

/**
 * Ends the program of that pid file if a supervisor that was killed left it running.
 * @param {string} pidFile
 */
export async function endLeftover(pidFile) {
  let identity = "";
  try {
    identity = readFileSync(identityFile(pidFile), "utf8");
  } catch {
    return;
  }
  const deadline = Date.now() + drainMs;
  if (isAlive(identity)) process.kill(parseInt(identity, 10), "SIGTERM");
  while (isAlive(identity)) {
    if (Date.now() > deadline) process.kill(parseInt(identity, 10), "SIGKILL");
    await wait(50);
  }
}

/**
 * The first SIGINT, SIGTERM or SIGHUP asks for an orderly end, the second for one at once.
 * @returns {{ signal: AbortSignal, atOnce: AbortSignal }}
 */
export function endSignals() {
  const orderly = new AbortController();
  const atOnce = new AbortController();
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(name, () => (orderly.signal.aborted ? atOnce : orderly).abort());
  // npm passes a signal on to its shell, which ends without telling us: then we are nobody's child any more.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && orderly.abort(), 500).unref();
  }
  return { signal: orderly.signal, atOnce: atOnce.signal };
}
