"use server";

import { z } from "zod";
import { answer } from "../../http/action";
import { parse } from "../../http/parse";
import type { Result } from "../../http/result";
import type { ConnectionTest } from "../../endpoints/view";
import { getTask } from "../data";
import { probeEntered } from "../probe";
import { endpointsFormSchema, type EndpointsFormInput } from "../schema";
import { changeConnection as saveConnection, changeLimits as change } from "./mutations";
import { limitsSchema, type LimitChange, type LimitsInput } from "./schema";

const idSchema = z.string().min(1).max(64);
const versionSchema = z.number().int().positive();

/** Class, rate caps, thresholds and retry times of a task that has been started. */
export async function changeLimits(input: { id: string; version: number; limits: LimitsInput; reason?: string }): Promise<Result<{ changes: LimitChange[] }>> {
  return answer("change-limits", async (user) => ({
    changes: await change(
      parse(idSchema, input.id),
      parse(versionSchema, input.version, "version"),
      parse(limitsSchema, input.limits),
      user.username,
      parse(z.string().trim().max(500).optional(), input.reason, "reason"),
    ),
  }));
}

export interface ConnectionChange {
  /** False: nothing was changed, because a side does not answer as it must. */
  readonly changed: boolean;
  readonly source: ConnectionTest;
  readonly destination: ConnectionTest;
}

/** Account, password, address or encryption. Both sides must climb the ladder with the new values first. */
export async function changeConnection(input: { id: string; version: number; form: Omit<EndpointsFormInput, "name"> }): Promise<Result<ConnectionChange>> {
  return answer("change-connection", async (user) => {
    const id = parse(idSchema, input.id);
    const version = parse(versionSchema, input.version, "version");
    const { name } = await getTask(id);
    const form = parse(endpointsFormSchema, { ...input.form, name });
    const [source, destination] = await Promise.all([
      probeEntered(id, "source", form.source, form.sourcePassword),
      probeEntered(id, "destination", form.destination, form.destinationPassword),
    ]);
    const changed = source.ok && destination.ok;
    if (changed) await saveConnection(id, version, form, user.username);
    return { changed, source, destination };
  });
}
