import { AppError } from "../../errors/app-error";
import type { ErrorCode } from "../../errors/catalogue";
import { classifyServerError } from "../../errors/classify";

/**
 * Error 1236 has one number for many causes; only its inner text, which is not translated, tells them apart
 * (MySQL sql/rpl_binlog_sender.cc, MariaDB sql/sql_repl.cc). What is not listed stops as an invalid position.
 */
const kinds: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  [/same server_uuid|same server_id|server_uuid\/server_id/i, "binlog-reader-conflict"],
  [/anonymous transaction when AUTO_POSITION|cannot start in AUTO_POSITION mode/i, "source-gtids-switched"],
  [/GTID-transaction when @@GLOBAL.GTID_MODE = OFF/i, "source-gtids-off"],
  [/purged|find first log file|Could not find GTID state/i, "binlog-purged"],
  [/binary log is not open/i, "binlog-disabled"],
  [/more GTIDs than|not in the master's binlog|impossible position|position >|exceeded max_allowed_packet|max_allowed_packet|bogus data/i, "binlog-position-invalid"],
  [/checksum|crc/i, "binlog-checksum-wrong"],
];

/** What the source answers instead of the log, or how the line broke → AppError. */
export function classifyDumpError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { errno, sqlMessage } = error as { errno?: number; sqlMessage?: string };
  if (errno === 1236 && sqlMessage !== undefined) {
    const code = kinds.find(([pattern]) => pattern.test(sqlMessage))?.[1] ?? "binlog-position-invalid";
    return new AppError(code, { cause: error, context: { role: "source", serverErrno: errno, serverMessage: sqlMessage } });
  }
  if (errno === 1381) return new AppError("binlog-disabled", { cause: error });
  return classifyServerError(error, "source");
}
