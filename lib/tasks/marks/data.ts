import { database } from "../../db/client";
import { getTaskRow } from "../data";
import { taskRecord } from "../record";
import type { Severity, TaskEventKind } from "../event-view";
import { bandsOf, type Marks, type StatusStep } from "./marks";

/** More would cover the chart. */
const mostFlags = 60;
const flagged: readonly TaskEventKind[] = ["ddl-applied", "ddl-skipped", "object-not-carried", "conflict", "warning", "error", "configuration", "connection", "worker", "runway"];

/** Bands and flags of a window of time. Throws `not-found`. */
export async function getMarks(taskId: string, window: { readonly fromMs: number; readonly toMs: number }): Promise<Marks> {
  const db = database();
  const { fromMs, toMs } = window;
  const record = taskRecord(await getTaskRow(taskId));
  const [before, within, flags] = await Promise.all([
    db.taskEvent.findFirst({ where: { taskId, kind: "status", atMs: { lt: fromMs } }, orderBy: { id: "desc" } }),
    db.taskEvent.findMany({ where: { taskId, kind: "status", atMs: { gte: fromMs, lte: toMs } }, orderBy: { id: "desc" }, take: 500 }),
    db.taskEvent.findMany({
      where: { taskId, atMs: { gte: fromMs, lte: toMs }, OR: [{ kind: { in: [...flagged] } }, { severity: "error" }] },
      orderBy: { id: "desc" },
      take: mostFlags,
    }),
  ]);
  const steps = [...(before ? [before] : []), ...within.reverse()].flatMap((event): StatusStep[] => {
    const { to } = event.detail as { to?: unknown };
    return typeof to === "string" ? [{ atMs: Number(event.atMs), to }] : [];
  });
  return {
    bands: bandsOf(steps, record.phaseTimes.load, fromMs, toMs),
    flags: flags
      .reverse()
      .map((event) => ({ id: event.id, atMs: Number(event.atMs), kind: event.kind as TaskEventKind, severity: event.severity as Severity, message: event.message })),
  };
}
