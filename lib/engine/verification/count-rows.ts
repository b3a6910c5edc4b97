import type { MysqlConnection } from "../../mysql/connection";
import { quoteTable } from "../../mysql/identifier";
import type { CompareContext } from "./compare-table";
import type { ComparedTable } from "./compared-table";
import type { TableVerification } from "./verify-tables";

/** How often a table whose number of rows keeps changing is counted again. */
const rounds = 5;

/**
 * Compares numbers of rows. While changes flow the source is counted, then `recheck` waits for the destination, which is counted, then the source again:
 * only where the source's number stayed the same the two can be compared. A table that grew each time has one unsettled row.
 */
export async function countRows(context: CompareContext, table: ComparedTable, recheck?: () => Promise<void>): Promise<TableVerification> {
  const ours = () => count(context.source, `${quoteTable(table.source)}${table.filter === null ? "" : ` WHERE (${table.filter})`}`);
  const theirs = () => count(context.destination, quoteTable(table.destination));
  let [sourceRows, destinationRows] = [0, 0];
  let settled = false;
  for (let round = 0; round < rounds && !settled; round++) {
    context.signal.throwIfAborted();
    sourceRows = await ours();
    await context.pace?.source.took(sourceRows, 0);
    await recheck?.();
    destinationRows = await theirs();
    settled = sourceRows === destinationRows || recheck === undefined || (await ours()) === sourceRows;
  }
  context.onRows(sourceRows);
  return {
    source: table.source,
    destination: table.destination,
    equal: settled && sourceRows === destinationRows && table.missingColumns.length === 0,
    sourceRows,
    destinationRows,
    missing: settled ? Math.max(0, sourceRows - destinationRows) : 0,
    extra: settled ? Math.max(0, destinationRows - sourceRows) : 0,
    different: 0,
    unsettled: settled ? 0 : 1,
    differences: [],
    missingTable: false,
    missingColumns: table.missingColumns,
  };
}

async function count(connection: MysqlConnection, rows: string): Promise<number> {
  const [row] = await connection.query<{ n: string | number }>(`SELECT COUNT(*) AS n FROM ${rows}`);
  return Number(row?.n ?? 0);
}
