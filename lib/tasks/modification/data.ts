/** Reads of modifications, for the runner and for screens. */
import { database } from "../../db/client";
import type { Modification } from "../../engine/plan";
import { errorCatalogue } from "../../errors/catalogue";
import type { Task, TaskModification } from "../../generated/prisma/client";
import type { TableName } from "../../mysql/table-definition";
import { asErrorCode } from "../record";
import type { SelectedObjects } from "../schema";
import { diffOf } from "./diff";
import type { ModificationKind, ModificationState, ModificationView } from "./view";

/** What the runner is to carry out beside the stream; null = nothing. */
export async function openModification(row: Pick<Task, "id" | "modification">): Promise<Modification | null> {
  if (row.modification === null) return null;
  const found = await database().taskModification.findUnique({ where: { taskId_number: { taskId: row.id, number: row.modification } } });
  return found === null ? null : { id: String(found.number), objects: found.objects as SelectedObjects, reload: found.reload as unknown as TableName[] };
}

/** The newest modification of the task, whatever became of it; null = there never was one. */
export async function getModification(taskId: string): Promise<ModificationView | null> {
  const row = await database().taskModification.findFirst({ where: { taskId }, orderBy: { number: "desc" } });
  return row === null ? null : modificationView(row);
}

async function modificationView(row: TaskModification): Promise<ModificationView> {
  const diff = diffOf(row.before as SelectedObjects, row.objects as SelectedObjects, row.reload as unknown as TableName[]);
  const report =
    row.reportNumber === null
      ? null
      : await database().precheckReport.findUnique({ where: { taskId_number: { taskId: row.taskId, number: row.reportNumber } }, include: { items: { select: { status: true } } } });
  const count = (...statuses: string[]) => report?.items.filter((item) => statuses.includes(item.status)).length ?? 0;
  const code = asErrorCode(row.errorCode);
  return {
    number: row.number,
    kind: row.kind as ModificationKind,
    state: row.state as ModificationState,
    objects: row.objects as SelectedObjects,
    diff,
    reason: row.reason,
    report: report === null ? null : { number: report.number, status: report.status, failed: count("failed", "error"), warnings: count("warning") },
    createdBy: row.createdBy,
    createdAtMs: Number(row.createdAtMs),
    error: code === null || row.state !== "failed" ? null : { code, sentence: errorCatalogue[code].sentence, remedy: errorCatalogue[code].remedy, detail: row.errorDetail },
  };
}
