import { database } from "../db/client";
import { cutOver } from "../engine/cut-over";
import { AppError } from "../errors/app-error";
import { readSourcePosition } from "../engine/position/read-position";
import { connect, metadataSession } from "../mysql/connection";
import { readServerFacts } from "../mysql/server-facts";
import { recordOperation } from "../operations/mutations";
import { buildPlan } from "../runner/build-plan";
import { taskConnection } from "../tasks/connection";
import { getTaskRow } from "../tasks/data";
import { asJsonValue } from "../tasks/transition";

/** Notes where the source stands now, after somebody has stopped its writes. Throws errors of the connection. */
export async function markCutover(taskId: string, actor: string): Promise<void> {
  const row = await getTaskRow(taskId);
  await using source = await connect(await taskConnection(taskId, "source"), { session: metadataSession });
  const facts = await readServerFacts(source);
  const position = await readSourcePosition(source);
  const data = { atMs: Date.now(), actor, position: asJsonValue({ position, readOnly: facts.readOnly || facts.superReadOnly === true }) };
  await database().cutoverMark.upsert({ where: { taskId }, create: { taskId, ...data }, update: data });
  await recordOperation({ actor, source: "console", action: "mark-cutover", taskId, object: row.name, result: "done", detail: { position: position.gtidSet || `${position.file}:${position.offset}` } });
}

/**
 * Takes the guards off the triggers that the task made at the destination and switches its events on, so that they act for the applications. Repeatable.
 * The task must be paused: its epoch is raised, and whoever still worked on it is fenced. Throws `transition-refused`, and what the destination answers.
 */
export async function takeGuardsOff(taskId: string, actor: string): Promise<{ triggers: number; events: number }> {
  const db = database();
  const row = await getTaskRow(taskId);
  const mark = await db.cutoverMark.findUnique({ where: { taskId } });
  const { count } = mark === null ? { count: 0 } : await db.task.updateMany({ where: { id: taskId, status: "paused", leaseOwner: null, epoch: row.epoch }, data: { epoch: row.epoch + 1 } });
  if (mark === null || count !== 1) throw new AppError("transition-refused", { context: { status: row.status, action: "take-guards-off" } });
  const report = await cutOver(await buildPlan(row, row.epoch + 1));
  const done = { atMs: Date.now(), triggers: report.triggers.length, events: report.events.length };
  await db.cutoverMark.update({ where: { taskId }, data: { position: asJsonValue({ ...(mark.position as object), guardsOff: done }) } });
  await recordOperation({ actor, source: "console", action: "take-guards-off", taskId, object: row.name, result: "done", detail: { triggers: report.triggers, events: report.events } });
  return done;
}
