/** Looks at both servers of a task at once. A server that does not answer is an answer of its own. */
import { publicError } from "../../http/public-error";
import { connect } from "../../mysql/connection";
import { busyThreads, readLoad } from "../../precheck/load-figures";
import type { EndpointSide } from "../../endpoints/data";
import { taskConnection } from "../connection";
import { getTaskRow } from "../data";
import type { SideLoad, TaskLoad } from "./view";

/** A person looks on: an older figure says nothing. */
const timeoutMs = 8_000;

/** Throws `not-found` for an unknown task alone. */
export async function readTaskLoad(taskId: string, signal: AbortSignal): Promise<TaskLoad> {
  await getTaskRow(taskId);
  const bound = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const [source, destination] = await Promise.all([look(taskId, "source", bound), look(taskId, "destination", bound)]);
  return { atMs: Date.now(), source, destination };
}

async function look(taskId: string, side: EndpointSide, signal: AbortSignal): Promise<SideLoad> {
  try {
    await using connection = await connect(await taskConnection(taskId, side), { timeoutMs: 5_000, signal });
    const cut = () => connection.destroy();
    signal.addEventListener("abort", cut, { once: true });
    try {
      const figures = await readLoad(connection, signal);
      return { ok: true, figures, busy: figures.threadsRunning >= busyThreads };
    } finally {
      signal.removeEventListener("abort", cut);
    }
  } catch (error) {
    return { ok: false, message: publicError(error).message };
  }
}
