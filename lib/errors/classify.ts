import { AppError } from "./app-error";
import type { ErrorCode } from "./catalogue";

type Role = "source" | "destination";

/**
 * Server error numbers (manual, "Server Error Message Reference") → code per side. Only numbers: message texts differ by version and language.
 * What is not listed is `…-query-failed`, which stops: the retry list stays narrow.
 */
const byNumber: Record<number, (role: Role) => ErrorCode> = {
  1040: (role) => `${role}-too-many-connections`, // ER_CON_COUNT_ERROR
  1203: (role) => `${role}-too-many-connections`, // ER_TOO_MANY_USER_CONNECTIONS
  1044: (role) => `${role}-privilege-missing`, // ER_DBACCESS_DENIED_ERROR
  1142: (role) => `${role}-privilege-missing`, // ER_TABLEACCESS_DENIED_ERROR
  1143: (role) => `${role}-privilege-missing`, // ER_COLUMNACCESS_DENIED_ERROR
  1227: (role) => `${role}-privilege-missing`, // ER_SPECIFIC_ACCESS_DENIED_ERROR
  1370: (role) => `${role}-privilege-missing`, // ER_PROCACCESS_DENIED_ERROR
  1045: (role) => `${role}-access-denied`, // ER_ACCESS_DENIED_ERROR
  1698: (role) => `${role}-access-denied`, // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  1130: (role) => `${role}-access-denied`, // ER_HOST_NOT_PRIVILEGED
  1862: (role) => `${role}-access-denied`, // ER_MUST_CHANGE_PASSWORD_LOGIN
  3118: (role) => `${role}-access-denied`, // ER_ACCOUNT_HAS_BEEN_LOCKED
  1251: (role) => `${role}-access-denied`, // ER_NOT_SUPPORTED_AUTH_MODE
  1053: () => "server-shutting-down", // ER_SERVER_SHUTDOWN
  1077: () => "server-shutting-down", // ER_NORMAL_SHUTDOWN
  1079: () => "server-shutting-down", // ER_SHUTDOWN_COMPLETE
  1080: () => "server-shutting-down", // ER_FORCING_CLOSE
  1927: () => "connection-lost", // ER_CONNECTION_KILLED (MariaDB)
  1317: () => "connection-lost", // ER_QUERY_INTERRUPTED: somebody killed our statement
  3169: () => "connection-lost", // ER_SESSION_WAS_KILLED
  4031: () => "connection-lost", // ER_CLIENT_INTERACTION_TIMEOUT
  1158: () => "connection-lost", // ER_NET_READ_ERROR
  1159: () => "connection-lost", // ER_NET_READ_INTERRUPTED
  1160: () => "connection-lost", // ER_NET_ERROR_ON_WRITE
  1161: () => "connection-lost", // ER_NET_WRITE_INTERRUPTED
  1213: (role) => (role === "destination" ? "destination-deadlock" : "source-query-failed"), // ER_LOCK_DEADLOCK
  1205: (role) => (role === "destination" ? "destination-lock-timeout" : "source-query-failed"), // ER_LOCK_WAIT_TIMEOUT
  3572: (role) => (role === "destination" ? "destination-lock-timeout" : "source-query-failed"), // ER_LOCK_NOWAIT
  1290: (role) => (role === "destination" ? "destination-read-only" : "source-query-failed"), // ER_OPTION_PREVENTS_STATEMENT
  1836: (role) => (role === "destination" ? "destination-read-only" : "source-query-failed"), // ER_READ_ONLY_MODE
  1792: (role) => (role === "destination" ? "destination-read-only" : "source-query-failed"), // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
  1021: (role) => (role === "destination" ? "destination-disk-full" : "source-query-failed"), // ER_DISK_FULL
  1114: (role) => (role === "destination" ? "destination-disk-full" : "source-query-failed"), // ER_RECORD_FILE_FULL
  3675: (role) => (role === "destination" ? "destination-disk-full" : "source-query-failed"), // ER_DISK_FULL_NOWAIT
  1153: (role) => (role === "destination" ? "destination-packet-too-large" : "source-query-failed"), // ER_NET_PACKET_TOO_LARGE
  1236: () => "binlog-purged", // ER_MASTER_FATAL_ERROR_READING_BINLOG: the binlog reader tells its kinds apart
  1146: (role) => (role === "destination" ? "destination-table-missing" : "source-query-failed"), // ER_NO_SUCH_TABLE
  1049: (role) => (role === "destination" ? "destination-table-missing" : "source-query-failed"), // ER_BAD_DB_ERROR
  1054: (role) => (role === "destination" ? "destination-structure-differs" : "source-query-failed"), // ER_BAD_FIELD_ERROR
  1136: (role) => (role === "destination" ? "destination-structure-differs" : "source-query-failed"), // ER_WRONG_VALUE_COUNT_ON_ROW
  1264: (role) => (role === "destination" ? "destination-rejects-value" : "source-query-failed"), // ER_WARN_DATA_OUT_OF_RANGE
  1265: (role) => (role === "destination" ? "destination-rejects-value" : "source-query-failed"), // WARN_DATA_TRUNCATED
  1292: (role) => (role === "destination" ? "destination-rejects-value" : "source-query-failed"), // ER_TRUNCATED_WRONG_VALUE
  1366: (role) => (role === "destination" ? "destination-rejects-value" : "source-query-failed"), // ER_TRUNCATED_WRONG_VALUE_FOR_FIELD
  1406: (role) => (role === "destination" ? "destination-rejects-value" : "source-query-failed"), // ER_DATA_TOO_LONG
  1048: (role) => (role === "destination" ? "destination-rejects-value" : "source-query-failed"), // ER_BAD_NULL_ERROR
  1062: (role) => (role === "destination" ? "destination-rejects-row" : "source-query-failed"), // ER_DUP_ENTRY
  1451: (role) => (role === "destination" ? "destination-rejects-row" : "source-query-failed"), // ER_ROW_IS_REFERENCED_2
  1452: (role) => (role === "destination" ? "destination-rejects-row" : "source-query-failed"), // ER_NO_REFERENCED_ROW_2
  3819: (role) => (role === "destination" ? "destination-rejects-row" : "source-query-failed"), // ER_CHECK_CONSTRAINT_VIOLATED
  4025: (role) => (role === "destination" ? "destination-rejects-row" : "source-query-failed"), // ER_CONSTRAINT_FAILED (MariaDB)
};

const networkCodes: Record<string, "unreachable" | "lost"> = {
  ECONNREFUSED: "unreachable",
  ENOTFOUND: "unreachable",
  EAI_AGAIN: "unreachable",
  ETIMEDOUT: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ECONNRESET: "lost",
  EPIPE: "lost",
  PROTOCOL_CONNECTION_LOST: "lost",
  PROTOCOL_UNEXPECTED_PACKET: "lost",
};

interface DriverError {
  errno?: number | string;
  code?: string;
  sqlMessage?: string;
  message?: string;
  fatal?: boolean;
}

/**
 * A driver or server error → AppError of the side it came from. By number and code, never by text; an AppError passes through.
 * `serverErrno` and the server's own sentence are kept in the context (its owner may see them); the statement only in the cause.
 */
export function classifyServerError(error: unknown, role: Role, statement?: string): AppError {
  if (error instanceof AppError) return error;
  const driver = (typeof error === "object" && error !== null ? error : { message: String(error) }) as DriverError;
  const errno = typeof driver.errno === "number" ? driver.errno : undefined;
  const context = { role, serverErrno: errno, serverMessage: driver.sqlMessage ?? driver.message };
  const known = errno === undefined ? undefined : byNumber[errno];
  if (known && driver.sqlMessage !== undefined) return new AppError(known(role), { cause: withStatement(error, statement), context });
  const network = driver.code === undefined ? undefined : networkCodes[driver.code];
  if (network === "unreachable") return new AppError(`${role}-unreachable`, { cause: error, context });
  if (network === "lost") return new AppError("connection-lost", { cause: error, context });
  if (driver.code === "HANDSHAKE_NO_SSL_SUPPORT" || driver.code === "HANDSHAKE_SSL_ERROR" || driver.code?.startsWith("ERR_TLS") || driver.code?.includes("CERT")) {
    return new AppError("tls-failed", { cause: error, context });
  }
  if (errno !== undefined && driver.sqlMessage !== undefined) {
    return new AppError(`${role}-query-failed`, { cause: withStatement(error, statement), context });
  }
  if (driver.fatal) return new AppError("connection-lost", { cause: error, context });
  return new AppError("unknown", { cause: error, context });
}

/** The driver attaches the whole statement, which may hold row values: keep only its shape. */
function withStatement(error: unknown, statement: string | undefined): unknown {
  if (typeof error === "object" && error !== null && "sql" in error) (error as { sql?: string }).sql = statement?.slice(0, 200);
  return error;
}
