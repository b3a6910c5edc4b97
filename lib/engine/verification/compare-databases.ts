import { readCellServer } from "../../mysql/cell-server";
import { metadataSession, type MysqlConnection } from "../../mysql/connection";
import { readTables } from "../../mysql/read-tables";
import { comparedFromDefinitions } from "./compared-table";
import { verificationSession, verify } from "./verify-tables";

export interface CompareDatabasesOptions {
  readonly connectSource: (session: readonly string[]) => Promise<MysqlConnection>;
  readonly connectDestination: (session: readonly string[]) => Promise<MysqlConnection>;
  /** Source database → destination database. */
  readonly databases: Readonly<Record<string, string>>;
  /** Tables to leave out, by source name. */
  readonly except?: readonly string[];
  readonly chunkRows?: number;
}

/**
 * Compares whole databases table by table and row by row, all columns. Returns one line per difference, none when they are equal: what a test
 * asserts to be `[]`.
 */
export async function compareDatabases(options: CompareDatabasesOptions): Promise<string[]> {
  await using source = await options.connectSource(verificationSession);
  await using destination = await options.connectDestination(verificationSession);
  await using sourceNames = await options.connectSource(metadataSession);
  await using destinationNames = await options.connectDestination(metadataSession);
  const servers = await Promise.all([readCellServer(source), readCellServer(destination)]);
  const context = {
    source,
    destination,
    common: { jsonTable: servers.every((server) => server.jsonTable) },
    chunkRows: options.chunkRows ?? 20_000,
    signal: new AbortController().signal,
    onRows: () => {},
  };
  const lines: string[] = [];
  for (const [from, to] of Object.entries(options.databases)) {
    const there = new Map((await readTables(destinationNames, [{ database: to }])).map((table) => [table.name.table.toLowerCase(), table]));
    for (const table of await readTables(sourceNames, [{ database: from }])) {
      if (options.except?.includes(table.name.table)) continue;
      const name = `${from}.${table.name.table}`;
      const other = there.get(table.name.table.toLowerCase());
      there.delete(table.name.table.toLowerCase());
      if (!other) {
        lines.push(`${name}: missing table`);
        continue;
      }
      const result = await verify(context, comparedFromDefinitions(table, other));
      for (const column of result.missingColumns) lines.push(`${name}: missing column ${column}`);
      for (const difference of result.differences) {
        const columns = difference.columns.length > 0 ? ` in ${difference.columns.join(", ")}` : "";
        lines.push(`${name}: ${difference.kind} ${difference.key}${difference.count > 1 ? ` ×${difference.count}` : ""}${columns}`);
      }
    }
    for (const extra of there.values()) if (!options.except?.includes(extra.name.table)) lines.push(`${to}.${extra.name.table}: extra table`);
  }
  return lines;
}
