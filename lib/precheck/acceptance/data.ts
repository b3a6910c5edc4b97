/** What people accepted, as a run meets it again. */
import { database, type DatabaseLike } from "../../db/client";
import type { AcceptedRisk, PrecheckItem } from "../../generated/prisma/client";
import { affectedOf } from "../affected/data";
import type { CheckResult } from "../check";
import { checks } from "../checks/index";
import type { Outgrown } from "../view";
import { type Finding, findingOf, type Growth, growthOf } from "./finding";

/** Ids of the checks whose failure somebody accepted for this task. */
export async function acceptedFailures(taskId: string): Promise<string[]> {
  const risks = await database().acceptedRisk.findMany({ where: { taskId, kind: "precheck-item-ignored", revokedAtMs: null }, select: { subject: true } });
  return risks.map((risk) => risk.subject);
}

export type Item = Pick<PrecheckItem, "reportId" | "checkId" | "result">;
export type RiskKind = "precheck-item-ignored" | "precheck-warnings-accepted";

/** What an accepted risk is kept with; null: the check gave no result. */
export async function findingOfItem(tx: DatabaseLike, item: Item): Promise<Finding | null> {
  const result = item.result as CheckResult | null;
  if (result === null) return null;
  return findingOf(result, await affectedOf(tx, item.reportId, result), checks.find((check) => check.id === item.checkId)?.measured ?? false);
}

export interface Standing {
  /** The acceptance that covers the finding, or the newest one that does not any more. */
  readonly risk: AcceptedRisk;
  /** Null: covered. */
  readonly outgrown: Outgrown | null;
}

const namesShown = 20;

/** What was accepted before of the same check, and whether it still covers what is found. Null: nothing was. */
export async function standingOf(tx: DatabaseLike, taskId: string, kind: RiskKind, item: Item): Promise<Standing | null> {
  const risks = await tx.acceptedRisk.findMany({ where: { taskId, kind, subject: item.checkId, revokedAtMs: null }, orderBy: { id: "desc" } });
  const [newest] = risks;
  if (newest === undefined) return null;
  const now = await findingOfItem(tx, item);
  const growths = risks.map((risk): Growth | null => {
    const accepted = risk.finding as Finding | null;
    return accepted === null || now === null ? { added: [] } : growthOf(accepted, now);
  });
  const covering = risks[growths.indexOf(null)];
  if (covering !== undefined) return { risk: covering, outgrown: null };
  const { added } = growths[0]!;
  return { risk: newest, outgrown: { by: newest.actor, atMs: Number(newest.atMs), reason: newest.reason, added: added.length, names: added.slice(0, namesShown).map((name) => name.slice(name.indexOf(" ") + 1)) } };
}
