"use server";

import { z } from "zod";
import { environment } from "../config/env";
import { answer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import { getTaskRow } from "../tasks/data";
import { channelChangeSchema, type ChannelChangeInput, channelSchema, type ChannelInput } from "./channel";
import * as channels from "./channels/mutations";
import * as mutations from "./mutations";
import { alertKinds, ruleSettingsSchema } from "./rules";

const idSchema = z.string().min(1).max(64);
const kindSchema = z.enum(alertKinds);

/** Empty = all tasks. */
async function scopeOf(taskId: string | null): Promise<string> {
  return taskId === null ? "" : (await getTaskRow(parse(idSchema, taskId))).id;
}

export async function saveAlertRule(input: { taskId: string | null; kind: string; settings: z.input<typeof ruleSettingsSchema> }): Promise<Result<null>> {
  return answer("save-alert-rule", async (user) => {
    await mutations.saveRule(await scopeOf(input.taskId), parse(kindSchema, input.kind), parse(ruleSettingsSchema, input.settings), user.username);
    return null;
  });
}

export async function muteAlertRule(input: { taskId: string | null; kind: string; untilMs: number | null }): Promise<Result<null>> {
  return answer("mute-alert-rule", async (user) => {
    await mutations.muteRule(await scopeOf(input.taskId), parse(kindSchema, input.kind), parse(z.number().int().positive().nullable(), input.untilMs), user.username);
    return null;
  });
}

export async function resetAlertRule(input: { taskId: string | null; kind: string }): Promise<Result<null>> {
  return answer("reset-alert-rule", async (user) => {
    await mutations.resetRule(await scopeOf(input.taskId), parse(kindSchema, input.kind), user.username);
    return null;
  });
}

export async function addAlertChannel(input: ChannelInput): Promise<Result<{ id: string }>> {
  return answer("add-alert-channel", async (user) => ({ id: await channels.addChannel(parse(channelSchema, input), user.username) }));
}

export async function changeAlertChannel(input: ChannelChangeInput & { id: string }): Promise<Result<null>> {
  return answer("change-alert-channel", async (user) => {
    await channels.changeChannel(parse(idSchema, input.id), parse(channelChangeSchema, input), user.username);
    return null;
  });
}

export async function enableAlertChannel(input: { id: string; enabled: boolean }): Promise<Result<null>> {
  return answer("change-alert-channel", async (user) => {
    await channels.enableChannel(parse(idSchema, input.id), parse(z.boolean(), input.enabled), user.username);
    return null;
  });
}

export async function deleteAlertChannel(input: { id: string }): Promise<Result<null>> {
  return answer("delete-alert-channel", async (user) => {
    await channels.deleteChannel(parse(idSchema, input.id), user.username);
    return null;
  });
}

/** `message`: why it failed; null = sent. */
export async function testAlertChannel(input: { id: string }): Promise<Result<{ message: string | null }>> {
  return answer("test-alert-channel", async (user) => ({ message: await channels.testChannel(parse(idSchema, input.id), user.username, environment().url) }));
}
