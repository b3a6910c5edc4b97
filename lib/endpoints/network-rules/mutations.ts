/** The rules that network adapters set for a task: set once, kept in the control database, taken back on demand and at release. */
import { AppError } from "../../errors/app-error";
import { database } from "../../db/client";
import type { NetworkRule } from "../../generated/prisma/client";
import { recordOperation } from "../../operations/mutations";
import { environment } from "../../config/env";
import { commandLines, printCommand, runCommand } from "./command-adapter";
import { type NetworkRuleBody, sendRule } from "./network-adapter";
import type { EndpointConfig } from "../schema";
import type { NetworkAccess } from "../view";

type Side = "source" | "destination";

/** In the place of a webhook's address: the command of the console that is running then. */
const ownCommand = "command:";

async function ask(receiver: string, action: "allow" | "revoke", rule: NetworkRuleBody) {
  if (receiver !== ownCommand) return sendRule(receiver, action, rule);
  const command = environment().networkCommand;
  if (command === null || command.dryRun) return { status: "failed" as const, detail: "TRIBUTARY_NETWORK_COMMAND" };
  return runCommand(command, action, rule);
}

const manual: NetworkAccess = { mode: "manual", status: null, detail: "", removeOnRelease: false };

/**
 * Asks the adapter of the endpoint's host or cluster to let the runner in, unless it did already for this very rule or a person took it back. `again` asks in any
 * case. Without an adapter: manual.
 */
export async function allowAccess(config: EndpointConfig, rule: NetworkRuleBody, actor: string, again = false): Promise<NetworkAccess> {
  const place = await adapterOf(config);
  if (place === null || place.networkAdapter === "none") return manual;
  const command = place.networkAdapter === "command" ? environment().networkCommand : null;
  if (place.networkAdapter === "command" && (command === null || command.dryRun)) return command === null ? manual : { ...manual, dryRun: commandLines(command, "allow", rule).map(printCommand).join("\n") };
  const receiver = command === null ? place.networkUrl : ownCommand;
  const known = await database().networkRule.findUnique({ where: { taskId_side: { taskId: rule.task, side: rule.side } } });
  const same = known !== null && known.url === receiver && JSON.stringify(known.rule) === JSON.stringify(rule);
  if (known !== null && !again && (known.status === "reverted" || (same && known.status !== "failed"))) return accessOf(known);
  const answer = await ask(receiver, "allow", rule);
  // What we added stays ours when the receiver is asked again and finds it there: it is taken back at the end.
  const { status, detail } = answer.status === "present" && same && known.status === "added" ? { ...answer, status: "added" as const } : answer;
  const data = { status, detail, rule: { ...rule, sources: [...rule.sources] }, url: receiver, removeOnRelease: place.removeRuleOnRelease, actor, atMs: Date.now() };
  const saved = await database().networkRule.upsert({
    where: { taskId_side: { taskId: rule.task, side: rule.side } },
    create: { taskId: rule.task, side: rule.side, ...data },
    update: data,
  });
  await recordOperation({ actor, source: "console", action: "add-network-rule", taskId: rule.task, object: `${rule.name}:${rule.port}`, result: status === "failed" ? "failed" : "done", detail: { status, sources: rule.sources.join(", ") } });
  return { ...accessOf(saved), addedNow: answer.status === "added" };
}

/** Takes back what an adapter set for this side. Throws `not-found` when nothing is set: what was there before is not ours to take. */
export async function revertAccess(taskId: string, side: Side, actor: string): Promise<NetworkAccess> {
  const known = await database().networkRule.findUnique({ where: { taskId_side: { taskId, side } } });
  if (known === null || known.status === "reverted" || known.status === "present") throw new AppError("not-found");
  return accessOf(await revoke(known, actor));
}

/** At the end of a task: takes back what is to be taken back. Answers what could not be; the task's history says how it is done by hand. */
export async function removeRulesAtRelease(taskId: string, actor: string): Promise<readonly string[]> {
  const db = database();
  const rules = await db.networkRule.findMany({ where: { taskId, removeOnRelease: true, status: "added" } });
  const left: string[] = [];
  for (const rule of rules) {
    const { status, detail } = await revoke(rule, actor);
    if (status !== "failed") continue;
    left.push(rule.side);
    const { sources, port, name, group } = rule.rule as unknown as NetworkRuleBody;
    const message = `A firewall rule could not be removed. Remove it by hand from ${name}, group ${group}: port ${port}, from ${sources.join(", ")}.`;
    await db.taskEvent.create({ data: { taskId, atMs: Date.now(), kind: "warning", severity: "warn", actor, message, detail: { side: rule.side, name, port, sources: sources.join(", "), answer: detail } } });
  }
  return left;
}

/** Rules that were set for a task and stand: what a release may take back. */
export async function standingRules(taskId: string): Promise<{ side: Side; name: string; port: number; sources: readonly string[]; removeOnRelease: boolean }[]> {
  const rows = await database().networkRule.findMany({ where: { taskId, status: "added" } });
  return rows.map((row) => {
    const { name, port, sources } = row.rule as unknown as NetworkRuleBody;
    return { side: row.side as Side, name, port, sources, removeOnRelease: row.removeOnRelease };
  });
}

async function revoke(rule: NetworkRule, actor: string): Promise<NetworkRule> {
  const body = rule.rule as unknown as NetworkRuleBody;
  const { status, detail } = await ask(rule.url, "revoke", body);
  await recordOperation({ actor, source: "console", action: "remove-network-rule", taskId: rule.taskId, object: `${body.name}:${body.port}`, result: status === "failed" ? "failed" : "done", detail: { status } });
  return database().networkRule.update({ where: { taskId_side: { taskId: rule.taskId, side: rule.side } }, data: { status, detail, actor, atMs: Date.now() } });
}

function accessOf(rule: NetworkRule): NetworkAccess {
  return { mode: "automatic", status: rule.status as NetworkAccess["status"], detail: rule.detail, removeOnRelease: rule.removeOnRelease };
}

async function adapterOf(config: EndpointConfig) {
  const select = { networkAdapter: true, networkUrl: true, removeRuleOnRelease: true };
  if (config.kind === "ecs") return database().host.findUnique({ where: { id: config.hostId }, select });
  return config.kind === "polardb" ? database().cluster.findUnique({ where: { id: config.clusterId }, select }) : null;
}
