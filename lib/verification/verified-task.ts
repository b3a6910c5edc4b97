import { ObjectSelection } from "../engine/router/object-selection";
import { withStoredNames } from "../engine/schema/stored-names";
import { Router } from "../engine/router/router";
import type { RoutedTable } from "../engine/change";
import type { EnginePlan } from "../engine/plan";
import { connect, metadataSession } from "../mysql/connection";
import { readTables } from "../mysql/read-tables";
import { readServerFacts } from "../mysql/server-facts";
import { buildPlan } from "../runner/build-plan";
import { getTaskRow } from "../tasks/data";

export interface VerifiedTask {
  readonly plan: EnginePlan;
  /** What the task carries now, as the source is built now. */
  readonly tables: readonly RoutedTable[];
}

/** The task as verification sees it. `only`: these tables of the source. Throws errors of the connection. */
export async function verifiedTask(taskId: string, signal?: AbortSignal, only?: { readonly database: string; readonly table: string }): Promise<VerifiedTask> {
  const row = await getTaskRow(taskId);
  const plan = await buildPlan(row, row.epoch);
  await using source = await connect(plan.source, { session: metadataSession, ...(signal ? { signal } : {}) });
  const facts = await readServerFacts(source);
  const selection = new ObjectSelection(plan.objects, facts.lowerCaseTableNames !== 0);
  const router = new Router(selection, { sourceLogsCascades: facts.logsCascades });
  const byPolicy = plan.objects.some(({ capitalization = "source" }) => capitalization !== "source");
  const definitions = await readTables(source, only ? [{ database: only.database, tables: [only.table] }] : selection.toTableSelection());
  if (!router.mapping.namesColumns && !byPolicy) return { plan, tables: router.routeAll(definitions) };
  await using destination = await connect(plan.destination, { session: metadataSession, ...(signal ? { signal } : {}) });
  const there = new Router(selection, { ...router.options, destinationFolding: (await readServerFacts(destination)).lowerCaseTableNames });
  const named = await withStoredNames(definitions, there.mapping, destination, { database: plan.bookkeepingDatabase, taskId: plan.taskId });
  return { plan, tables: there.routeAll(named) };
}
