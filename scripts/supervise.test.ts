import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import { isAlive, processIdentity } from "./servers/lock.mjs";
import { supervise } from "./supervise.mjs";

const folder = mkdtempSync(join(tmpdir(), "tributary-supervise-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, code: string) => ({ name, command: [process.execPath, "-e", code], env: process.env, pidFile: join(folder, `${name}.pid`) });
const pidOf = (name: string) => {
  try {
    return Number(readFileSync(join(folder, `${name}.pid`), "utf8"));
  } catch {
    return undefined;
  }
};

test("a program that crashes is started again, and the end is an orderly one", async () => {
  const ending = new AbortController();
  const lines: string[] = [];
  const done = supervise([program("steady", "setInterval(() => {}, 1000)")], { signal: ending.signal, report: (line) => lines.push(line) });
  const first = await vi.waitUntil(() => pidOf("steady"), { timeout: 20_000 });
  process.kill(first, "SIGKILL");
  const second = await vi.waitUntil(() => ((pidOf("steady") ?? first) === first ? undefined : pidOf("steady")), { timeout: 20_000 });
  expect(second).not.toBe(first);
  expect(lines).toEqual(["steady ended (SIGKILL); starting it again in 0.5 s"]);
  ending.abort();
  await done;
  expect(pidOf("steady")).toBeUndefined();
  expect(isAlive(processIdentity(second))).toBe(false);
});

test("what does not drain is ended at once on the second request", async () => {
  const ending = new AbortController();
  const atOnce = new AbortController();
  const done = supervise([program("stubborn", `process.on("SIGTERM", () => require("fs").writeFileSync(${JSON.stringify(join(folder, "asked"))}, "")); setInterval(() => {}, 1000); require("fs").writeFileSync(${JSON.stringify(join(folder, "ready"))}, "")`)], { signal: ending.signal, atOnce: atOnce.signal, report: () => undefined });
  const exists = (name: string) => () => readable(join(folder, name));
  await vi.waitUntil(exists("ready"), { timeout: 20_000 });
  ending.abort();
  await vi.waitUntil(exists("asked"), { timeout: 20_000 });
  atOnce.abort();
  await done;
  expect(pidOf("stubborn")).toBeUndefined();
});

test("what a supervisor that was killed left running is ended before it is started again", { timeout: 30_000 }, async () => {
  const config = JSON.stringify(program("orphan", "setInterval(() => {}, 1000)"));
  const supervisor = spawn(process.execPath, ["--input-type=module", "-e", `import { supervise } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "supervise.mjs")).href)}; await supervise([{ ...${config}, env: process.env }], { signal: new AbortController().signal });`], { stdio: "ignore" });
  const orphan = await vi.waitUntil(() => pidOf("orphan"), { timeout: 20_000 });
  supervisor.kill("SIGKILL");
  await once(supervisor, "exit");
  const identity = processIdentity(orphan);
  expect(isAlive(identity)).toBe(true);
  const ending = new AbortController();
  const done = supervise([program("orphan", "setInterval(() => {}, 1000)")], { signal: ending.signal, report: () => undefined });
  await vi.waitUntil(() => (pidOf("orphan") ?? orphan) !== orphan, { timeout: 20_000 });
  expect(isAlive(identity)).toBe(false);
  ending.abort();
  await done;
});

function readable(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
