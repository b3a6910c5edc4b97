/**
 * A task with a change of its objects under way:
 *
 *   leave     tables that are to be copied anew leave the main stream at a transaction border (from here on there is no way back)
 *   bring up  the supplement runs beside the main stream: schema, full load, catch-up of what is added
 *   meet      both are ended by the same place in the log
 *   merge     one destination transaction (`merge-supplement.ts`); the main stream goes on with the new selection
 *
 * What only leaves needs no supplement. Every step looks at what the destination holds and may be repeated, so that a crash anywhere is gone on from. A fault of
 * the supplement never ends the main stream.
 */
import { AppError } from "../errors/app-error";
import { errorCatalogue } from "../errors/catalogue";
import { connect, metadataSession } from "../mysql/connection";
import type { Failpoint } from "./attempt";
import { runWithRetry, type AttemptOptions } from "./attempts";
import type { EngineObserver, EngineOutcome, EnginePlan, Modification, ModificationEvent, SelectedDatabase } from "./plan";
import { readSourcePosition } from "./position/read-position";
import type { SourcePosition } from "./position/position";
import { inspect, type Inspected } from "./inspect-task";
import { compareSelections, type SelectionChange } from "./modification/compare-selections";
import { clearDestination, mergeSupplement, type Merge } from "./merge-supplement";
import type { FollowedTable } from "./router/object-selection";
import { sameObjects, type SelectionRecord } from "./modification/selection-record";
import { supplementPlan } from "./modification/supplement";

export interface RunTaskOptions extends AttemptOptions {
  /** Awaited between two runs of the main stream that are no attempts: the counters of its tables begin at nought again. */
  readonly betweenRuns?: () => Promise<void>;
  readonly failpoint?: Failpoint;
}

/** Both stand still for seconds; ten times in a row another server's log is in another order. */
const maxMeetings = 10;

/** `runWithRetry`, and the modification of the plan, or the one that the destination's record says is unfinished, while it runs. */
export async function runTask(plan: EnginePlan, observer: EngineObserver, signal: AbortSignal, options: RunTaskOptions): Promise<EngineOutcome> {
  if (plan.modification !== undefined) return new ModificationRun(plan, plan.modification, observer, signal, options).run();
  try {
    return await runWithRetry(plan, observer, signal, options);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "modification-unfinished") throw error;
  }
  const found = await stepWithRetry(plan, observer, signal, options, (stepSignal) => inspect(plan, stepSignal));
  if (found === null) return { kind: "stopped" };
  const pending = found.state?.record.pending;
  if (!pending) throw new AppError("modification-unfinished");
  return new ModificationRun(plan, pending, observer, signal, options).run();
}

class ModificationRun {
  /** The main stream while the modification is under way: the destination's record says what it carries. */
  readonly #main: EnginePlan;
  readonly #id: string;
  readonly #target: readonly SelectedDatabase[];

  constructor(
    private readonly plan: EnginePlan,
    private readonly modification: Modification,
    private readonly observer: EngineObserver,
    private readonly signal: AbortSignal,
    private readonly options: RunTaskOptions,
  ) {
    const { until: _, ...rest } = plan;
    this.#main = { ...rest, modification };
    this.#id = modification.id;
    this.#target = modification.objects;
  }

  async run(): Promise<EngineOutcome> {
    let found = await this.#inspect();
    if (found === null) return { kind: "stopped" };
    // Never begun: there is nothing to change yet.
    if (found.state === null) return this.#goOn(this.plan.objects);
    if (found.state.phase === "schema" || found.state.phase === "load") {
      const ended = await this.#runMain({ ...this.#main, until: "caught-up" }, this.signal);
      if (ended.kind === "stopped") return ended;
      found = await this.#inspect();
      if (!found?.state) return { kind: "stopped" };
    }
    let { record } = found.state;
    if (record.mergedId === this.#id || (record.pending === null && !this.modification.reload?.length && sameObjects(record.objects, this.#target))) return this.#done(record.objects, []);
    this.#tell({ state: "began" });
    if (record.pending === null) {
      const change = compareSelections(record.objects, this.#target, this.modification.reload);
      const astray = copiedByFormerName(change, found.state.followed);
      if (astray) return this.#goOnWithout(new AppError("modification-of-followed", { detail: `${astray.origin.database}.${astray.origin.table} → ${astray.name.database}.${astray.name.table}` }));
      const leaves = change.anew.length > 0;
      if (leaves || change.supplement.length === 0) {
        const objects = leaves ? change.interim : this.#target;
        const merged = await this.#mergeAlone({ objects, pending: leaves ? this.modification : null, mergedId: leaves ? (record.mergedId ?? null) : this.#id });
        if (merged === null) return { kind: "stopped" };
        if ("error" in merged) return this.#goOnWithout(merged.error);
        if (!leaves) return this.#done(objects, merged.removed);
        this.#tell({ state: "left", objects, removed: merged.removed });
        const now = await this.#inspect();
        if (!now?.state) return { kind: "stopped" };
        found = now;
        record = now.state.record;
      }
    }
    return this.#bringUp(record, found.state!.supplementHasBegun);
  }

  async #bringUp(record: SelectionRecord, hasBegun: boolean): Promise<EngineOutcome> {
    const { supplement } = compareSelections(record.objects, this.#target);
    if (supplement.length === 0) {
      const merged = await this.#mergeAlone({ objects: this.#target, pending: null, mergedId: this.#id });
      if (merged === null) return { kind: "stopped" };
      return "error" in merged ? this.#goOnWithout(merged.error) : this.#done(this.#target, merged.removed);
    }
    const plan = supplementPlan(this.#main, this.#id, supplement, record.objects);
    const beside = new AbortController();
    const besideSignal = AbortSignal.any([this.signal, beside.signal]);
    const bringUp = async (): Promise<EngineOutcome> => {
      if (!hasBegun && record.clear?.length) {
        const cleared = await this.#step(async (signal) => {
          await using connection = await connect(plan.destination, { session: metadataSession, signal });
          await clearDestination(connection, plan, record.clear!);
          await this.options.failpoint?.("modification-cleared");
          return true;
        });
        if (cleared === null) return { kind: "stopped" };
      }
      return this.#runSupplement({ ...plan, until: "caught-up" }, besideSignal);
    };
    const halt = new AbortController();
    const main = settled(this.#runMain(this.#main, AbortSignal.any([this.signal, halt.signal])));
    const added = settled(bringUp());
    const first = await Promise.race([main.then(() => "main" as const), added.then(() => "added" as const)]);
    if (first === "main") {
      beside.abort();
      await added;
      return unwrap(await main);
    }
    const up = await added;
    if (up.error !== undefined) {
      this.#failed(up.error);
      return unwrap(await main);
    }
    halt.abort();
    const stopped = unwrap(await main);
    if (this.signal.aborted) return stopped;
    return this.#meet(plan);
  }

  /** The main stream goes on to the meeting place like any other time, however far behind it is; the supplement, which had caught up, waits there. */
  async #meet(supplement: EnginePlan): Promise<EngineOutcome> {
    for (let meeting = 0; meeting < maxMeetings; meeting += 1) {
      const place = await this.#sourcePosition();
      if (place === null) return { kind: "stopped" };
      await this.options.failpoint?.("modification-meets");
      const [main, added] = await Promise.all([settled(this.#runMain({ ...this.#main, until: place }, this.signal)), settled(this.#runSupplement({ ...supplement, until: place }, this.signal))]);
      const at = unwrap(main);
      if (added.error !== undefined) return this.#goOnWithout(added.error);
      const other = unwrap(added);
      if (at.kind === "stopped" || other.kind === "stopped") return { kind: "stopped" };
      const merged = await this.#merge({ objects: this.#target, pending: null, mergedId: this.#id, at: at.position, supplement: { plan: supplement, at: other.position } });
      if (merged === null) return { kind: "stopped" };
      if (merged === "again") continue;
      if ("error" in merged) return this.#goOnWithout(merged.error);
      return this.#done(this.#target, merged.removed);
    }
    return this.#goOnWithout(new AppError("modification-not-merged"));
  }

  /**
   * Objects leave where the main stream stands, which is a transaction border unless it was killed or has failed: then it goes on to one. Where it cannot,
   * most likely because of what is to leave, they leave all the same. Null = stopped.
   */
  async #mergeAlone(merge: Omit<Merge, "at" | "supplement">): Promise<Merged | { readonly error: unknown } | null> {
    for (;;) {
      const merged = await this.#merge(merge);
      if (merged !== "again") return merged;
      const place = await this.#sourcePosition();
      if (place === null) return null;
      const main = await settled(this.#runMain({ ...this.#main, until: place }, this.signal));
      if (main.error !== undefined) {
        if (isLost(main.error)) throw main.error;
        const ragged = await this.#merge({ ...merge, raggedBorder: true });
        return ragged === "again" ? unwrap(main) && null : ragged;
      }
      if (unwrap(main).kind === "stopped") return null;
    }
  }

  /** What is wrong with the merge is no fault of the main stream. */
  #merge(merge: Merge): Promise<Merged | "again" | { readonly error: unknown } | null> {
    return this.#step<Merged | "again">(async (signal) => {
      try {
        return await mergeSupplement(this.#main, merge, this.observer, signal, this.options.failpoint);
      } catch (error) {
        if (error instanceof AppError && error.code === "modification-not-merged") return "again" as const;
        throw error;
      }
    }).catch((error: unknown) => {
      if (isLost(error)) throw error;
      return { error };
    });
  }

  async #done(objects: readonly SelectedDatabase[], removed: Merged["removed"]): Promise<EngineOutcome> {
    this.#tell({ state: "merged", objects, removed });
    return this.#goOn(objects);
  }

  async #goOn(objects: readonly SelectedDatabase[]): Promise<EngineOutcome> {
    const { modification: _, ...plan } = this.plan;
    return this.#runMain({ ...plan, objects }, this.signal);
  }

  /** The supplement keeps what it has; the next run of the task tries again. */
  async #goOnWithout(error: unknown): Promise<EngineOutcome> {
    this.#failed(error);
    return this.#runMain(this.#main, this.signal);
  }

  #failed(cause: unknown): void {
    const error = cause instanceof AppError ? cause : new AppError("unknown", { cause });
    const { detail } = error.context;
    this.#tell({ state: "failed", code: error.code, message: errorCatalogue[error.code].sentence, ...(typeof detail === "string" ? { detail } : {}) });
  }

  #tell(event: ModificationEvent extends infer Event ? (Event extends ModificationEvent ? Omit<Event, "kind" | "id"> : never) : never): void {
    this.observer.event({ kind: "modification", atMs: Date.now(), id: this.#id, ...event });
  }

  async #runMain(plan: EnginePlan, signal: AbortSignal): Promise<EngineOutcome> {
    await this.options.betweenRuns?.();
    return runWithRetry(plan, this.observer, signal, this.options);
  }

  #runSupplement(plan: EnginePlan, signal: AbortSignal): Promise<EngineOutcome> {
    return runWithRetry(plan, supplementObserver(this.observer), signal, this.options);
  }

  #sourcePosition(): Promise<SourcePosition | null> {
    return this.#step(async (signal) => {
      await using source = await connect(this.plan.source, { session: metadataSession, signal });
      return await readSourcePosition(source);
    });
  }

  #inspect(): Promise<{ readonly state: Inspected | null } | null> {
    return this.#step((signal) => inspect(this.#main, signal));
  }

  #step<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    return stepWithRetry(this.plan, this.observer, this.signal, this.options, work);
  }
}

const isLost = (error: unknown) => error instanceof AppError && errorCatalogue[error.code].disposition === "lost";

interface Merged {
  readonly removed: Awaited<ReturnType<typeof mergeSupplement>>["removed"];
}

type Settled = { readonly outcome: EngineOutcome; readonly error?: undefined } | { readonly error: unknown };

function settled(work: Promise<EngineOutcome>): Promise<Settled> {
  return work.then(
    (outcome) => ({ outcome }),
    (error: unknown) => ({ error: error ?? new AppError("unknown") }),
  );
}

function unwrap(result: Settled): EngineOutcome {
  if (result.error !== undefined) throw result.error;
  return (result as { outcome: EngineOutcome }).outcome;
}

/** One piece of work within the task's retry window. Null = stopped before it was done. */
async function stepWithRetry<T>(plan: EnginePlan, observer: EngineObserver, signal: AbortSignal, options: AttemptOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  let result: T | null = null;
  await runWithRetry(plan, observer, signal, {
    ...options,
    run: async (_plan, _observer, stepSignal) => {
      result = await work(stepSignal);
      return { kind: "stopped" };
    },
  });
  return result;
}

/** A followed table that would be copied anew: the name that it was chosen by leads nowhere at the source, or to a stranger. */
function copiedByFormerName({ anew, added }: SelectionChange, followed: readonly FollowedTable[]): FollowedTable | undefined {
  return followed.find(({ origin }) => anew.some((table) => table.database === origin.database && (table.table === origin.table || table.table === "")) || added.some((table) => table.database === origin.database && table.table === ""));
}

/** What the added tables do is shown; figures and phases are the main stream's, and live they are when it carries them. */
function supplementObserver(observer: EngineObserver): EngineObserver {
  return {
    figures: () => undefined,
    tables: (changed) => observer.tables(changed.map((table) => (table.state === "live" ? { ...table, state: "catching_up" } : table))),
    event: (event) => {
      if (event.kind === "phase" || event.kind === "recovered") return;
      if (event.kind === "retrying") observer.event({ kind: "warning", atMs: event.atMs, code: event.code, message: `Bringing up the added objects is tried again: ${event.message}` });
      else observer.event(event);
    },
  };
}
