import type { DatabaseLike } from "../../db/client";
import { asJsonValue } from "../../tasks/transition";
import { type CheckResult, affectedSampleSize } from "../check";

/** Keeps the whole list beside the item where it is longer than the sample. Answers the result as the item bears it. */
export async function keepAffected(tx: DatabaseLike, reportId: number, result: CheckResult): Promise<CheckResult> {
  const { affected, id: checkId } = result;
  await tx.precheckAffected.deleteMany({ where: { reportId, checkId } });
  if (affected.sample.length <= affectedSampleSize) return result;
  await tx.precheckAffected.create({ data: { reportId, checkId, objects: asJsonValue(affected.sample) } });
  return { ...result, affected: { ...affected, sample: affected.sample.slice(0, affectedSampleSize) } };
}

/** A run that carries results over has their lists too. */
export async function carryAffected(tx: DatabaseLike, fromReportId: number, reportId: number, checkIds: readonly string[]): Promise<void> {
  const rows = await tx.precheckAffected.findMany({ where: { reportId: fromReportId, checkId: { in: [...checkIds] } } });
  for (const { checkId, objects } of rows) await tx.precheckAffected.create({ data: { reportId, checkId, objects: asJsonValue(objects) } });
}
