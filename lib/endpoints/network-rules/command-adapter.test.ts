import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readEnvironment } from "../../config/env";
import { commandLines, printCommand, runCommand } from "./command-adapter";
import type { NetworkRuleBody } from "./network-adapter";

const rule: NetworkRuleBody = { protocol: "tcp", address: "10.20.0.11", port: 3306, sources: ["10.1.0.0/24", "fd00::/64"], group: "dts_sync", task: "dts1", side: "source", name: "i-src1; rm -rf /" };

function program(body: string) {
  const folder = mkdtempSync(join(tmpdir(), "tributary-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "allow");
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return { file, log: join(folder, "log") };
}

it("runs once per address with the rule as arguments, never as text of a shell, and without the console's environment", async () => {
  const { file, log } = program(`printf '[%s]' "$@" "$TRIBUTARY_SECRET_KEY" >> "$(dirname "$0")/log"; echo >> "$(dirname "$0")/log"`);
  process.env.TRIBUTARY_SECRET_KEY ??= "a secret key that only tests know, 32+";
  const command = { program: file, arguments: ["{action}", "--from={cidr}", "{family}", "{port}", "{name}", "{unknown}", "$HOME"], dryRun: false };
  expect(await runCommand(command, "allow", rule)).toEqual({ status: "added", detail: "" });
  expect(readFileSync(log, "utf8").split("\n").slice(0, 2)).toEqual([
    "[allow][--from=10.1.0.0/24][ipv4][3306][i-src1; rm -rf /][{unknown}][$HOME][]",
    "[allow][--from=fd00::/64][ipv6][3306][i-src1; rm -rf /][{unknown}][$HOME][]",
  ]);
  expect(await runCommand(command, "revoke", rule)).toEqual({ status: "reverted", detail: "" });
  expect(printCommand(commandLines(command, "allow", rule)[0]!)).toBe(`${file} allow --from=10.1.0.0/24 ipv4 3306 'i-src1; rm -rf /' '{unknown}' '$HOME'`);
});

it("tells what was there before, what was refused, and runs nothing with what would be read as an option", async () => {
  const present = { program: program("echo already-present").file, arguments: [], dryRun: false };
  expect(await runCommand(present, "allow", rule)).toEqual({ status: "present", detail: "" });
  expect(await runCommand(present, "allow", { ...rule, address: "--flush" })).toMatchObject({ status: "failed" });
  const refuses = { program: program("echo not permitted >&2; exit 4").file, arguments: [], dryRun: false };
  expect(await runCommand(refuses, "allow", rule)).toEqual({ status: "failed", detail: "exit 4: not permitted" });
  expect(await runCommand({ program: "/nowhere/allow", arguments: [], dryRun: false }, "allow", rule)).toEqual({ status: "failed", detail: "ENOENT" });
});

it("is off unless the environment names an absolute program, and can be tried dry", () => {
  expect(readEnvironment({}, "/").networkCommand).toBeNull();
  expect(readEnvironment({ TRIBUTARY_NETWORK_COMMAND: '["/sbin/allow","{cidr}"]', TRIBUTARY_NETWORK_DRY_RUN: "1" }, "/").networkCommand).toEqual({ program: "/sbin/allow", arguments: ["{cidr}"], dryRun: true });
  for (const wrong of ["/sbin/allow {cidr}", '["allow"]', "[]", '{"a":1}']) expect(() => readEnvironment({ TRIBUTARY_NETWORK_COMMAND: wrong }, "/")).toThrow("TRIBUTARY_NETWORK_COMMAND");
});
