/** Differing rows as both sides hold them now: read when somebody asks, kept nowhere. */
import { comparedFromRouted, type ComparedTable } from "../engine/verification/compared-table";
import { readRowPair, repairSession, type RowPair } from "../engine/verification/row-pair";
import { verificationSession } from "../engine/verification/verify-tables";
import { AppError } from "../errors/app-error";
import { readCellServer } from "../mysql/cell-server";
import { connect, metadataSession, type MysqlConnection } from "../mysql/connection";
import { readTables } from "../mysql/read-tables";
import { openKeys } from "./data";
import { verifiedTask } from "./verified-task";
import type { KeptKey } from "./view";

type Name = { readonly database: string; readonly table: string };

async function withTable<T>(taskId: string, name: Name, work: (context: { source: MysqlConnection; destination: MysqlConnection; common: { jsonTable: boolean } }, table: ComparedTable) => Promise<T>): Promise<T> {
  const { plan, tables } = await verifiedTask(taskId, undefined, name);
  const routed = tables.find((table) => table.source.database === name.database && table.source.table === name.table);
  if (!routed) throw new AppError("not-found");
  await using definitions = await connect(plan.destination, { session: metadataSession });
  const [definition] = await readTables(definitions, [{ database: routed.destination.database, tables: [routed.destination.table] }]);
  if (!definition) throw new AppError("not-found");
  await using source = await connect(plan.source, { session: verificationSession });
  await using destination = await connect(plan.destination, { session: verificationSession });
  const servers = await Promise.all([readCellServer(source), readCellServer(destination)]);
  return await work({ source, destination, common: { jsonTable: servers.every((server) => server.jsonTable) } }, comparedFromRouted(routed, definition));
}

/** Both rows of one listed key. Throws `not-found` for rows of a table without key. */
export async function differingRow(taskId: string, jobId: number, name: Name, at: number): Promise<RowPair> {
  const boundary = (await openKeys(taskId, jobId, name))[at]?.boundary;
  if (!boundary) throw new AppError("not-found");
  return withTable(taskId, name, (context, table) => readRowPair(context, table, boundary));
}

/** Statements that would make the destination's listed rows what the source's are now. They are shown, never run. */
export async function repairScript(taskId: string, jobId: number, name: Name): Promise<{ sql: string; statements: number }> {
  const keys = (await openKeys(taskId, jobId, name)).filter((key) => key.boundary !== null);
  const statements: string[] = [];
  await withTable(taskId, name, async (context, table) => {
    for (const { boundary } of keys) {
      const { repair } = await readRowPair(context, table, boundary!);
      if (repair !== null) statements.push(repair);
    }
  });
  return { sql: statements.length === 0 ? "" : [repairSession, ...statements].join("\n"), statements: statements.length };
}

const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Listed keys as CSV, one line per row. */
export function keysAsCsv(name: Name, keys: readonly KeptKey[]): string {
  const lines = keys.map((key) => [`${name.database}.${name.table}`, key.kind, key.key, key.columns.join(" "), String(key.count)].map(quoted).join(","));
  return ["table,difference,key,columns,rows", ...lines, ""].join("\r\n");
}
