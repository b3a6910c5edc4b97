import { database } from "../../db/client";
import type { MeterKind } from "../../metering/meter-kind";
import { freePercent } from "./estimate";

const hourMs = 3_600_000;
const copying: MeterKind = "full";

/** Free space that somebody typed for the cluster, and when. Null: nobody did. */
export async function typedFreeSpace(clusterId: string | null): Promise<{ readonly bytes: number; readonly atMs: number } | null> {
  const row = clusterId === null ? null : await database().cluster.findUnique({ where: { id: clusterId }, select: { freeBytes: true, freeAtMs: true } });
  return row === null || row.freeBytes === null || row.freeAtMs === null ? null : { bytes: Number(row.freeBytes), atMs: Number(row.freeAtMs) };
}

/** By cluster: what is about left of its storage, in per cent. Only what tasks copied is known; what changes write over and what others write is not. */
export async function freePercents(): Promise<ReadonlyMap<string, number>> {
  const clusters = await database().cluster.findMany({ where: { freeBytes: { not: null }, storageBytes: { not: null } }, select: { id: true, storageBytes: true, freeBytes: true, freeAtMs: true, tasks: { select: { id: true } } } });
  const left = new Map<string, number>();
  for (const { id, storageBytes, freeBytes, freeAtMs, tasks } of clusters) {
    const since = Number(freeAtMs ?? 0);
    const { _sum } = await database().meterHour.aggregate({ where: { taskId: { in: tasks.map((task) => task.id) }, kind: copying, atMs: { gte: since - (since % hourMs) } }, _sum: { bytes: true } });
    const percent = freePercent({ storageBytes: Number(storageBytes), freeBytes: Number(freeBytes), freeAtMs: since }, Number(_sum.bytes ?? 0));
    if (percent !== null) left.set(id, percent);
  }
  return left;
}
