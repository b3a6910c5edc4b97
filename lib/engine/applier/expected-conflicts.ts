import type { EngineObserver } from "../plan";
import type { Conflict } from "./conflict";

/** What kinds of changes that are left out bring about is said once per table and sort: every row of it may follow. */
export class ExpectedConflicts {
  readonly #told = new Set<string>();

  constructor(private readonly observer: Pick<EngineObserver, "event">) {}

  /** Tells what is expected, and gives the others. */
  tell(conflicts: readonly Conflict[]): readonly Conflict[] {
    for (const { table, conflict, key, expected, position } of conflicts) {
      const what = `${table.id} ${conflict}`;
      if (!expected || this.#told.has(what)) continue;
      this.#told.add(what);
      const name = `${table.source.database}.${table.source.table}`;
      const message =
        conflict === "row-exists"
          ? `A row of ${name} was in the way of a new one and was replaced: changes that would have removed it are not carried. The first: ${key}.`
          : `A change of ${name} found no row and was passed over: changes that would have made it are not carried. The first: ${key}.`;
      this.observer.event({ kind: "warning", atMs: Date.now(), position, code: "changes-left-out", message, table: table.source });
    }
    return conflicts.filter(({ expected }) => !expected);
  }
}
