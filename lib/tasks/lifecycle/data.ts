import { standingRules } from "../../endpoints/network-rules/mutations";
import { database } from "../../db/client";
import { getTaskRow } from "../data";
import type { InstanceClass } from "../instance-class";
import { taskRecord } from "../record";

export interface ReleaseFacts {
  readonly instanceClass: InstanceClass;
  /** Accounts whose stored passwords go: `dts@10.0.0.5:3306`. */
  readonly credentials: readonly string[];
  readonly rules: readonly { readonly side: "source" | "destination"; readonly name: string; readonly port: number; readonly sources: readonly string[]; readonly removeOnRelease: boolean }[];
}

/** Throws `not-found`. */
export async function getReleaseFacts(id: string): Promise<ReleaseFacts> {
  const row = await getTaskRow(id);
  const { endpoints } = taskRecord(row);
  const stored = [
    row.sourceSecret === null ? null : `${endpoints?.source.account ?? ""}@${row.sourceAddress ?? ""}`,
    row.destinationSecret === null ? null : `${endpoints?.destination.account ?? ""}@${row.destinationAddress ?? ""}`,
  ];
  return { instanceClass: row.instanceClass as InstanceClass, credentials: stored.filter((each) => each !== null), rules: await standingRules(id) };
}

/** When the task failed that has been told to go on and has not run since; null when it was not a failure that it stood still for. Milliseconds since 1970. */
export async function failedSince(taskId: string): Promise<number | null> {
  const db = database();
  const to = (status: string) => ({ taskId, kind: "status", detail: { path: "$.to", equals: status } });
  const failure = await db.taskEvent.findFirst({ where: to("failed"), orderBy: { id: "desc" } });
  if (failure === null) return null;
  const over = await db.taskEvent.findFirst({ where: { id: { gt: failure.id }, OR: [to("running"), to("not_configured")] } });
  return over === null ? Number(failure.atMs) : null;
}
