/** What somebody stands by who accepts a finding: it, and not whatever the same check finds later. Pure. */
import type { AffectedObject, CheckResult } from "../check";

/** As it is kept with the accepted risk. */
export interface Finding {
  /** Key of the finding's sentence. */
  readonly title: string;
  /** Null: figures that change from run to run do not make another finding. */
  readonly observed: string | null;
  /** `kind database.name` of what it is about, as far as names are kept. */
  readonly objects: readonly string[];
  readonly total: number;
}

/** How a finding exceeds what was accepted. */
export interface Growth {
  /** Objects that were not part of it. */
  readonly added: readonly string[];
}

/** `measured`: Check.measured. `objects`: all that are affected. */
export function findingOf(result: Pick<CheckResult, "title" | "observed" | "affected">, objects: readonly AffectedObject[], measured: boolean): Finding {
  return {
    title: result.title.key,
    observed: measured ? null : result.observed.map((entry) => `${entry.label.text}=${entry.value.text}`).join("\n"),
    objects: measured ? [] : objects.map(nameOf),
    total: measured ? 0 : result.affected.total,
  };
}

/** Null: what is found now was accepted. Fewer objects are no more than was accepted; without objects what was observed must be the same. */
export function growthOf(accepted: Finding, now: Finding): Growth | null {
  const known = new Set(accepted.objects);
  const added = now.objects.filter((name) => !known.has(name));
  if (added.length > 0 || now.total > accepted.total) return { added };
  const same = accepted.title === now.title && (now.objects.length > 0 || now.observed === accepted.observed);
  return same ? null : { added: [] };
}

function nameOf({ kind, database, name }: AffectedObject): string {
  return `${kind} ${database === null ? name : `${database}.${name}`}`;
}
