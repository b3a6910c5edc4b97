/** What a change of the selection means, while somebody still edits it. Pure and browser-safe. */
import { compareSelections } from "../../engine/modification/compare-selections";
import type { TableName } from "../../mysql/table-definition";
import type { SelectedObjects } from "../schema";
import type { ModificationDiff } from "./view";

/** `reload`: tables of both that are copied anew all the same. */
export function diffOf(before: SelectedObjects, after: SelectedObjects, reload: readonly TableName[] = []): ModificationDiff {
  const { added, removed, anew, kinds } = compareSelections(before, after, reload);
  return { added, removed, changed: anew, kinds };
}
