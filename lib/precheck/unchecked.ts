/** What a run has left unsaid, and what a run of chosen checks has to say besides. Pure. */
import type { Check, CheckResult } from "./check";

interface Item {
  readonly status: string;
  /** JSON CheckResult. */
  readonly result: unknown;
}

/** Did the check not run: a prerequisite stood in its way, or the run ended before it? One that does not apply to the task has its answer. */
export function isUnchecked({ status, result }: Item): boolean {
  if (status === "pending" || status === "running") return true;
  if (status !== "skipped") return false;
  const because = (result as CheckResult | null)?.skippedBecause;
  return because === null || because === undefined || because.key === "precheck.prerequisite";
}

/** May what depends on it run? So it may after a failure that somebody accepted. */
export function isMet(item: Item): boolean {
  return item.status === "passed" || item.status === "warning" || item.status === "ignored" || (item.status === "skipped" && !isUnchecked(item));
}

/**
 * The asked ids, and every check that has not run although nothing stands in its way once those are through: without them a start would trust what nobody looked at. What waits for
 * another failure still waits. `list` in dependency order; `before` by check id. In the list's order.
 */
export function withUnchecked(list: readonly Pick<Check, "id" | "dependsOn">[], asked: readonly string[], before: ReadonlyMap<string, Item>): string[] {
  const chosen = new Set(asked);
  // Unmet prerequisites of what is asked for run with it.
  for (const check of list.toReversed()) {
    const isRun = chosen.has(check.id);
    if (isRun) for (const id of check.dependsOn) if (!isKnownMet(id)) chosen.add(id);
  }
  const prerequisites = new Set([...chosen].filter((id) => !asked.includes(id)));
  for (const check of list) {
    const item = before.get(check.id);
    if ((item === undefined || isUnchecked(item)) && check.dependsOn.every((id) => chosen.has(id) || isKnownMet(id))) {
      chosen.add(check.id);
      prerequisites.delete(check.id);
    }
  }
  return list.map((check) => check.id).filter((id) => chosen.has(id) && !prerequisites.has(id));

  function isKnownMet(id: string): boolean {
    const item = before.get(id);
    return item !== undefined && isMet(item);
  }
}
