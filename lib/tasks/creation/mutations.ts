/** New instances, and what their drafts begin with. */
import { database } from "../../db/client";
import { InputInvalid } from "../../errors/input-invalid";
import { recordOperation } from "../../operations/mutations";
import { getSettings } from "../../settings/data";
import { type ConsoleSettings, defaultSettings } from "../../settings/schema";
import { newInstanceId, newTaskName } from "../new-id";
import type { CreateInstance } from "../schema";

/** What step 3 begins with: what the console's settings say, not saved yet. */
export function firstDraft({ retryMinutes, lagWarnSeconds }: ConsoleSettings): { objects?: { retryMinutes: number; otherRetryMinutes: number; lagWarnSeconds: number } } {
  if (retryMinutes === defaultSettings.retryMinutes && lagWarnSeconds === defaultSettings.lagWarnSeconds) return {};
  return { objects: { retryMinutes, otherRetryMinutes: Math.min(10, retryMinutes - 1), lagWarnSeconds } };
}

/** Makes `quantity` instances, all or none. Answers their ids. */
export async function createInstances(input: CreateInstance, actor: string): Promise<string[]> {
  const now = Date.now();
  const draft = firstDraft(await getSettings());
  return database().$transaction(async (tx) => {
    const regions = new Set((await tx.region.findMany({ select: { id: true } })).map((region) => region.id));
    const fields: Record<string, string> = {};
    if (!regions.has(input.sourceRegionId)) fields["sourceRegionId"] = "This region does not exist.";
    if (!regions.has(input.destinationRegionId)) fields["destinationRegionId"] = "This region does not exist.";
    if (Object.keys(fields).length > 0) throw new InputInvalid(fields);
    const base = input.name ?? newTaskName(new Date(now));
    const ids: string[] = [];
    for (let number = 1; number <= input.quantity; number++) {
      const id = newInstanceId();
      const suffix = input.quantity > 1 ? `-${number}` : "";
      const name = `${base.slice(0, 128 - suffix.length)}${suffix}`;
      await tx.task.create({
        data: {
          id,
          name,
          statusSinceMs: now,
          sourceEngine: input.sourceEngine,
          destinationEngine: input.destinationEngine,
          sourceRegionId: input.sourceRegionId,
          destinationRegionId: input.destinationRegionId,
          topology: input.topology,
          instanceClass: input.instanceClass,
          metering: input.metering,
          endsAtMs: input.endsAt === undefined ? null : Date.parse(input.endsAt),
          project: input.project,
          tags: input.tags,
          unsaved: draft,
          phaseTimes: {},
          createdBy: actor,
          createdAtMs: now,
          updatedAtMs: now,
        },
      });
      await tx.taskEvent.create({
        data: { taskId: id, atMs: now, kind: "action", severity: "info", actor, message: "Instance created.", detail: { action: "create" } },
      });
      await recordOperation(
        {
          actor,
          source: "console",
          action: "create-instance",
          taskId: id,
          object: name,
          result: "done",
          detail: { instanceClass: input.instanceClass, region: input.destinationRegionId },
        },
        tx,
      );
      ids.push(id);
    }
    return ids;
  });
}
