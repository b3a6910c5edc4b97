/** Asks the source of a task that stands still what it has written since: nobody reads its log meanwhile. */
import { bytesBetween, transactionsIn } from "../../engine/position/log-distance";
import type { Figures } from "../../engine/plan";
import type { SourcePosition } from "../../engine/position/position";
import { positionIsAvailable, readBinaryLogs, readSourcePosition } from "../../engine/position/read-position";
import { catchUp } from "../../figures/catch-up";
import { fastestMinute } from "../../figures/data";
import { publicError } from "../../http/public-error";
import { connect, type MysqlConnection } from "../../mysql/connection";
import { database } from "../../db/client";
import { taskConnection } from "../connection";
import { getTaskRow } from "../data";
import type { BacklogView } from "./view";

const timeoutMs = 8_000;
/** Several people who look at one task ask its source once. */
const keptMs = 3_000;
const kept = new Map<string, { readonly atMs: number; readonly applied: string; readonly view: Promise<BacklogView> }>();

/** Throws `not-found` for an unknown task alone. */
export async function getBacklog(taskId: string, now = Date.now()): Promise<BacklogView> {
  await getTaskRow(taskId);
  const row = await database().taskFigure.findUnique({ where: { taskId } });
  const figures = row === null ? null : (row.figures as unknown as Figures);
  if (row === null || !figures?.applied) return { state: "none" };
  const applied = JSON.stringify(figures.applied);
  const before = kept.get(taskId);
  if (before !== undefined && now - before.atMs < keptMs && before.applied === applied) return before.view;
  for (const [id, entry] of kept) if (now - entry.atMs >= keptMs) kept.delete(id);
  const view = ask(taskId, { applied: figures.applied, source: figures.source, lastCommitMs: figures.lastCommitMs, atMs: Number(row.atMs) });
  kept.set(taskId, { atMs: now, applied, view });
  return view;
}

interface LastKnown {
  readonly applied: SourcePosition;
  /** Where the source stood then. */
  readonly source: SourcePosition | null;
  readonly lastCommitMs: number | null;
  readonly atMs: number;
}

async function ask(taskId: string, last: LastKnown): Promise<BacklogView> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    await using connection = await connect(await taskConnection(taskId, "source"), { timeoutMs: 5_000, signal });
    const cut = () => connection.destroy();
    signal.addEventListener("abort", cut, { once: true });
    try {
      return await measure(connection, taskId, last);
    } finally {
      signal.removeEventListener("abort", cut);
    }
  } catch (error) {
    return { state: "unknown", message: publicError(error).message };
  }
}

async function measure(connection: MysqlConnection, taskId: string, { applied, source, lastCommitMs, atMs }: LastKnown): Promise<BacklogView> {
  const available = await positionIsAvailable(connection, applied);
  const logs = await readBinaryLogs(connection);
  const here = await readSourcePosition(connection);
  const now = Date.now();
  const has = (position: SourcePosition | null): position is SourcePosition => position !== null && logs.some(({ file, size }) => file === position.file && position.offset <= Math.max(size, here.file === file ? here.offset : 0));
  const bytes = available.available && has(applied) ? bytesBetween(logs, applied, here) : null;
  const writtenPerSecond = has(source) && now > atMs ? (bytesBetween(logs, source, here) * 1_000) / (now - atMs) : null;
  const fastestPerSecond = await fastestMinute(taskId, atMs);
  return {
    state: "known",
    bytes,
    transactions: await transactionsBehind(connection, applied, here),
    appliedUpToMs: lastCommitMs,
    complete: available.available,
    writtenPerSecond,
    fastestPerSecond,
    catchUp: catchUp(bytes, fastestPerSecond, writtenPerSecond),
  };
}

async function transactionsBehind(connection: MysqlConnection, applied: SourcePosition, here: SourcePosition): Promise<number | null> {
  if (applied.flavour !== "mysql" || applied.gtidSet === null || here.gtidSet === null) return null;
  const [row] = await connection.query<{ missing: string }>("SELECT GTID_SUBTRACT(?, ?) AS missing", [here.gtidSet, applied.gtidSet]);
  return transactionsIn(row?.missing ?? "");
}
