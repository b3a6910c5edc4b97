/**
 * Lets the runner in by a command on the console's own host, such as `nft` or `iptables` behind sudo or ssh: only the one that whoever starts the console has named
 * (TRIBUTARY_NETWORK_COMMAND), run without a shell, once per address that is let in. The command must take the same rule twice without harm; when it prints
 * `already-present` nothing had to change.
 */
import { execFile } from "node:child_process";
import type { NetworkCommand } from "../../config/env";
import type { AccessStatus } from "../view";
import type { NetworkRuleBody } from "./network-adapter";

type Action = "allow" | "revoke";
type Answer = { readonly status: Extract<AccessStatus, "added" | "present" | "failed" | "reverted">; readonly detail: string };

const timeoutMs = 15_000;
const keptWords = 300;
/** Nothing of the console's own environment, which holds its key, is handed on. */
const environment = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", NODE_ENV: "production" } as const;

/** What the command gets for each address: places such as `{cidr}` in its arguments are filled in, everything else stays as it is. */
export function commandLines(command: NetworkCommand, action: Action, rule: NetworkRuleBody): string[][] {
  return rule.sources.map((cidr) => {
    const places: Readonly<Record<string, string>> = { action, cidr, family: cidr.includes(":") ? "ipv6" : "ipv4", protocol: rule.protocol, address: rule.address, port: String(rule.port), group: rule.group, name: rule.name, task: rule.task, side: rule.side };
    return [command.program, ...command.arguments.map((argument) => argument.replace(/\{(\w+)\}/g, (all, name: string) => places[name] ?? all))];
  });
}

/** As a person would type it. */
export function printCommand(line: readonly string[]): string {
  return line.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

/** Never throws: a command that is missing, refuses or takes too long is `failed` with its words. */
export async function runCommand(command: NetworkCommand, action: Action, rule: NetworkRuleBody): Promise<Answer> {
  // A value that looks like an option would be read as one.
  if ([rule.address, rule.name, ...rule.sources].some((value) => value.startsWith("-"))) return { status: "failed", detail: "the address begins with a hyphen" };
  let present = true;
  for (const [program, ...given] of commandLines(command, action, rule)) {
    const { failure, words } = await run(program!, given);
    if (failure !== null) return { status: "failed", detail: failure };
    present &&= words.trim() === "already-present";
  }
  return { status: action === "revoke" ? "reverted" : present ? "present" : "added", detail: "" };
}

function run(program: string, given: readonly string[]): Promise<{ failure: string | null; words: string }> {
  return new Promise((resolve) => {
    execFile(program, given, { timeout: timeoutMs, maxBuffer: 64 * 1024, env: environment, shell: false, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) return resolve({ failure: null, words: stdout });
      const why = error.killed ? `no answer within ${timeoutMs / 1_000} s` : typeof error.code === "number" ? `exit ${error.code}` : String(error.code ?? error.message);
      const said = stderr.trim().slice(0, keptWords);
      resolve({ failure: said === "" ? why : `${why}: ${said}`, words: "" });
    });
  });
}
