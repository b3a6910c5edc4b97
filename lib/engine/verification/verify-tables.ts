import { readCellServer } from "../../mysql/cell-server";
import { metadataSession, rawReadSession, type MysqlConnection } from "../../mysql/connection";
import { tableKey } from "../../mysql/identifier";
import { readTables } from "../../mysql/read-tables";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { RoutedTable } from "../change";
import { compareTable, listedDifferences, type CompareContext, type RowDifference } from "./compare-table";
import { comparedFromRouted, type ComparedTable } from "./compared-table";
import { confirmLive } from "./confirm-live";
import { countRows } from "./count-rows";
import type { SidePaces } from "./read-pace";

/** Session of both sides: values as stored, times in UTC, no reads of uncommitted rows, no time limit on a slow reader. */
export const verificationSession: readonly string[] = [
  ...rawReadSession,
  "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
  "SET SESSION net_write_timeout=3600, wait_timeout=28800",
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
  /** Rows that changed at the source each time they were looked at: neither equal nor different. Then `equal` is false. */
  readonly unsettled: number;
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
  /**
   * `rows` (default): every row is read on both sides. `sums`: servers add up hashes, and only ranges whose sums differ are read. `count`: only the
   * numbers of rows are compared.
   */
  readonly method?: VerifyMethod;
  /** Limits of reading, see `pacesFor`. Numbers of rows have no bytes. Absent = none. */
  readonly pace?: SidePaces;
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

export type VerifyMethod = "count" | "sums" | "rows";

/** While changes flow, differing rows of a table without key are kept up to this many; of what is left, `listedDifferences` are listed. */
const keptKeyless = 100_000;
/** So many further readings of a table without a key must show the same difference. */
const keylessPasses = 4;

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
      const context = {
        source,
        destination,
        common,
        chunkRows: options.chunkRows ?? 20_000,
        signal: options.signal,
        onRows,
        sums: options.method === "sums",
        ...(options.pace ? { pace: options.pace } : {}),
      };
      const compared = comparedFromRouted(table, definition);
      yield options.method === "count" ? await countRows(context, compared, options.recheck) : await verify(context, compared, options.recheck);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    throw error;
  } finally {
    options.signal.removeEventListener("abort", abort);
  }
}

/**
 * Compares one table. With `recheck` while changes flow: what differs is looked at again until it is certain. A table without a key is read as a whole,
 * the source before the destination and then the other way round: rows on their way show up in one of the two orders only, a difference in both.
 */
export async function verify(context: CompareContext, table: ComparedTable, recheck?: () => Promise<void>): Promise<TableVerification> {
  const keyless = table.key === null && recheck !== undefined;
  let comparison = await compareTable({ ...context, ...(keyless ? { listLimit: keptKeyless } : recheck ? { confirm: confirmLive(recheck) } : {}) }, table);
  let differences: readonly RowDifference[] = comparison.differences;
  for (let pass = 0; keyless && differences.length > 0 && pass < keylessPasses; pass++) {
    context.signal.throwIfAborted();
    const order = pass % 2 === 0 ? ({ first: "source", between: recheck } as const) : ({ first: "destination", between: async () => {} } as const);
    comparison = await compareTable({ ...context, order, listLimit: keptKeyless }, table);
    differences = inBoth(differences, comparison.differences);
  }
  const beyond = differences.slice(listedDifferences);
  const listed = differences.slice(0, listedDifferences);
  const rowsOf = (list: readonly RowDifference[], kind: RowDifference["kind"]) => list.reduce((total, difference) => total + (difference.kind === kind ? difference.count : 0), 0);
  // What a table without key shows beyond the limit was not seen twice.
  const sum = (kind: RowDifference["kind"]) => rowsOf(listed, kind) + rowsOf(beyond, kind) + (keyless && differences.length < keptKeyless ? 0 : comparison.unlisted[kind]);
  return {
    source: table.source,
    destination: table.destination,
    equal: sum("missing") + sum("extra") + sum("different") === 0 && table.missingColumns.length === 0 && comparison.unsettled === 0,
    sourceRows: comparison.sourceRows,
    destinationRows: comparison.destinationRows,
    missing: sum("missing"),
    extra: sum("extra"),
    different: sum("different"),
    unsettled: comparison.unsettled,
    differences: listed,
    missingTable: false,
    missingColumns: table.missingColumns,
  };
}

/** Rows of a table without key that differ in the same direction both times. */
function inBoth(before: readonly RowDifference[], now: readonly RowDifference[]): RowDifference[] {
  const known = new Map(before.map((difference) => [`${difference.kind} ${difference.key}`, difference.count]));
  return now.flatMap((difference) => {
    const count = known.get(`${difference.kind} ${difference.key}`);
    return count === undefined ? [] : [{ ...difference, count: Math.min(count, difference.count) }];
  });
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
    unsettled: 0,
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
