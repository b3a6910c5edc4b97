/** One online change by a real tool while a task runs and somebody writes; afterwards both sides are compared, and nothing of the tool may be left. */
import { compareDatabases } from "../../engine/verification/compare-databases";
import { AppError } from "../../errors/app-error";
import { connect } from "../../mysql/connection";
import { catchUp, planOf, startTask } from "../run-task";
import type { ServerRole } from "../servers";
import { twoServers } from "../two-servers";
import type { OnlineTool } from "./online-tools";

export interface OnlineCase {
  readonly source: ServerRole;
  /** The whole database is selected, or the table by itself. */
  readonly level: "database" | "table";
  readonly onlineDdlTables: "skip" | "copy";
  /** The change begins while the task runs, before it reads on (lag), or before the task begins. */
  readonly when: "running" | "lag" | "loading";
}

export const alter = "ADD COLUMN added INT NOT NULL DEFAULT 5, ADD KEY added (added)";

/** What was found: `equal`, the code of the error that stopped the task, or what differs. */
export async function runOnlineChange(tool: OnlineTool, { source, level, onlineDdlTables, when }: OnlineCase): Promise<string> {
  await using box = await twoServers({ source, createDestination: false });
  const { database, server } = box.source;
  if (source !== "source") await box.source.run(`ALTER DATABASE \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, u INT NOT NULL, v VARCHAR(20), UNIQUE KEY (u)); CREATE TABLE other (id INT PRIMARY KEY)");
  const rows = Array.from({ length: 3_000 }, (_, i) => `(${i + 1}, ${i + 1}, 'row ${i + 1}')`);
  await box.source.run(`INSERT INTO t VALUES ${rows.join()}`);
  const plan = await planOf(box, {
    onlineDdlTables,
    objects: [{ database, as: box.destination.database, ...(level === "table" ? { tables: [{ name: "t" }] } : {}) }],
    ...(when === "loading" ? { caps: { full: { rowsPerSecond: 1_500 } } } : {}),
  });
  let writing = true;
  await using writer = await server.admin();
  await writer.query(`USE \`${database}\``);
  // The triggers of a tool make a writer a victim now and then: that statement did not happen.
  const run = (sql: string) =>
    writer.query(sql).catch((error: unknown) => {
      if (!(error instanceof AppError) || (error.context["serverErrno"] !== 1213 && error.context["serverErrno"] !== 1205)) throw error;
    });
  const write = async () => {
    for (let i = 1; writing; i++) {
      await run(`UPDATE t SET v = 'change ${i}' WHERE id = ${(i * 7) % 3_000}`);
      await run(`INSERT INTO t (u, v) VALUES (${10_000 + i}, 'new')`);
      if (i % 3 === 0) await run(`DELETE FROM t WHERE id = ${(i * 11) % 3_000}`);
    }
  };
  const change = async () => {
    const writes = write();
    await Promise.all([writes, tool.run({ server, database, table: "t", alter }).finally(() => (writing = false))]);
  };
  try {
    if (when === "lag") {
      await catchUp(plan);
      await change();
    } else {
      const task = startTask(plan);
      await (when === "running" ? task.whenApplied() : task.until(() => [...task.tables.values()].some(({ rowsCopied }) => rowsCopied > 0)));
      await change();
      await task.whenApplied();
      await task.stop();
    }
    await catchUp(plan);
  } catch (error) {
    if (error instanceof Error && "code" in error) return `stopped: ${String(error.code)}`;
    throw error;
  }
  const differences = await compareDatabases({
    connectSource: (session) => connect(server.settings("source"), { session }),
    connectDestination: (session) => connect(box.destination.server.settings("destination"), { session }),
    databases: { [database]: box.destination.database },
    ...(level === "table" ? { except: ["other"] } : {}),
  });
  return differences.length === 0 ? "equal" : differences.slice(0, 3).join("; ");
}
