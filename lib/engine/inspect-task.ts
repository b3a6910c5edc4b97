import { connect, metadataSession } from "../mysql/connection";
import { quoteName } from "../mysql/identifier";
import type { EnginePlan, Phase } from "./plan";
import type { FollowedTable } from "./router/object-selection";
import { readFollowed } from "./schema/schema-store";
import { ensureSelectionTable, readSelection, type SelectionRecord } from "./modification/selection-record";
import { supplementPlan } from "./modification/supplement";

export interface Inspected {
  readonly record: SelectionRecord;
  readonly phase: Phase;
  readonly supplementHasBegun: boolean;
  readonly followed: readonly FollowedTable[];
}

/** What the destination says of the task; null when it has not begun there. */
export async function inspect(plan: EnginePlan, signal: AbortSignal): Promise<{ readonly state: Inspected | null }> {
  await using connection = await connect(plan.destination, { session: metadataSession, signal });
  const [known] = await connection.query("SELECT 1 FROM information_schema.tables WHERE table_schema=? AND table_name='task_progress'", [plan.bookkeepingDatabase]);
  if (!known) return { state: null };
  const place = { database: plan.bookkeepingDatabase, taskId: plan.taskId };
  const progress = (taskId: string) => connection.query<{ phase: Phase }>(`SELECT phase FROM ${quoteName(place.database)}.\`task_progress\` WHERE task_id=?`, [taskId]);
  const [row] = await progress(plan.taskId);
  if (!row) return { state: null };
  await ensureSelectionTable(connection, place);
  const record = (await readSelection(connection, place)) ?? { objects: plan.objects, pending: null };
  const [begun] = plan.modification ? await progress(supplementPlan(plan, plan.modification.id, [], []).taskId) : [];
  return { state: { record, phase: row.phase, supplementHasBegun: begun !== undefined, followed: await readFollowed(connection, place) } };
}
