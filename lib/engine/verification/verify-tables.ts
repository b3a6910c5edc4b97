import { readCellServer } from "../../mysql/cell-server";
import { metadataSession, rawReadSession, type MysqlConnection } from "../../mysql/connection";
import { tableKey } from "../../mysql/identifier";
import { readTables } from "../../mysql/read-tables";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { RoutedTable } from "../change";
import { compareTable, recheckDifference, type CompareContext, type RowDifference } from "./compare-table";
import { comparedFromRouted, type ComparedTable } from "./compared-table";

/** Session of both sides: values as stored, times in UTC, no reads of uncommitted rows, no time limit on a slow reader. */
export const verificationSession: readonly string[] = [
  ...rawReadSession,
  "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
  "SET SESSION sql_select_limit=18446744073709551615, sql_big_selects=1, net_write_timeout=3600, wait_timeout=28800",
];

export interface TableVerification {
  readonly source: TableName;
  readonly destination: TableName;
  readonly equal: boolean;
  readonly sourceRows: number;
  readonly destinationRows: number;
  /** Rows by kind of difference. */
  readonly missing: number;
  readonly extra: number;
  readonly different: number;
  /** The first of them, at most `listedDifferences`. */
  readonly differences: readonly RowDifference[];
  /** The table, or these columns of it, do not exist at the destination. */
  readonly missingTable: boolean;
  readonly missingColumns: readonly string[];
}

export interface VerifyOptions {
  readonly connectSource: (session: readonly string[]) => Promise<MysqlConnection>;
  readonly connectDestination: (session: readonly string[]) => Promise<MysqlConnection>;
  readonly tables: readonly RoutedTable[];
  /** Rows of each side that are read at a time. Default 20,000. */
  readonly chunkRows?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: { readonly table: TableName; readonly rows: number }) => void;
  /**
   * While changes flow: waits until all that the source has committed before the call is applied. Differences are read again after it,
   * until they are gone or are still the same.
   */
  readonly recheck?: () => Promise<void>;
}

/** How often a difference that keeps changing is looked at again. */
const recheckPasses = 10;

/**
 * Compares every row of `tables` at source and destination: all carried columns and, where both have them, generated ones, byte for byte.
 * One result per table, in their order. Reads only. Throws AppError of the connections.
 */
export async function* verifyTables(options: VerifyOptions): AsyncGenerator<TableVerification, void, undefined> {
  await using source = await options.connectSource(verificationSession);
  await using destination = await options.connectDestination(verificationSession);
  await using definitions = await options.connectDestination(metadataSession);
  const servers = await Promise.all([readCellServer(source), readCellServer(destination)]);
  const common = { jsonTable: servers.every((server) => server.jsonTable) };
  const abort = () => [source, destination, definitions].forEach((connection) => connection.destroy());
  options.signal.addEventListener("abort", abort, { once: true });
  try {
    const there = await destinationDefinitions(definitions, options.tables);
    for (const table of options.tables) {
      const definition = there.get(tableKey(table.destination));
      if (!definition) {
        yield missingTable(table);
        continue;
      }
      let rows = 0;
      const onRows = (count: number) => {
        rows += count;
        options.onProgress?.({ table: table.source, rows });
      };
      yield await verify({ source, destination, common, chunkRows: options.chunkRows ?? 20_000, signal: options.signal, onRows }, comparedFromRouted(table, definition), options.recheck);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    throw error;
  } finally {
    options.signal.removeEventListener("abort", abort);
  }
}

/** Compares one table, with rechecks. */
export async function verify(context: CompareContext, table: ComparedTable, recheck?: () => Promise<void>): Promise<TableVerification> {
  let comparison = await compareTable(context, table);
  let differences: readonly RowDifference[] = comparison.differences;
  for (let pass = 0; recheck && differences.length > 0 && pass < recheckPasses; pass++) {
    await recheck();
    context.signal.throwIfAborted();
    let now: RowDifference[] = [];
    if (table.key === null) {
      comparison = await compareTable(context, table);
      now = comparison.differences;
    } else {
      for (const difference of differences) {
        const still = await recheckDifference(context, table, difference);
        if (still) now.push(still);
      }
    }
    // The same difference after all was applied is one.
    const isStable = pass > 0 && now.length === differences.length && now.every((difference, i) => difference.key === differences[i]!.key && difference.kind === differences[i]!.kind);
    differences = now;
    if (isStable) break;
  }
  const sum = (kind: RowDifference["kind"]) => differences.reduce((total, difference) => total + (difference.kind === kind ? difference.count : 0), comparison.unlisted[kind]);
  return {
    source: table.source,
    destination: table.destination,
    equal: differences.length === 0 && sum("missing") + sum("extra") + sum("different") === 0 && table.missingColumns.length === 0,
    sourceRows: comparison.sourceRows,
    destinationRows: comparison.destinationRows,
    missing: sum("missing"),
    extra: sum("extra"),
    different: sum("different"),
    differences,
    missingTable: false,
    missingColumns: table.missingColumns,
  };
}

function missingTable(table: RoutedTable): TableVerification {
  return {
    source: table.source,
    destination: table.destination,
    equal: false,
    sourceRows: 0,
    destinationRows: 0,
    missing: 0,
    extra: 0,
    different: 0,
    differences: [],
    missingTable: true,
    missingColumns: [],
  };
}

async function destinationDefinitions(connection: MysqlConnection, tables: readonly RoutedTable[]): Promise<ReadonlyMap<string, TableDefinition>> {
  const byDatabase = new Map<string, string[]>();
  for (const { destination } of tables) byDatabase.set(destination.database, [...(byDatabase.get(destination.database) ?? []), destination.table]);
  const definitions = await readTables(
    connection,
    [...byDatabase].map(([database, names]) => ({ database, tables: names })),
  );
  return new Map(definitions.map((definition) => [tableKey(definition.name), definition]));
}
