/** Writes of the configuration. They trust their input's shape (the action has parsed it) and check what only the control database knows. */
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { database, type DatabaseLike } from "../db/client";
import type { Prisma, Task } from "../generated/prisma/client";
import { placeOf, secretPurpose } from "../endpoints/data";
import type { EndpointConfig } from "../endpoints/schema";
import { seal } from "../endpoints/secret";
import { recordOperation } from "../operations/mutations";
import { configHash, endpointsHash, taskRecord } from "./record";
import type { EndpointsForm, EndpointsSlice, InitializationSlice, ObjectsSlice } from "./schema";
import { isEditable } from "./status";
import { firstIncompleteStep, isConfigured, type WizardStep } from "./steps";
import { asJsonValue, transitionWithin } from "./transition";

export interface Saved {
  readonly version: number;
  readonly nextStep: WizardStep;
  readonly savedAtMs: number;
}

/** Step 1. Passwords left empty keep the saved ones, unless the address or the account changed: a saved password is not sent elsewhere. */
export async function saveEndpoints(id: string, version: number, form: EndpointsForm, actor: string): Promise<Saved> {
  // Other servers: what was chosen of the old ones' objects may not exist; the choice is kept and the precheck names what is missing.
  return saveSlice(id, version, actor, "endpoints", async (tx, row) => ({ name: form.name, ...(await endpointColumns(tx, row, form)) }));
}

/** The task's columns about both endpoints, passwords sealed. Throws `input-invalid` with the fields that are wrong. */
export async function endpointColumns(tx: DatabaseLike, row: Task, form: Pick<EndpointsForm, "source" | "destination" | "sourcePassword" | "destinationPassword">) {
  const slice: EndpointsSlice = { source: form.source, destination: form.destination };
  const fields: Record<string, string> = {};
  const source = await placeOf(slice.source, tx).catch(() => null);
  const destination = await placeOf(slice.destination, tx).catch(() => null);
  if (source === null) fields["source.hostId"] = "This host is no longer registered.";
  if (destination === null) fields["destination.clusterId"] = "This cluster is no longer registered.";
  const sourceSecret = await sealedFor(tx, row, "source", slice, form.sourcePassword, fields);
  const destinationSecret = await sealedFor(tx, row, "destination", slice, form.destinationPassword, fields);
  if (source === null || destination === null || Object.keys(fields).length > 0) throw new InputInvalid(fields);
  return {
    endpoints: asJsonValue(slice),
    sourceSecret,
    destinationSecret,
    hostId: slice.source.kind === "ecs" ? slice.source.hostId : null,
    clusterId: slice.destination.clusterId,
    sourceAddress: `${source.address}:${source.port}`,
    destinationAddress: `${destination.address}:${destination.port}`,
  };
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
    return { objects: asJsonValue(slice) };
  });
}

/** Step 4. */
export async function saveInitialization(id: string, version: number, slice: InitializationSlice, actor: string): Promise<Saved> {
  return saveSlice(id, version, actor, "initialization", async () => ({ initialization: asJsonValue(slice) }));
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
    await tx.task.update({ where: { id }, data: { unsaved: asJsonValue({ ...taskRecord(row).unsaved, [step]: kept }), draftSavedAtMs: now } });
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
      data: { ...patch, unsaved: asJsonValue(unsaved), version: version + 1, draftSavedAtMs: now, updatedAtMs: now },
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
    const patch = { configHash: hash, startRequested: false, startAtMs: null, missedStartMs: null };
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

/** Level-2 actions are confirmed by typing the task's name. Throws `input-invalid`. */
export async function assertNamed(id: string, typed: string): Promise<void> {
  const row = await database().task.findUnique({ where: { id } });
  if (row === null) throw new AppError("not-found");
  if (typed !== row.name) throw new InputInvalid({ confirmName: "This is not the task's name." });
}
