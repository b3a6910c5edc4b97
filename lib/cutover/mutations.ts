import { database } from "../db/client";
import { readSourcePosition } from "../engine/position/read-position";
import { connect, metadataSession } from "../mysql/connection";
import { readServerFacts } from "../mysql/server-facts";
import { recordOperation } from "../operations/mutations";
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
