/** Changes of a task that has been started: class, rate caps, thresholds, retry times; its connection. */
import { AppError } from "../../errors/app-error";
import { database } from "../../db/client";
import { recordOperation } from "../../operations/mutations";
import { isAllowed } from "../action-rules";
import { InputInvalid } from "../../errors/input-invalid";
import { endpointColumns } from "../mutations";
import { configHash, taskRecord } from "../record";
import { carriesHeartbeat, heartbeatCarried, type EndpointsForm } from "../schema";
import { asJsonValue } from "../transition";
import { limitChanges, limitsOf, needsNewAttempt, type LimitChange, type Limits } from "./schema";

/**
 * Takes effect at once: a runner that works on the task ends its attempt at a transaction border and begins another, which takes seconds. Answers what
 * changed; nothing changed = nothing is written. Throws `transition-refused`, `version-conflict`.
 */
export async function changeLimits(id: string, version: number, limits: Limits, actor: string, reason?: string): Promise<LimitChange[]> {
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    const record = taskRecord(row);
    const { objects, instanceClass } = record;
    if (objects === null || !isAllowed("changeClass", record)) throw new AppError("transition-refused", { context: { status: row.status, action: "change-limits" } });
    if (row.version !== version) throw new AppError("version-conflict", { context: { version: row.version } });
    const changes = limitChanges(limitsOf(instanceClass, objects), limits);
    if (changes.length === 0) return changes;
    if (carriesHeartbeat({ ...limits, objects: objects.objects })) throw new InputInvalid({ heartbeatSeconds: heartbeatCarried });
    const { instanceClass: klass, ...rest } = limits;
    const slice = asJsonValue({ ...objects, heartbeatSeconds: undefined, ...rest });
    const now = Date.now();
    await tx.task.update({
      where: { id },
      data: {
        instanceClass: klass,
        objects: slice,
        configHash: configHash({ ...row, objects: slice as typeof row.objects }),
        version: version + 1,
        updatedAtMs: now,
        ...(needsNewAttempt(changes) ? { settingsRevision: { increment: 1 } } : {}),
      },
    });
    const values = (side: "before" | "after") => Object.fromEntries(changes.map((change) => [change.path, change[side]]));
    await tx.taskEvent.create({
      data: {
        taskId: id,
        atMs: now,
        kind: "configuration",
        severity: "info",
        actor,
        message: `Limits changed: ${changes.map(({ path, before, after }) => `${path} ${before ?? "none"} → ${after ?? "none"}`).join(", ")}.`,
        detail: Object.fromEntries(changes.map(({ path, before, after }) => [path, `${before ?? "–"} → ${after ?? "–"}`])),
      },
    });
    await recordOperation(
      { actor, source: "console", action: "change-limits", taskId: id, object: row.name, result: "done", reason, detail: { before: values("before"), after: values("after") } },
      tx,
    );
    return changes;
  });
}

/**
 * Account, password, address or encryption of a task that has been started. The data keeps its position; the source's identity is checked again when the
 * runner connects, which it does at once where the task runs.
 */
export async function changeConnection(id: string, version: number, form: EndpointsForm, actor: string): Promise<void> {
  await database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    if (!isAllowed("changeConnection", taskRecord(row)))
      throw new AppError("transition-refused", { context: { status: row.status, action: "change-connection" } });
    if (row.version !== version) throw new AppError("version-conflict", { context: { version: row.version } });
    const columns = await endpointColumns(tx, row, form);
    // That a password was entered is on record; what it is, is not.
    const entered = (["source", "destination"] as const).filter((side) => form[`${side}Password`] !== "");
    const now = Date.now();
    await tx.task.update({
      where: { id },
      data: {
        ...columns,
        version: row.version + 1,
        settingsRevision: { increment: 1 },
        updatedAtMs: now,
      },
    });
    await tx.taskEvent.create({
      data: {
        taskId: id,
        atMs: now,
        kind: "connection",
        severity: "info",
        actor,
        message: "Connection changed.",
        detail: { source: columns.sourceAddress, destination: columns.destinationAddress },
      },
    });
    await recordOperation(
      { actor, source: "console", action: "change-connection", taskId: id, object: row.name, result: "done", detail: { before: row.endpoints, after: { source: form.source, destination: form.destination, ...(entered.length > 0 ? { credentialsEntered: entered } : {}) } } },
      tx,
    );
  });
}
