import { database } from "../db/client";
import { byUrgency, type DiagnosisView, type Finding } from "./finding";
import type { HotTable } from "./server-checks";

/** The diagnosis of that number, or the newest; null when there is none. */
export async function getDiagnosis(taskId: string, id?: number): Promise<DiagnosisView | null> {
  const row = await database().diagnosis.findFirst({ where: { taskId, ...(id === undefined ? {} : { id }) }, orderBy: { id: "desc" } });
  if (row === null) return null;
  return { id: row.id, atMs: Number(row.atMs), durationMs: row.durationMs, actor: row.actor, findings: byUrgency(row.findings as unknown as Finding[]) };
}

/** The tables with the most updates and deletes, by their names at the destination. */
export async function hotTables(taskId: string): Promise<HotTable[]> {
  const rows = await database().taskTable.findMany({ where: { taskId, state: { in: ["live", "catching_up"] } } });
  const changes = (row: (typeof rows)[number]) => Number(row.updates + row.deletes + row.updatesBefore + row.deletesBefore);
  return rows
    .filter((row) => changes(row) > 0)
    .sort((a, b) => changes(b) - changes(a))
    .slice(0, 10)
    .map((row) => ({ database: row.destinationDatabase, table: row.destinationTable }));
}
