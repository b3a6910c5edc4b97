/** Writes of the configuration. They trust their input's shape (the action has parsed it) and check what only the control database knows. */
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { database, type DatabaseLike } from "../db/client";
import type { Prisma, Task } from "../generated/prisma/client";
import { placeOf, secretPurpose } from "../endpoints/data";
import type { EndpointConfig } from "../endpoints/schema";
import { seal } from "../endpoints/secret";
import { recordOperation } from "../operations/mutations";
import { isAllowed } from "./action-rules";
import { getSettings } from "../settings/data";
import { type ConsoleSettings, defaultSettings } from "../settings/schema";
import { newInstanceId, newTaskName } from "./new-id";
import { configHash, endpointsHash, taskRecord } from "./record";
import type { CreateInstance, EndpointsForm, EndpointsSlice, InitializationSlice, ObjectsSlice } from "./schema";
import { isEditable } from "./status";
import { firstIncompleteStep, isConfigured, type WizardStep } from "./steps";
import { transitionWithin } from "./transition";

export interface Saved {
  readonly version: number;
  readonly nextStep: WizardStep;
  readonly savedAtMs: number;
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;

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

/** Step 1. Passwords left empty keep the saved ones, unless the address or the account changed: a saved password is not sent elsewhere. */
export async function saveEndpoints(id: string, version: number, form: EndpointsForm, actor: string): Promise<Saved> {
  const slice: EndpointsSlice = { source: form.source, destination: form.destination };
  return saveSlice(id, version, actor, "endpoints", async (tx, row) => {
    const fields: Record<string, string> = {};
    const source = await placeOf(slice.source, tx).catch(() => null);
    const destination = await placeOf(slice.destination, tx).catch(() => null);
    if (source === null) fields["source.hostId"] = "This host is no longer registered.";
    if (destination === null) fields["destination.clusterId"] = "This cluster is no longer registered.";
    const sourceSecret = await sealedFor(tx, row, "source", slice, form.sourcePassword, fields);
    const destinationSecret = await sealedFor(tx, row, "destination", slice, form.destinationPassword, fields);
    if (source === null || destination === null || Object.keys(fields).length > 0) throw new InputInvalid(fields);
    // Other servers: what was chosen of the old ones' objects may not exist; the choice is kept and the precheck names what is missing.
    return {
      name: form.name,
      endpoints: asJson(slice),
      sourceSecret,
      destinationSecret,
      hostId: slice.source.kind === "ecs" ? slice.source.hostId : null,
      clusterId: slice.destination.clusterId,
      sourceAddress: `${source.address}:${source.port}`,
      destinationAddress: `${destination.address}:${destination.port}`,
    };
  });
}

async function sealedFor(
  tx: DatabaseLike,
  row: Task,
  side: "source" | "destination",
  slice: EndpointsSlice,
  entered: string,
  fields: Record<string, string>,
): Promise<string | null> {
  if (entered !== "") return seal(entered, secretPurpose(row.id, side));
  const saved = side === "source" ? row.sourceSecret : row.destinationSecret;
  const field = `${side}Password`;
  if (saved === null) {
    fields[field] = "Enter the password.";
    return null;
  }
  if (!(await isSameAccount(tx, row, side, slice[side]))) {
    fields[field] = "The address or the account changed: enter the password.";
    return null;
  }
  return saved;
}

/** Does the entered endpoint lead to the account that the saved password belongs to? */
async function isSameAccount(tx: DatabaseLike, row: Task, side: "source" | "destination", entered: EndpointConfig): Promise<boolean> {
  const saved = taskRecord(row).endpoints?.[side];
  if (saved === undefined || saved.account !== entered.account) return false;
  const [before, now] = await Promise.all([placeOf(saved, tx).catch(() => null), placeOf(entered, tx).catch(() => null)]);
  return before !== null && now !== null && before.address === now.address && before.port === now.port;
}

/** For probes: may the saved password be used for this endpoint? */
export async function hasSavedPasswordFor(row: Task, side: "source" | "destination", entered: EndpointConfig): Promise<boolean> {
  return (side === "source" ? row.sourceSecret : row.destinationSecret) !== null && (await isSameAccount(database(), row, side, entered));
}

/** Step 2: both endpoints, as they are saved now, were reached. */
export async function saveNetworkProof(id: string, provenHash: string): Promise<Saved | null> {
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    // Edited while the probes ran: the proof is about something else.
    if (endpointsHash(row) !== provenHash || !isEditable(taskRecord(row).status)) return null;
    const now = Date.now();
    const saved = await tx.task.update({ where: { id }, data: { network: { endpointsHash: provenHash, checkedAtMs: now }, updatedAtMs: now } });
    return settle(tx, saved, row, "system");
  });
}

/** Step 3. */
export async function saveObjects(id: string, version: number, slice: ObjectsSlice, actor: string): Promise<Saved> {
  return saveSlice(id, version, actor, "objects", async (tx, row) => {
    const accepted = taskRecord(row).objects?.existingTables === "ignore";
    if (slice.existingTables === "ignore" && !accepted) {
      await tx.acceptedRisk.create({
        data: {
          taskId: id,
          kind: "existing-tables-ignored",
          subject: "",
          reason: "Data consistency is not guaranteed: existing tables are ignored.",
          actor,
          atMs: Date.now(),
        },
      });
      await recordOperation(
        { actor, source: "console", action: "accept-risk", taskId: id, object: row.name, result: "done", detail: { kind: "existing-tables-ignored" } },
        tx,
      );
    }
    if (slice.existingTables !== "ignore")
      await tx.acceptedRisk.updateMany({ where: { taskId: id, kind: "existing-tables-ignored", revokedAtMs: null }, data: { revokedAtMs: Date.now() } });
    return { objects: asJson(slice) };
  });
}

/** Step 4. */
export async function saveInitialization(id: string, version: number, slice: InitializationSlice, actor: string): Promise<Saved> {
  return saveSlice(id, version, actor, "initialization", async () => ({ initialization: asJson(slice) }));
}

/** What was typed and is not valid yet. Kept apart from the configuration; passwords are never kept here. */
export async function saveUnsaved(id: string, step: WizardStep, values: Record<string, unknown>): Promise<{ savedAtMs: number }> {
  const kept = Object.fromEntries(Object.entries(values).filter(([key]) => !/password/i.test(key)));
  if (JSON.stringify(kept).length > 2_000_000) throw new InputInvalid({ values: "This is more than can be kept as a draft." });
  const now = Date.now();
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    if (!isEditable(taskRecord(row).status)) throw new AppError("transition-refused", { context: { status: row.status } });
    await tx.task.update({ where: { id }, data: { unsaved: asJson({ ...taskRecord(row).unsaved, [step]: kept }), draftSavedAtMs: now } });
    return { savedAtMs: now };
  });
}

type Patch = Prisma.TaskUncheckedUpdateInput;

async function saveSlice(
  id: string,
  version: number,
  actor: string,
  step: WizardStep,
  patchOf: (tx: DatabaseLike, row: Task) => Promise<Patch>,
): Promise<Saved> {
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    const before = taskRecord(row);
    if (!isEditable(before.status)) throw new AppError("transition-refused", { context: { status: before.status, action: "edit" } });
    if (row.version !== version) throw new AppError("version-conflict", { context: { version: row.version } });
    const patch = await patchOf(tx, row);
    const unsaved = { ...before.unsaved };
    delete unsaved[step];
    const now = Date.now();
    const saved = await tx.task.update({
      where: { id },
      data: { ...patch, unsaved: asJson(unsaved), version: version + 1, draftSavedAtMs: now, updatedAtMs: now },
    });
    const result = await settle(tx, saved, row, actor);
    if (configHash(saved) !== configHash(row)) {
      await recordOperation(
        {
          actor,
          source: "console",
          action: `save-${step}`,
          taskId: id,
          object: saved.name,
          result: "done",
          detail: { before: slicesOf(row)[step], after: slicesOf(saved)[step] },
        },
        tx,
      );
    }
    return result;
  });
}

const slicesOf = (row: Task): Partial<Record<WizardStep, unknown>> => ({ endpoints: row.endpoints, objects: row.objects, initialization: row.initialization });

/** After a write of the configuration: keeps hash and status in step. Saving the same again keeps a passed precheck. */
async function settle(tx: DatabaseLike, row: Task, before: Task, actor: string): Promise<Saved> {
  const record = taskRecord(row);
  const complete = isConfigured(record.progress);
  const hash = configHash(row);
  const changed = hash !== configHash(before) || complete !== isConfigured(taskRecord(before).progress);
  if (changed || row.configHash !== hash) {
    const patch = { configHash: hash, startRequested: false, startAtMs: null };
    await transitionWithin(tx, {
      id: row.id,
      action: complete ? "configured" : "edit",
      actor,
      message: complete ? "Configuration saved and complete." : "Configuration changed.",
      patch,
    });
  }
  return { version: row.version, nextStep: firstIncompleteStep(record.progress), savedAtMs: Number(row.draftSavedAtMs ?? row.updatedAtMs) };
}

export async function renameTask(id: string, name: string, actor: string): Promise<void> {
  await database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null || row.status === "released") throw new AppError("not-found");
    await tx.task.update({ where: { id }, data: { name, updatedAtMs: Date.now() } });
    await recordOperation(
      { actor, source: "console", action: "rename-task", taskId: id, object: name, result: "done", detail: { before: row.name, after: name } },
      tx,
    );
  });
}

export async function setTags(id: string, tags: Readonly<Record<string, string>>, actor: string): Promise<void> {
  await database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null || row.status === "released") throw new AppError("not-found");
    await tx.task.update({ where: { id }, data: { tags, updatedAtMs: Date.now() } });
    await recordOperation(
      { actor, source: "console", action: "set-tags", taskId: id, object: row.name, result: "done", detail: { before: row.tags, after: tags } },
      tx,
    );
  });
}

/**
 * Account, password, address or encryption of a task that has been started. The data keeps its position; the source's identity is checked again when the
 * runner connects, which it does at once where the task runs.
 */
export async function changeConnection(id: string, version: number, form: EndpointsForm, actor: string): Promise<void> {
  const slice: EndpointsSlice = { source: form.source, destination: form.destination };
  await database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    if (!isAllowed("changeConnection", taskRecord(row)))
      throw new AppError("transition-refused", { context: { status: row.status, action: "change-connection" } });
    if (row.version !== version) throw new AppError("version-conflict", { context: { version: row.version } });
    const fields: Record<string, string> = {};
    const source = await placeOf(slice.source, tx).catch(() => null);
    const destination = await placeOf(slice.destination, tx).catch(() => null);
    if (source === null) fields["source.hostId"] = "This host is no longer registered.";
    if (destination === null) fields["destination.clusterId"] = "This cluster is no longer registered.";
    const sourceSecret = await sealedFor(tx, row, "source", slice, form.sourcePassword, fields);
    const destinationSecret = await sealedFor(tx, row, "destination", slice, form.destinationPassword, fields);
    if (source === null || destination === null || Object.keys(fields).length > 0) throw new InputInvalid(fields);
    // That a password was entered is on record; what it is, is not.
    const entered = (["source", "destination"] as const).filter((side) => form[`${side}Password`] !== "");
    const now = Date.now();
    await tx.task.update({
      where: { id },
      data: {
        endpoints: asJson(slice),
        sourceSecret,
        destinationSecret,
        hostId: slice.source.kind === "ecs" ? slice.source.hostId : null,
        clusterId: slice.destination.clusterId,
        sourceAddress: `${source.address}:${source.port}`,
        destinationAddress: `${destination.address}:${destination.port}`,
        version: row.version + 1,
        settingsRevision: { increment: 1 },
        updatedAtMs: now,
      },
    });
    await tx.taskEvent.create({
      data: {
        taskId: id,
        atMs: now,
        kind: "configuration",
        severity: "info",
        actor,
        message: "Connection changed.",
        detail: { source: `${source.address}:${source.port}`, destination: `${destination.address}:${destination.port}` },
      },
    });
    await recordOperation(
      { actor, source: "console", action: "change-connection", taskId: id, object: row.name, result: "done", detail: { before: row.endpoints, after: { ...slice, ...(entered.length > 0 ? { credentialsEntered: entered } : {}) } } },
      tx,
    );
  });
}

/** Level-2 actions are confirmed by typing the task's name. Throws `input-invalid`. */
export async function assertNamed(id: string, typed: string): Promise<void> {
  const row = await database().task.findUnique({ where: { id } });
  if (row === null) throw new AppError("not-found");
  if (typed !== row.name) throw new InputInvalid({ confirmName: "This is not the task's name." });
}
