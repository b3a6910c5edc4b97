/** Reads over all tasks at once: for the overview and the pages of resources. */
import { database } from "../../db/client";
import { taskRecord } from "../record";
import type { ReachabilityView } from "../view";
import type { RecentEventView } from "../event-view";

/** Whose servers were reached from where the runner is, by the last check of step 2. */
export async function listReachability(): Promise<ReachabilityView[]> {
  const rows = await database().task.findMany({ where: { status: { not: "released" }, sourceAddress: { not: null } }, orderBy: { name: "asc" } });
  return rows.map((row) => {
    const { network, progress } = taskRecord(row);
    return {
      id: row.id,
      name: row.name,
      source: row.sourceAddress ?? "",
      destination: row.destinationAddress ?? "",
      checkedAtMs: progress.network && network !== null ? network.checkedAtMs : null,
    };
  });
}

/** What happened last over all tasks, newest first; without the chatter of retries and single tables. */
export async function listRecentEvents(limit: number): Promise<RecentEventView[]> {
  const rows = await database().taskEvent.findMany({
    where: { OR: [{ severity: { in: ["warn", "error"] } }, { kind: { in: ["status", "phase", "ddl-applied", "recovered", "connection", "worker", "runway"] } }] },
    orderBy: { id: "desc" },
    take: limit,
    include: { task: { select: { name: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    taskId: row.taskId,
    taskName: row.task.name,
    atMs: Number(row.atMs),
    severity: row.severity as RecentEventView["severity"],
    actor: row.actor,
    message: row.message,
  }));
}
