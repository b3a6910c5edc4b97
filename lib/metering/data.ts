import { database } from "../db/client";
import type { TaskPhase } from "../tasks/phase";
import type { TaskStatus } from "../tasks/status";
import { byHour, meterKind, metered, meterKinds, type MeterKind } from "./meter-kind";
import type { UsageHours, UsageReport, UsageTask } from "./view";

const isKind = (kind: string): kind is MeterKind => (meterKinds as readonly string[]).includes(kind);

interface Sum {
  elapsedMs: number;
  rows: number;
  bytes: number;
}

interface Entry extends Sum {
  readonly taskId: string;
  readonly taskName: string;
  readonly atMs: number;
  readonly kind: MeterKind;
}

/** All entries of hours that begin in [fromMs, toMs), the running stretch of every task included. */
async function readEntries(fromMs: number, toMs: number, nowMs: number, taskId?: string): Promise<Entry[]> {
  const db = database();
  const where = taskId === undefined ? {} : { taskId };
  const [stored, tasks] = await Promise.all([
    db.meterHour.findMany({ where: { ...where, atMs: { gte: fromMs, lt: toMs } }, orderBy: [{ atMs: "asc" }, { taskId: "asc" }] }),
    db.task.findMany({
      where: { ...(taskId === undefined ? {} : { id: taskId }), meteredAtMs: { not: null } },
      select: { id: true, name: true, status: true, phase: true, meteredAtMs: true },
    }),
  ]);
  const entries: Entry[] = stored.flatMap((row) =>
    isKind(row.kind)
      ? [{ taskId: row.taskId, taskName: row.taskName, atMs: Number(row.atMs), kind: row.kind, elapsedMs: Number(row.elapsedMs), rows: Number(row.rows), bytes: Number(row.bytes) }]
      : [],
  );
  for (const task of tasks) {
    const kind = meterKind(task.status as TaskStatus, task.phase as TaskPhase | null);
    if (kind === null) continue;
    for (const [atMs, elapsedMs] of byHour(Math.max(Number(task.meteredAtMs), fromMs), Math.min(nowMs, toMs)))
      entries.push({ taskId: task.id, taskName: task.name, atMs, kind, elapsedMs, rows: 0, bytes: 0 });
  }
  // A task that was renamed goes by its newest name.
  const names = new Map(entries.map((entry) => [entry.taskId, entry.taskName]));
  for (const task of tasks) names.set(task.id, task.name);
  return entries.map((entry) => ({ ...entry, taskName: names.get(entry.taskId) ?? entry.taskName }));
}

const add = (sum: Sum | undefined, more: Sum): Sum => ({
  elapsedMs: (sum?.elapsedMs ?? 0) + more.elapsedMs,
  rows: (sum?.rows ?? 0) + more.rows,
  bytes: (sum?.bytes ?? 0) + more.bytes,
});

/** What tasks used in hours that begin in [fromMs, toMs); milliseconds since 1970 UTC. Sorted by metered time, the most first. */
export async function getUsage(range: { readonly fromMs: number; readonly toMs: number }, nowMs = Date.now()): Promise<UsageReport> {
  const entries = await readEntries(range.fromMs, range.toMs, nowMs);
  const tasks = new Map<string, { name: string; kinds: Partial<Record<MeterKind, Sum>> }>();
  for (const entry of entries) {
    const task = tasks.get(entry.taskId) ?? { name: entry.taskName, kinds: {} };
    task.kinds[entry.kind] = add(task.kinds[entry.kind], entry);
    tasks.set(entry.taskId, task);
  }
  const rows: UsageTask[] = [...tasks].map(([taskId, { name, kinds }]) => {
    const all = Object.entries(kinds) as [MeterKind, Sum][];
    const total = (select: (kind: MeterKind) => boolean, value: (sum: Sum) => number) => all.reduce((sum, [kind, each]) => (select(kind) ? sum + value(each) : sum), 0);
    return {
      taskId,
      taskName: name,
      meteredMs: total((kind) => metered[kind], (sum) => sum.elapsedMs),
      freeMs: total((kind) => !metered[kind], (sum) => sum.elapsedMs),
      rows: total(() => true, (sum) => sum.rows),
      bytes: total(() => true, (sum) => sum.bytes),
      kinds,
    };
  });
  rows.sort((a, b) => b.meteredMs - a.meteredMs || a.taskName.localeCompare(b.taskName) || a.taskId.localeCompare(b.taskId));
  return { fromMs: range.fromMs, toMs: range.toMs, atMs: nowMs, tasks: rows };
}

/** The hours of one task, newest first, one line per hour and kind; at most 31 days. */
export async function getUsageHours(taskId: string, range: { readonly fromMs: number; readonly toMs: number }, nowMs = Date.now()): Promise<UsageHours> {
  const byKey = new Map<string, Entry>();
  for (const entry of await readEntries(range.fromMs, range.toMs, nowMs, taskId)) {
    const key = `${entry.atMs}:${entry.kind}`;
    const before = byKey.get(key);
    byKey.set(key, { ...entry, ...add(before, entry) });
  }
  const hours = [...byKey.values()].sort((a, b) => b.atMs - a.atMs || meterKinds.indexOf(a.kind) - meterKinds.indexOf(b.kind));
  return { taskId, hours: hours.map(({ atMs, kind, elapsedMs, rows, bytes }) => ({ atMs, kind, metered: metered[kind], elapsedMs, rows, bytes })) };
}

/** Everything of the range as comma-separated values (RFC 4180): one line per task, hour and kind; hours in UTC. */
export async function usageCsv(range: { readonly fromMs: number; readonly toMs: number }, nowMs = Date.now()): Promise<string> {
  const lines = ["task_id,task_name,hour_utc,kind,metered,seconds,rows,bytes"];
  const merged = new Map<string, Entry>();
  for (const entry of await readEntries(range.fromMs, range.toMs, nowMs)) {
    const key = `${entry.taskId}:${entry.atMs}:${entry.kind}`;
    merged.set(key, { ...entry, ...add(merged.get(key), entry) });
  }
  const quoted = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  for (const entry of [...merged.values()].sort((a, b) => a.atMs - b.atMs || a.taskId.localeCompare(b.taskId) || a.kind.localeCompare(b.kind)))
    lines.push(
      [entry.taskId, quoted(entry.taskName), new Date(entry.atMs).toISOString(), entry.kind, metered[entry.kind] ? "yes" : "no", (entry.elapsedMs / 1_000).toFixed(0), entry.rows, entry.bytes].join(","),
    );
  return `${lines.join("\r\n")}\r\n`;
}
