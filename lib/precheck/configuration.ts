/** The configuration that a run has checked, kept with it: two runs can tell what was edited between them. Pure. */
import { createHash } from "node:crypto";
import { compareSelections } from "../engine/modification/compare-selections";
import type { SelectedDatabase } from "../engine/plan";
import type { TableName } from "../mysql/table-definition";
import { differences } from "../tasks/configuration/differences";
import type { ConfigurationChanges } from "./view";

type Json = unknown;

export interface CheckedConfiguration {
  /** Only of a task itself: a proposal is about objects alone. */
  readonly endpoints?: Json;
  readonly initialization?: Json;
  /** Prints of the sealed passwords: another one tells that a password was entered anew, and nothing else. */
  readonly passwords?: { readonly source: string | null; readonly destination: string | null };
  /** Slice of step 3; of a proposal the selection alone. */
  readonly objects: { readonly objects: readonly SelectedDatabase[] };
}

interface Row {
  readonly endpoints: Json;
  readonly objects: Json;
  readonly initialization: Json;
  readonly sourceSecret: string | null;
  readonly destinationSecret: string | null;
}

const print = (sealed: string | null) => (sealed === null ? null : createHash("sha256").update(sealed).digest("hex").slice(0, 8));

/** What `configHash` is about, as it stands in the task's row. */
export function checkedConfiguration(row: Row): CheckedConfiguration {
  const { start: _start, ...initialization } = (row.initialization ?? {}) as Record<string, Json>;
  return {
    endpoints: row.endpoints, initialization, passwords: { source: print(row.sourceSecret), destination: print(row.destinationSecret) },
    objects: row.objects as CheckedConfiguration["objects"],
  };
}

/** Names that are listed of each kind; the rest is counted. */
const listed = 50;

export function configurationChanges(before: CheckedConfiguration, after: CheckedConfiguration): ConfigurationChanges {
  const { added, removed, anew } = compareSelections(before.objects.objects, after.objects.objects);
  const names = (objects: readonly TableName[]) => ({
    tables: objects.filter(({ table }) => table !== "").length,
    databases: objects.filter(({ table }) => table === "").length,
    names: objects.slice(0, listed).map(({ database, table }) => `${database}.${table === "" ? "*" : table}`),
  });
  // What only one of the two holds was not asked of the other.
  const both = <T,>(read: (of: CheckedConfiguration) => T | undefined) => (read(before) === undefined || read(after) === undefined ? [{}, {}] : [read(before), read(after)]);
  const options = ({ objects: { objects: _selection, ...rest } }: CheckedConfiguration): Json => (before.endpoints === undefined || after.endpoints === undefined ? {} : rest);
  const [endpointsBefore, endpointsAfter] = both((of) => of.endpoints);
  const [initializationBefore, initializationAfter] = both((of) => of.initialization);
  return {
    added: names(added), removed: names(removed), changed: names(anew),
    values: differences({ endpoints: endpointsBefore, objects: options(before), initialization: initializationBefore }, { endpoints: endpointsAfter, objects: options(after), initialization: initializationAfter }),
    passwords: (["source", "destination"] as const).filter((side) => before.passwords !== undefined && after.passwords !== undefined && before.passwords[side] !== after.passwords[side]),
  };
}
