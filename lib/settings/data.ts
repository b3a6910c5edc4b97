import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { environment } from "../config/env";
import { database } from "../db/client";
import { resolutions } from "../figures/buckets";
import { type ConsoleSettings, consoleSettingsSchema, defaultSettings } from "./schema";

/** What an administrator chose, or the defaults. */
export async function getSettings(): Promise<ConsoleSettings> {
  const row = await database().consoleSettings.findUnique({ where: { id: 1 } });
  return row === null ? defaultSettings : (consoleSettingsSchema.safeParse(row.settings).data ?? defaultSettings);
}

export interface SystemView {
  readonly version: string;
  readonly startedAtMs: number;
  readonly dataDir: string;
  /** All files of the data folder, bytes. */
  readonly dataBytes: number;
  readonly databaseBytes: number;
  readonly counts: { readonly tasks: number; readonly events: number; readonly operations: number; readonly figures: number };
  readonly settings: ConsoleSettings;
  /** How long figures are kept, by grain. */
  readonly figures: readonly { readonly seconds: number; readonly keptMs: number }[];
  readonly atMs: number;
}

const startedAtMs = Date.now();

/** Facts about this installation. */
export async function getSystem(): Promise<SystemView> {
  const { version, dataDir } = environment();
  const db = database();
  const [settings, tasks, events, operations, figures, sizes] = await Promise.all([
    getSettings(),
    db.task.count({ where: { status: { not: "released" } } }),
    db.taskEvent.count(),
    db.operationLog.count(),
    db.taskFigureBucket.count(),
    fileSizes(dataDir),
  ]);
  return {
    version,
    startedAtMs,
    dataDir,
    dataBytes: sizes.reduce((sum, file) => sum + file.bytes, 0),
    databaseBytes: sizes.filter((file) => file.name.startsWith("tributary.db")).reduce((sum, file) => sum + file.bytes, 0),
    counts: { tasks, events, operations, figures },
    settings,
    figures: resolutions,
    atMs: Date.now(),
  };
}

async function fileSizes(folder: string): Promise<{ name: string; bytes: number }[]> {
  const entries = await readdir(/*turbopackIgnore: true*/ folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  // A file that goes away while we count is not there.
  return Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: (await stat(join(/*turbopackIgnore: true*/ file.parentPath, file.name)).catch(() => null))?.size ?? 0 })),
  );
}
