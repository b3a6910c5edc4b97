"use server";

import { z } from "zod";
import { AppError } from "../errors/app-error";
import { checkNetwork as climbBoth } from "./probe";
import { taskConnection } from "./connection";
import { verifyFilter as askServer } from "../endpoints/list-objects";
import { revertAccess } from "../endpoints/network-rules/mutations";
import type { NetworkAccess, NetworkCheck } from "../endpoints/view";
import { answer } from "../http/action";
import { parse } from "../http/parse";
import { publicError } from "../http/public-error";
import type { Result } from "../http/result";
import { once, recordOperation } from "../operations/mutations";
import * as acceptance from "../precheck/acceptance/mutations";
import * as precheck from "../precheck/mutations";
import { getTaskRow } from "./data";
import * as lifecycle from "./lifecycle/mutations";
import * as creation from "./creation/mutations";
import * as mutations from "./mutations";
import { taskRecord } from "./record";
import {
  createInstanceSchema,
  type CreateInstanceInput,
  endpointsFormSchema,
  type EndpointsFormInput,
  identifierSchema,
  initializationSliceSchema,
  type InitializationSliceInput,
  objectsSliceSchema,
  type ObjectsSliceInput,
  selectedTableSchema,
  tagsSchema,
  taskNameSchema,
} from "./schema";
import { wizardSteps, type WizardStep } from "./steps";
import { can } from "./status";
import { statusView } from "./summary";
import type { BulkOutcome, StatusView } from "./view";
import { reasonSchema } from "./reason";

const idSchema = z.string().min(1).max(64);
const requestIdSchema = z.string().min(8).max(64);
const versionSchema = z.number().int().positive();
const idsSchema = z.array(idSchema).min(1).max(200);
const optionalReasonSchema = z.string().trim().max(500).optional();

interface Asked {
  id: string;
  /** One per click: the same id does it once. */
  requestId: string;
  /** What the decision was taken on sight of. */
  shown?: { version?: number; statusSinceMs?: number };
}
const shownSchema = z.object({ version: z.number().int().optional(), statusSinceMs: z.number().optional() }).optional();

/** Everything that moves a task as a whole answers its status afterwards. */
async function move(name: string, input: Asked, work: (request: lifecycle.LifecycleRequest) => Promise<unknown>): Promise<Result<{ status: StatusView }>> {
  return answer(name, async (user) => {
    const id = parse(idSchema, input.id);
    const requestId = parse(requestIdSchema, input.requestId, "requestId");
    const shown = parse(shownSchema, input.shown, "shown");
    try {
      await once(requestId, user.username, name, async () => {
        await work({ id, requestId, actor: user.username, ...(shown && { shown }) });
        return null;
      });
    } catch (error) {
      if (error instanceof AppError && (error.code === "transition-refused" || error.code === "version-conflict")) {
        await recordOperation({
          actor: user.username,
          source: "console",
          action: name,
          taskId: id,
          object: id,
          result: "refused",
          code: error.code,
          requestId,
        });
      }
      throw error;
    }
    return { status: statusView(taskRecord(await getTaskRow(id))) };
  });
}

// creating and configuring --------------------------------------------------------------------------------------------

export async function createInstances(input: { requestId: string; instance: CreateInstanceInput }): Promise<Result<{ ids: string[] }>> {
  return answer("create-instance", async (user) => {
    const requestId = parse(requestIdSchema, input.requestId, "requestId");
    const instance = parse(createInstanceSchema, input.instance);
    return { ids: await once(requestId, user.username, "create-instance", () => creation.createInstances(instance, user.username)) };
  });
}

export async function saveEndpoints(input: { id: string; version: number; form: EndpointsFormInput }): Promise<Result<mutations.Saved>> {
  return answer("save-endpoints", (user) =>
    mutations.saveEndpoints(parse(idSchema, input.id), parse(versionSchema, input.version, "version"), parse(endpointsFormSchema, input.form), user.username),
  );
}

export async function saveObjects(input: { id: string; version: number; form: ObjectsSliceInput }): Promise<Result<mutations.Saved>> {
  return answer("save-objects", (user) =>
    mutations.saveObjects(parse(idSchema, input.id), parse(versionSchema, input.version, "version"), parse(objectsSliceSchema, input.form), user.username),
  );
}

export async function saveInitialization(input: { id: string; version: number; form: InitializationSliceInput }): Promise<Result<mutations.Saved>> {
  return answer("save-initialization", (user) =>
    mutations.saveInitialization(
      parse(idSchema, input.id),
      parse(versionSchema, input.version, "version"),
      parse(initializationSliceSchema, input.form),
      user.username,
    ),
  );
}

/** Keeps what was typed and is not valid yet. Passwords are left out. */
export async function saveDraft(input: { id: string; step: WizardStep; values: Record<string, unknown> }): Promise<Result<{ savedAtMs: number }>> {
  return answer("save-draft", () =>
    mutations.saveUnsaved(
      parse(idSchema, input.id),
      parse(z.enum(wizardSteps), input.step, "step"),
      parse(z.record(z.string(), z.unknown()), input.values, "values"),
    ),
  );
}

/** Rules by adapters, then both ladders; when both are green step 2 is done. `addAgain` sets a rule once more that was taken back. */
export async function checkNetwork(input: { id: string; addAgain?: "source" | "destination" }): Promise<Result<NetworkCheck>> {
  return answer("check-network", (user) => {
    const { addAgain } = parse(z.object({ addAgain: z.enum(["source", "destination"]).optional() }), { addAgain: input.addAgain });
    return climbBoth(parse(idSchema, input.id), user.username, addAgain === undefined ? {} : { addAgain });
  });
}

/** Takes a rule back that an adapter set. */
export async function revertNetworkRule(input: { id: string; side: "source" | "destination" }): Promise<Result<NetworkAccess>> {
  return answer("remove-network-rule", (user) => revertAccess(parse(idSchema, input.id), parse(z.enum(["source", "destination"]), input.side, "side"), user.username));
}

/** Asks the source whether a row filter is valid, and what it matches. */
export async function verifyFilter(input: {
  id: string;
  database: string;
  table: string;
  filter: string;
}): Promise<Result<{ rows: number; sampleKeys: string[] }>> {
  return answer("verify-filter", async () => {
    const name = { database: parse(identifierSchema, input.database, "database"), table: parse(identifierSchema, input.table, "table") };
    const filter = parse(selectedTableSchema.shape.filter.unwrap(), input.filter, "filter");
    return askServer(await taskConnection(parse(idSchema, input.id), "source"), name, filter);
  });
}

// precheck ------------------------------------------------------------------------------------------------------------

export async function runPrecheck(input: Asked & { version?: number; start?: boolean; only?: string[] }): Promise<Result<{ number: number }>> {
  return answer("run-precheck", async (user) => {
    const id = parse(idSchema, input.id);
    const requestId = parse(requestIdSchema, input.requestId, "requestId");
    const options = parse(
      z.object({ version: versionSchema.optional(), start: z.boolean().optional(), only: z.array(z.string().max(64)).min(1).max(200).optional() }),
      { version: input.version, start: input.start, only: input.only },
    );
    return {
      number: await once(requestId, user.username, "run-precheck", () => precheck.requestPrecheck({ id, actor: user.username, requestId, ...options })),
    };
  });
}

export async function cancelPrecheck(input: { id: string }): Promise<Result<null>> {
  return answer("cancel-precheck", async (user) => {
    await precheck.cancelPrecheck(parse(idSchema, input.id), user.username);
    return null;
  });
}


export async function ignoreItem(input: { id: string; number: number; checkId: string; reason: string }): Promise<Result<null>> {
  return answer("ignore-precheck-item", async (user) => {
    await acceptance.ignoreItem(
      parse(idSchema, input.id),
      parse(versionSchema, input.number, "number"),
      parse(idSchema, input.checkId, "checkId"),
      parse(reasonSchema, input.reason, "reason"),
      user.username,
    );
    return null;
  });
}

export async function unignoreItem(input: { id: string; number: number; checkId: string }): Promise<Result<null>> {
  return answer("unignore-precheck-item", async (user) => {
    await acceptance.unignoreItem(
      parse(idSchema, input.id),
      parse(versionSchema, input.number, "number"),
      parse(idSchema, input.checkId, "checkId"),
      user.username,
    );
    return null;
  });
}

export async function acceptWarnings(input: Asked & { number: number }): Promise<Result<{ status: StatusView }>> {
  return move("accept-precheck-warnings", input, (request) => lifecycle.acceptWarnings({ ...request, number: parse(versionSchema, input.number, "number") }));
}

export async function acceptWarningsAndStart(input: Asked & { number: number }): Promise<Result<{ status: StatusView }>> {
  return move("start-task", input, (request) => lifecycle.acceptWarningsAndStart({ ...request, number: parse(versionSchema, input.number, "number") }));
}

// life cycle ----------------------------------------------------------------------------------------------------------

export async function startTask(input: Asked): Promise<Result<{ status: StatusView }>> {
  return move("start-task", input, lifecycle.startTask);
}

export async function pauseTask(input: Asked & { reason?: string; remindAtMs?: number }): Promise<Result<{ status: StatusView }>> {
  return move("pause-task", input, (request) => lifecycle.pauseTask({ ...request, reason: parse(optionalReasonSchema, input.reason, "reason"), remindAtMs: parse(z.number().int().positive().max(8.64e15).optional(), input.remindAtMs, "remindAtMs") }));
}

export async function resumeTask(input: Asked): Promise<Result<{ status: StatusView }>> {
  return move("resume-task", input, lifecycle.resumeTask);
}

export async function retryNow(input: Asked): Promise<Result<{ status: StatusView }>> {
  return move("retry-task", input, lifecycle.retryNow);
}

export async function resetTask(input: Asked & { confirmName: string; reason?: string }): Promise<Result<{ status: StatusView }>> {
  return move("reset-task", input, async (request) => {
    await mutations.assertNamed(request.id, input.confirmName);
    return lifecycle.resetTask({ ...request, reason: parse(optionalReasonSchema, input.reason, "reason") });
  });
}

export async function releaseTask(input: Asked & { confirmName: string; reason?: string; removeRules?: boolean }): Promise<Result<{ status: StatusView }>> {
  return move("release-task", input, async (request) => {
    await mutations.assertNamed(request.id, input.confirmName);
    return lifecycle.releaseTask({ ...request, reason: parse(optionalReasonSchema, input.reason, "reason"), removeRules: parse(z.boolean().optional(), input.removeRules, "removeRules") });
  });
}

const bulkSchema = z.discriminatedUnion("action", [
  z.object({ action: z.enum(["start", "pause", "release"]), ids: idsSchema, requestId: requestIdSchema }),
  z.object({ action: z.literal("tags"), ids: idsSchema, requestId: requestIdSchema, tags: tagsSchema }),
]);
export type BulkInput = z.input<typeof bulkSchema>;

/** The same for several tasks; each answers for itself. A release is confirmed for all at once by the dialog that lists them. */
export async function bulk(input: BulkInput): Promise<Result<{ rows: BulkOutcome[] }>> {
  return answer("bulk", async (user) => {
    const asked = parse(bulkSchema, input);
    const rows = await once(asked.requestId, user.username, `bulk-${asked.action}`, async () => {
      const done: BulkOutcome[] = [];
      for (const id of asked.ids) {
        try {
          await one(id);
          done.push({ id, ok: true, error: null });
        } catch (error) {
          const { code, message } = publicError(error);
          done.push({ id, ok: false, error: { code, sentence: message } });
        }
      }
      return done;
    });
    return { rows };

    async function one(id: string): Promise<void> {
      const row = await getTaskRow(id);
      const { status, tags } = taskRecord(row);
      const request = { id, actor: user.username, requestId: asked.requestId };
      switch (asked.action) {
        case "start":
          await (can(status, "resume") ? lifecycle.resumeTask(request) : lifecycle.startTask(request));
          return;
        case "pause":
          await lifecycle.pauseTask(request);
          return;
        case "release":
          await lifecycle.releaseTask(request);
          return;
        case "tags":
          await mutations.setTags(id, parse(tagsSchema, { ...tags, ...asked.tags }, "tags"), user.username);
      }
    }
  });
}

export async function renameTask(input: { id: string; name: string }): Promise<Result<null>> {
  return answer("rename-task", async (user) => {
    await mutations.renameTask(parse(idSchema, input.id), parse(taskNameSchema, input.name, "name"), user.username);
    return null;
  });
}

export async function setTags(input: { id: string; tags: Record<string, string> }): Promise<Result<null>> {
  return answer("set-tags", async (user) => {
    await mutations.setTags(parse(idSchema, input.id), parse(tagsSchema, input.tags, "tags"), user.username);
    return null;
  });
}
