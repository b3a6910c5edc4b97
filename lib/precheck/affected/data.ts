/** All that a finding is about, by page. */
import { AppError } from "../../errors/app-error";
import { database, type DatabaseLike } from "../../db/client";
import { type AffectedObject, type CheckResult, keptAffected } from "../check";
import { matchesAffected, nameOfAffected } from "./names";

export interface AffectedPage {
  /** How many the check found. */
  readonly total: number;
  /** How many of those have their names kept: all, up to `keptAffected`. */
  readonly kept: number;
  /** How many of those fit what is sought. */
  readonly found: number;
  readonly objects: readonly AffectedObject[];
}

/** From `offset` on, those whose name or note holds `sought`. Throws `not-found`. */
export async function listAffected(taskId: string, number: number, checkId: string, { offset = 0, limit = keptAffected, sought = "" } = {}): Promise<AffectedPage> {
  const report = await database().precheckReport.findUnique({ where: { taskId_number: { taskId, number } }, select: { id: true, items: { where: { checkId }, select: { result: true } } } });
  const result = report?.items[0]?.result as CheckResult | null | undefined;
  if (report === null || !result) throw new AppError("not-found");
  const all = await affectedOf(database(), report.id, result);
  const found = sought.trim() === "" ? all : all.filter((object) => matchesAffected(object, sought));
  return { total: result.affected.total, kept: all.length, found: found.length, objects: found.slice(offset, offset + limit) };
}

/** Everything that is kept of it. */
export async function affectedOf(tx: DatabaseLike, reportId: number, { id: checkId, affected }: Pick<CheckResult, "id" | "affected">): Promise<readonly AffectedObject[]> {
  if (affected.total <= affected.sample.length) return affected.sample;
  const kept = await tx.precheckAffected.findUnique({ where: { reportId_checkId: { reportId, checkId } } });
  return (kept?.objects as AffectedObject[] | undefined) ?? affected.sample;
}

/** RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe: names come from other people's servers. */
export async function affectedCsv(taskId: string, number: number, checkId: string): Promise<string> {
  const { objects } = await listAffected(taskId, number, checkId);
  const cell = (value: string) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const lines = objects.map((object) => [object.kind, nameOfAffected(object), String(object.size?.rows ?? ""), String(object.size?.bytes ?? ""), object.note?.text ?? ""].map(cell).join(","));
  return ["kind,name,rows,bytes,note", ...lines].join("\r\n") + "\r\n";
}
