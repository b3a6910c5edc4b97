import type { MysqlConnection } from "../../mysql/connection";
import { tableKey } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";

export interface TableEstimate {
  readonly rows: number;
  readonly averageRowBytes: number;
}

/** The server's own statistics, one query per database. They may be far off: use them for order, progress and sizes, never for correctness. */
export async function readEstimates(connection: MysqlConnection, tables: readonly TableName[]): Promise<ReadonlyMap<string, TableEstimate>> {
  const estimates = new Map<string, TableEstimate>();
  for (const database of new Set(tables.map((table) => table.database))) {
    const rows = await connection.query<{ name: string; rowCount: string | null; bytes: string | null }>(
      "SELECT TABLE_NAME AS name, TABLE_ROWS AS rowCount, DATA_LENGTH AS bytes FROM information_schema.TABLES WHERE TABLE_SCHEMA=?",
      [database],
    );
    for (const row of rows) {
      const count = Number(row.rowCount ?? 0);
      estimates.set(tableKey({ database, table: row.name }), { rows: count, averageRowBytes: count > 0 ? Number(row.bytes ?? 0) / count : 0 });
    }
  }
  return estimates;
}
