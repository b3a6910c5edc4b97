import { database } from "../db/client";
import { recordOperation } from "../operations/mutations";
import { getSettings } from "./data";
import { type ConsoleSettings, type ConsoleSettingsInput, consoleSettingsSchema } from "./schema";

/** Merges what one page asks for into what holds. Throws `input-invalid` by way of `check`. */
export async function saveSettings(
  change: Partial<ConsoleSettingsInput>,
  actor: string,
  check: (merged: unknown) => ConsoleSettings = (merged) => consoleSettingsSchema.parse(merged),
): Promise<ConsoleSettings> {
  const before = await getSettings();
  const settings = check({ ...before, ...change });
  await database().$transaction(async (tx) => {
    const row = { settings, updatedBy: actor, updatedAtMs: Date.now() };
    await tx.consoleSettings.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
    await recordOperation({ actor, source: "console", action: "save-settings", object: "console", result: "done", detail: { before, after: settings } }, tx);
  });
  return settings;
}

/** Lets go of what is older than the settings say: events, operation logs, tombstones with everything of theirs. */
export async function dropOutdated(now = Date.now()): Promise<void> {
  const { eventDays, operationDays, tombstoneDays } = await getSettings();
  const before = (days: number) => now - days * 86_400_000;
  const db = database();
  await db.taskEvent.deleteMany({ where: { atMs: { lt: before(eventDays) } } });
  await db.operationLog.deleteMany({ where: { atMs: { lt: before(operationDays) } } });
  await db.task.deleteMany({ where: { status: "released", releasedAtMs: { lt: before(tombstoneDays) } } });
}
