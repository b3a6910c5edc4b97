/** Writes of the places where alerts are told. Addresses and credentials are sealed. */
import { randomBytes } from "node:crypto";
import { database } from "../../db/client";
import { seal } from "../../endpoints/secret";
import { AppError } from "../../errors/app-error";
import { recordOperation } from "../../operations/mutations";
import { asJsonValue } from "../../tasks/transition";
import { type ChannelChange, type NewChannel, shownOf } from "../channel";
import { channelPurpose, openChannel } from "../data";
import { alertMessage } from "../message";
import { ruleSettingsSchema } from "../rules";
import { send } from "../send";
import { changedTarget } from "./changed-target";

/** Seals address and credentials; answers the channel's id. */
export async function addChannel(channel: NewChannel, actor: string): Promise<string> {
  const id = `ch-${randomBytes(6).toString("hex")}`;
  const shown = shownOf(channel.target);
  await database().alertChannel.create({
    data: { id, name: channel.name, kind: channel.target.kind, language: channel.language, shown, secret: seal(JSON.stringify(channel.target), channelPurpose(id)), createdBy: actor, createdAtMs: Date.now() },
  });
  await recordOperation({ actor, source: "console", action: "add-alert-channel", object: channel.name, result: "done", detail: { kind: channel.target.kind, shown } });
  return id;
}

export async function enableChannel(id: string, enabled: boolean, actor: string): Promise<void> {
  const row = await database().alertChannel.update({ where: { id }, data: { enabled } });
  await recordOperation({ actor, source: "console", action: "change-alert-channel", object: row.name, result: "done", detail: { before: { enabled: !enabled }, after: { enabled } } });
}

/** What is left empty stays as it was; the kind stays. Throws `not-found`, `input-invalid`, `secret-unreadable`. */
export async function changeChannel(id: string, change: ChannelChange, actor: string): Promise<void> {
  const before = await openChannel(id);
  const target = changedTarget(before.target, change.target);
  const shown = shownOf(target);
  await database().alertChannel.update({ where: { id }, data: { name: change.name, language: change.language, shown, secret: seal(JSON.stringify(target), channelPurpose(id)) } });
  await recordOperation({
    actor,
    source: "console",
    action: "change-alert-channel",
    object: change.name,
    result: "done",
    detail: { before: { name: before.name, language: before.language, to: shownOf(before.target) }, after: { name: change.name, language: change.language, to: shown } },
  });
}

/** Rules that named the channel no longer do: one that named no other speaks to all that are left. Throws `not-found`. */
export async function deleteChannel(id: string, actor: string): Promise<void> {
  await database().$transaction(async (tx) => {
    const row = await tx.alertChannel.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    const naming = (await tx.alertRule.findMany()).flatMap((rule) => {
      const settings = ruleSettingsSchema.safeParse(rule.settings).data;
      return settings?.channels.includes(id) ? [{ scope: rule.scope, kind: rule.kind, settings: { ...settings, channels: settings.channels.filter((each) => each !== id) } }] : [];
    });
    for (const { scope, kind, settings } of naming) await tx.alertRule.update({ where: { scope_kind: { scope, kind } }, data: { settings: asJsonValue(settings) } });
    await tx.alertChannel.delete({ where: { id } });
    await recordOperation(
      { actor, source: "console", action: "delete-alert-channel", object: row.name, result: "done", detail: naming.length === 0 ? {} : { rules: naming.map(({ scope, kind }) => (scope === "" ? kind : `${scope} ${kind}`)) } },
      tx,
    );
  });
}

/** Sends at once. Answers null, or why it failed. */
export async function testChannel(id: string, actor: string, baseUrl: string): Promise<string | null> {
  const channel = await openChannel(id);
  const now = Date.now();
  let lastError: string | null = null;
  try {
    await send(channel.target, alertMessage({ what: "test", kind: null, taskId: null, taskName: null, cause: "", atMs: now, baseUrl, language: channel.language }));
  } catch (error) {
    lastError = error instanceof Error ? error.message : "The address cannot be reached.";
  }
  await database().alertDelivery.create({
    data: { channelId: id, channelName: channel.name, what: "test", state: lastError === null ? "sent" : "failed", attempts: 1, nextAtMs: now, createdAtMs: now, sentAtMs: lastError === null ? Date.now() : null, lastError },
  });
  await recordOperation({ actor, source: "console", action: "test-alert-channel", object: channel.name, result: lastError === null ? "done" : "failed" });
  return lastError;
}
