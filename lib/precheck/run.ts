import { AppError } from "../errors/app-error";
import { errorCatalogue } from "../errors/catalogue";
import { tableKey } from "../mysql/identifier";
import { checks as allChecks } from "./checks";
import { type AffectedObject, type Check, type CheckOutcome, type CheckResult, type Fix, keptAffected, type PrecheckInput, type PrecheckReport, type Ran } from "./check";
import { affectedTable, affectedTables } from "./affected/tables";
import { type CheckContext, SharedProbes } from "./context";
import { fix } from "./fixes";
import { rawOf } from "./raw-answer";
import { isMet } from "./unchecked";
import { speaker, type Text, verbatim } from "./text";

const say = speaker("precheck", {
  couldNotCheck: "{topic}: could not be checked",
  timedOut: "The check gave no answer within {seconds} seconds.",
  prerequisite: "It needs “{topic}” to pass first.",
  onKind: "Where the server runs",
});

/** Enough to overlap both servers' answers; each server is asked one statement at a time anyway. */
const concurrency = 4;
const defaultTimeoutMs = 60_000;

/**
 * Runs the checks, prerequisites first, and reports each as it ends (`onResult`, in order of completion). Changes nothing on either server unless `options.writeProbe` is set. Throws only
 * when `signal` is aborted; everything else is a result. With `only`, just those and their prerequisites that `met` does not list are run
 * and reported.
 */
export async function runPrecheck(input: PrecheckInput, onResult: (result: CheckResult) => void = () => undefined, list: readonly Check[] = allChecks): Promise<PrecheckReport> {
  const startedAt = new Date();
  const signal = input.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const chosen = chooseChecks(list, input.only, new Set(input.met));
  const results = new Map<string, CheckResult>();
  await using probes = new SharedProbes(input, signal);

  const holdsUp = (result: CheckResult) => !isMet({ status: result.status, result }) && !(result.status === "failed" && result.ignorable && input.accepted?.includes(result.id));
  const settled = new Map<string, Promise<void>>();
  let running = 0;
  const waiting: (() => void)[] = [];
  const enter = async () => {
    if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
  };
  const leave = () => {
    running -= 1;
    waiting.shift()?.();
  };
  // The list is in dependency order: a check's prerequisites have their promise before it asks.
  for (const check of chosen) {
    settled.set(
      check.id,
      (async () => {
        await Promise.all(check.dependsOn.map((id) => settled.get(id)));
        await enter();
        try {
          const unmet = check.dependsOn.find((id) => results.has(id) && holdsUp(results.get(id)!));
          const result = unmet ? skipped(check, say("prerequisite", { topic: list.find((other) => other.id === unmet)?.topic ?? unmet })) : await runOne(check, probes, signal);
          results.set(check.id, result);
          if (!signal.aborted) onResult(result);
        } finally {
          leave();
        }
      })(),
    );
  }
  await Promise.all(settled.values());
  signal.throwIfAborted();
  const ordered = chosen.map((check) => results.get(check.id)!);
  return { verdict: verdictOf(ordered), results: ordered, startedAt: startedAt.toISOString(), durationMs: Date.now() - startedAt.getTime() };
}

/** `failed` when something blocks or could not be checked, `warning` when something is to be acknowledged. Ignored items are the caller's to leave out. */
export function verdictOf(results: readonly Pick<CheckResult, "status">[]): PrecheckReport["verdict"] {
  if (results.some((result) => result.status === "failed" || result.status === "error")) return "failed";
  return results.some((result) => result.status === "warning") ? "warning" : "passed";
}

function chooseChecks(list: readonly Check[], only: readonly string[] | undefined, met: ReadonlySet<string>): readonly Check[] {
  if (!only) return list;
  const chosen = new Set<string>();
  const add = (id: string) => {
    const check = list.find((other) => other.id === id);
    if (!check || chosen.has(id)) return;
    chosen.add(id);
    for (const prerequisite of check.dependsOn) if (!met.has(prerequisite)) add(prerequisite);
  };
  only.forEach(add);
  return list.filter((check) => chosen.has(check.id));
}

async function runOne(check: Check, probes: SharedProbes, signal: AbortSignal): Promise<CheckResult> {
  const ran: Ran[] = [];
  const at = new Date();
  const timeoutMs = check.timeoutMs ?? defaultTimeoutMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  const context = probes.contextFor(ran, either);
  const timings = () => ({ statements: ran, durationMs: Date.now() - at.getTime(), at: at.toISOString() });
  const expired = new Promise<never>((_resolve, reject) => either.addEventListener("abort", () => reject(either.reason as Error), { once: true }));
  // Nobody waits for it once the check has answered.
  expired.catch(() => undefined);
  try {
    const because = check.appliesTo ? await Promise.race([check.appliesTo(context), expired]) : null;
    if (because) return { ...skipped(check, because), ran: timings() };
    const outcome = await Promise.race([check.run(context), expired]);
    const affected = outcome.affected ?? [];
    const result = resultOf(check, { ...outcome, affected: affected.some((object) => affectedTable(check.side, object) !== null) ? await withSizes(check, affected, context) : affected });
    return { ...result, fixes: [...result.fixes, ...remediesOf(check, result, probes.input)], ran: timings() };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { ...couldNotCheck(check, error, timeout.aborted ? say("timedOut", { seconds: timeoutMs / 1_000 }) : null), ran: timings() };
  }
}

const nothingRan = { statements: [], durationMs: 0, at: new Date(0).toISOString() } as const;

function base(check: Check): Omit<CheckResult, "status"> {
  return {
    id: check.id, code: check.code, side: check.side, severity: check.severity, ignorable: check.ignorable, topic: check.topic, title: check.topic, observed: [], required: [], why: null,
    fixes: [], affected: { total: 0, sample: [] }, step: null, ran: nothingRan, raw: null, dependsOn: check.dependsOn, skippedBecause: null,
  };
}

function skipped(check: Check, because: Text): CheckResult {
  return { ...base(check), status: "skipped", skippedBecause: because, ran: { ...nothingRan, at: new Date().toISOString() } };
}

function resultOf(check: Check, outcome: CheckOutcome): CheckResult {
  const affected = outcome.affected ?? [];
  return {
    ...base(check),
    status: outcome.status,
    title: outcome.title ?? check.topic,
    observed: outcome.observed ?? [],
    required: outcome.required ?? [],
    why: outcome.why ?? null,
    fixes: outcome.fixes ?? [],
    affected: affectedBy(check, affected),
    step: outcome.step ?? null,
    raw: outcome.raw ?? null,
  };
}

function affectedBy(check: Check, objects: readonly AffectedObject[]): CheckResult["affected"] {
  const sample = objects.slice(0, keptAffected);
  return { total: objects.length, sample, tables: [...affectedTables(check.side, sample).values()].reduce((sum, names) => sum + names.length, 0) };
}

/** How large the tables are that a finding is about: what is to be cured first. They were read for the check; unread, nothing is added. */
async function withSizes(check: Check, objects: readonly AffectedObject[], context: CheckContext): Promise<readonly AffectedObject[]> {
  const selected = await context.selected().catch(() => null);
  const sizes = new Map(selected?.tables.map((table) => [tableKey(table.source), { rows: table.rowsEstimated, bytes: table.bytesEstimated }]));
  return objects.map((object) => {
    const at = object.kind === "table" ? affectedTable(check.side, object) : null;
    const size = at === null ? undefined : sizes.get(tableKey(at));
    return size === undefined ? object : { ...object, size };
  });
}

/** What the endpoint kinds add to a finding. */
function remediesOf(check: Check, result: CheckResult, input: PrecheckInput): Fix[] {
  if (result.status === "passed") return [];
  const roles = check.side === "source" ? (["source"] as const) : check.side === "destination" ? (["destination"] as const) : (["source", "destination"] as const);
  return roles.flatMap((role) => {
    const remedy = input.endpoints?.[role]?.remedies?.[check.id];
    return remedy ? [fix("console", role, null, say("onKind"), remedy.text)] : [];
  });
}

function couldNotCheck(check: Check, error: unknown, timedOut: Text | null): CheckResult {
  const why = timedOut ?? (error instanceof AppError ? verbatim(`${errorCatalogue[error.code].sentence} ${errorCatalogue[error.code].remedy}`) : null);
  return { ...base(check), status: "error", title: say("couldNotCheck", { topic: check.topic }), why, raw: timedOut ? null : rawOf(error) };
}
