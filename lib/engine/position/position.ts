import type { LogPrint } from "./log-prints";

/**
 * Where in the source's history. Plain, serialisable data; the arithmetic of GTID sets lives in `gtid-set.ts`.
 */
export interface SourcePosition {
  /** Binlog file name and offset of the next event to read. Always known. */
  readonly file: string;
  readonly offset: number;
  /**
   * Executed set up to here, as the flavour writes it (`uuid:1-5,…` for MySQL, `0-1-5,…` for MariaDB); null on a source without
   * GTIDs. When present it, not file and offset, decides where to resume.
   */
  readonly gtidSet: string | null;
  readonly flavour: "mysql" | "mariadb";
  /** Of the last event at or before it that is known: proves that a log found later is the same one. Of the server that the position was read from. */
  readonly print?: LogPrint;
}

/**
 * Names one source transaction for ever: its GTID where the source has them, else `file:endOffset`.
 * Two readings of the same log give the same ids in the same order.
 */
export type TransactionId = string;
