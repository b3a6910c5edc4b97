/** Names of objects in the destination: given, by rules, by the policy of capitalization. Pure and browser-safe: configuration, engine, precheck and console ask here. */
import { lowered, raised, throughRules, type NameRule } from "./name-rules";

/** `default` is the policy of DTS: as the destination itself compares names. Absent in a configuration = `source`. */
export const capitalizations = ["default", "source", "upper", "lower"] as const;
export type Capitalization = (typeof capitalizations)[number];

/** What of a selected database says how it is called in the destination. */
export interface NamedDatabase {
  readonly database: string;
  /** A name that somebody gave counts before any policy. */
  readonly as?: string | undefined;
  readonly capitalization?: Capitalization | undefined;
  /** Over the names of its tables and views that nobody gave; the policy comes behind them. */
  readonly rules?: readonly NameRule[] | undefined;
}

interface NamedTable {
  readonly name: string;
  readonly as?: string | undefined;
}

/**
 * Of a database, table or view. `folding`: lower_case_table_names of the destination. Under 1 a server stores every such name in lower case, whatever it is told; under 2
 * it keeps what it is told and compares in lower case.
 */
export function capitalized(name: string, capitalization: Capitalization | undefined, folding: number): string {
  switch (capitalization) {
    case "lower":
      return lowered(name);
    case "upper":
      return folding === 1 ? lowered(name) : raised(name);
    case "default":
      return folding === 0 ? name : lowered(name);
    default:
      return name;
  }
}

/** Of a column; null: columns keep their names. They are compared without regard to case everywhere, and stored as they are written. */
export function columnCapitalization(capitalization: Capitalization | undefined): ((name: string) => string) | null {
  return capitalization === "lower" ? lowered : capitalization === "upper" ? raised : null;
}

export function destinationDatabase(entry: NamedDatabase, folding: number): string {
  return entry.as ?? capitalized(entry.database, entry.capitalization, folding);
}

export function destinationTable(entry: Pick<NamedDatabase, "capitalization" | "rules">, table: NamedTable, folding: number): string {
  return table.as ?? capitalized(throughRules(table.name, entry.rules), entry.capitalization, folding);
}

/** The selection with the task's policy written beside each database. */
export function withCapitalization<Entry extends NamedDatabase>(objects: readonly Entry[], capitalization: Capitalization | undefined): (Entry & Pick<NamedDatabase, "capitalization">)[] {
  return objects.map((entry) => (capitalization === undefined || capitalization === "source" ? entry : { ...entry, capitalization }));
}
