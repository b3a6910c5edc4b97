import { database, type DatabaseLike } from "../db/client";
import { AppError } from "../errors/app-error";
import { recordOperation } from "../operations/mutations";
import { asJsonValue } from "../tasks/transition";
import { isInWindow } from "../verification/schema";
import { openChannel, readAlertFacts, readRules } from "./data";
import { alertMessage } from "./message";
import { type AlertKind, alertKinds, type AlertState, builtInRules, judge, type RuleSettings, step } from "./rules";
import { send } from "./send";

// rules -----------------------------------------------------------------------------------------------------------------

export async function saveRule(scope: string, kind: AlertKind, settings: RuleSettings, actor: string): Promise<void> {
  const before = (await readRules())(scope, kind).settings;
  const data = { settings: asJsonValue(settings), updatedBy: actor, updatedAtMs: Date.now() };
  await database().alertRule.upsert({ where: { scope_kind: { scope, kind } }, create: { scope, kind, ...data }, update: data });
  await recordOperation({ actor, source: "console", action: "save-alert-rule", ...(scope === "" ? {} : { taskId: scope }), object: kind, result: "done", detail: { before, after: settings } });
}

/** Nobody is told of this rule's alerts until then; null ends it. */
export async function muteRule(scope: string, kind: AlertKind, mutedUntilMs: number | null, actor: string): Promise<void> {
  const rule = (await readRules())(scope, kind);
  const data = { mutedUntilMs, updatedBy: actor, updatedAtMs: Date.now() };
  await database().alertRule.upsert({ where: { scope_kind: { scope, kind } }, create: { scope, kind, settings: asJsonValue(rule.settings ?? builtInRules[kind]), ...data }, update: data });
  await recordOperation({ actor, source: "console", action: "mute-alert-rule", ...(scope === "" ? {} : { taskId: scope }), object: kind, result: "done", detail: { mutedUntilMs } });
}

/** The rule of the console, or the built-in one, holds again. */
export async function resetRule(scope: string, kind: AlertKind, actor: string): Promise<void> {
  await database().alertRule.deleteMany({ where: { scope, kind } });
  await recordOperation({ actor, source: "console", action: "reset-alert-rule", ...(scope === "" ? {} : { taskId: scope }), object: kind, result: "done" });
}

// watching --------------------------------------------------------------------------------------------------------------

/** Takes or keeps a piece of work for this process. */
export async function holdLease(name: string, owner: string, forMs: number, now: number): Promise<boolean> {
  const db = database();
  const { count } = await db.processLease.updateMany({ where: { name, OR: [{ owner }, { expiresAtMs: { lt: now } }] }, data: { owner, expiresAtMs: now + forMs } });
  if (count === 1) return true;
  try {
    await db.processLease.create({ data: { name, owner, expiresAtMs: now + forMs } });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "P2002") return false;
    throw error;
  }
}

/** Looks at every rule of every task once: raises, clears, and plans what is to be told. */
export async function evaluateAlerts(now: number, moved: (taskId: string, position: string | null) => boolean | null): Promise<void> {
  const db = database();
  const [tasks, rule, open] = await Promise.all([readAlertFacts(now, moved), readRules(), db.alert.findMany({ where: { state: { in: ["pending", "active"] } } })]);
  for (const task of tasks) {
    for (const kind of alertKinds) {
      const { settings, mutedUntilMs } = rule(task.id, kind);
      const row = open.find((each) => each.taskId === task.id && each.kind === kind) ?? null;
      const state: AlertState | null = row && { state: row.state as AlertState["state"], sinceMs: Number(row.sinceMs), clearSinceMs: row.clearSinceMs === null ? null : Number(row.clearSinceMs) };
      const verdict = judge(kind, settings, task.facts, state?.state === "active", now);
      const told = (mutedUntilMs === null || mutedUntilMs <= now) && (settings.hours === null || isInWindow(settings.hours, now));
      switch (step(state, verdict.holds, settings, now).kind) {
        case "pend":
          await db.alert.create({ data: { taskId: task.id, kind, state: "pending", sinceMs: now, value: verdict.value, cause: verdict.cause } });
          break;
        case "raise":
          await db.$transaction(async (tx) => {
            const data = { state: "active", raisedAtMs: now, value: verdict.value, cause: verdict.cause, quiet: !told };
            const { id } = row ? await tx.alert.update({ where: { id: row.id }, data }) : await tx.alert.create({ data: { taskId: task.id, kind, sinceMs: now, ...data } });
            await note(tx, task.id, kind, "warn", `Alert raised: ${verdict.cause}`, now);
            if (told) await planDeliveries(tx, id, "raised", settings.channels, now);
          });
          break;
        case "forget":
          await db.alert.delete({ where: { id: row!.id } });
          break;
        case "clearing":
          await db.alert.update({ where: { id: row!.id }, data: { clearSinceMs: now } });
          break;
        case "holding":
          await db.alert.update({ where: { id: row!.id }, data: { clearSinceMs: null, cause: verdict.cause, value: verdict.value } });
          break;
        case "clear":
          await db.$transaction(async (tx) => {
            await tx.alert.update({ where: { id: row!.id }, data: { state: "cleared", clearedAtMs: now } });
            await note(tx, task.id, kind, "info", `Alert cleared: ${row!.cause}`, now);
            if (told && !row!.quiet) await planDeliveries(tx, row!.id, "cleared", settings.channels, now);
          });
          break;
        case "nothing":
          if (state?.state === "active" && verdict.holds === true && verdict.cause !== row!.cause) await db.alert.update({ where: { id: row!.id }, data: { cause: verdict.cause, value: verdict.value } });
      }
      // Raised while nobody was to be told, and it still holds now that somebody may be: told late, not never.
      if (state?.state === "active" && row!.quiet && told && settings.enabled && verdict.holds === true)
        await db.$transaction(async (tx) => {
          await tx.alert.update({ where: { id: row!.id }, data: { quiet: false } });
          await planDeliveries(tx, row!.id, "raised", settings.channels, now);
        });
    }
  }
  // A task that was released or reset has nothing to be alerted about.
  const known = new Set(tasks.map((task) => task.id));
  for (const row of open.filter((each) => !known.has(each.taskId))) {
    if (row.state === "pending") await db.alert.delete({ where: { id: row.id } });
    else await db.alert.update({ where: { id: row.id }, data: { state: "cleared", clearedAtMs: now } });
  }
}

async function note(tx: DatabaseLike, taskId: string, kind: AlertKind, severity: "info" | "warn", message: string, atMs: number): Promise<void> {
  await tx.taskEvent.create({ data: { taskId, atMs, kind: "alert", severity, actor: "system", message, detail: { alert: kind } } });
}

async function planDeliveries(tx: DatabaseLike, alertId: number, what: "raised" | "cleared", channels: readonly string[], now: number): Promise<void> {
  const rows = await tx.alertChannel.findMany({ where: { enabled: true, ...(channels.length === 0 ? {} : { id: { in: [...channels] } }) } });
  for (const channel of rows) await tx.alertDelivery.create({ data: { alertId, channelId: channel.id, channelName: channel.name, what, state: "waiting", nextAtMs: now, createdAtMs: now } });
}

/** After these pauses a message is tried again; then it is given up. */
const pausesMs = [15_000, 60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000];

/** Sends what is due. An attempt is written down before it is made, so that no two processes make the same one. */
export async function deliverAlerts(now: number, baseUrl: string): Promise<void> {
  const db = database();
  for (const row of await db.alertDelivery.findMany({ where: { state: "waiting", nextAtMs: { lte: now } }, orderBy: { id: "asc" }, take: 20 })) {
    const pause = pausesMs[row.attempts];
    const { count } = await db.alertDelivery.updateMany({
      where: { id: row.id, state: "waiting", attempts: row.attempts },
      data: { attempts: row.attempts + 1, nextAtMs: now + (pause ?? 60_000) },
    });
    if (count !== 1) continue;
    try {
      const alert = row.alertId === null ? null : await db.alert.findUnique({ where: { id: row.alertId }, include: { task: { select: { name: true } } } });
      if (alert === null) throw new AppError("not-found");
      const channel = await openChannel(row.channelId);
      const message = alertMessage({
        what: row.what as "raised",
        kind: alert.kind as AlertKind,
        taskId: alert.taskId,
        taskName: alert.task.name,
        cause: alert.cause,
        atMs: Number((row.what === "cleared" ? alert.clearedAtMs : alert.raisedAtMs) ?? now),
        baseUrl,
        language: channel.language,
      });
      await send(channel.target, message);
      await db.alertDelivery.update({ where: { id: row.id }, data: { state: "sent", sentAtMs: Date.now(), lastError: null } });
    } catch (error) {
      const gone = error instanceof AppError;
      const lastError = gone ? error.code : error instanceof Error ? error.message : "The address cannot be reached.";
      await db.alertDelivery.update({ where: { id: row.id }, data: { lastError, ...(gone || pause === undefined ? { state: "failed" } : {}) } });
    }
  }
}

const keepMs = 30 * 86_400_000;

/** Alerts and deliveries that ended a month ago. */
export async function dropOldAlerts(now: number): Promise<void> {
  const db = database();
  await db.alertDelivery.deleteMany({ where: { createdAtMs: { lt: now - keepMs }, state: { not: "waiting" } } });
  await db.alert.deleteMany({ where: { state: "cleared", clearedAtMs: { lt: now - keepMs } } });
}
