import { inflateSync } from "node:zlib";
import { AppError } from "../../errors/app-error";
import type { StatementContext } from "../change";
import { EventFormatError } from "./decode-error";

/** A QUERY event, its status variables not yet read: most are BEGIN and need none. */
export interface QueryEvent {
  readonly database: Buffer;
  readonly statement: Buffer;
  readonly variables: Buffer;
  /** What the statement ended with at the source; 0 = it succeeded. */
  readonly errorNumber: number;
}

/** `extraHeader`: 13 more fixed bytes of EXECUTE_LOAD_QUERY. */
export function parseQuery(body: Buffer, extraHeader = 0): QueryEvent {
  if (body.length < 13 + extraHeader) throw new EventFormatError("a QUERY event is too short");
  const databaseLength = body[8]!;
  const variablesAt = 13 + extraHeader;
  const databaseAt = variablesAt + body.readUInt16LE(11);
  const statementAt = databaseAt + databaseLength + 1;
  if (statementAt > body.length) throw new EventFormatError("a QUERY event is cut off");
  return {
    variables: body.subarray(variablesAt, databaseAt),
    database: body.subarray(databaseAt, statementAt - 1),
    statement: body.subarray(statementAt),
    errorNumber: body.readUInt16LE(9),
  };
}

/** MariaDB's compressed part of an event: first byte 0x80 + bytes of the big-endian length that follows, then zlib. */
export function uncompressPart(part: Buffer): Buffer {
  const head = part[0] ?? 0;
  const lengthBytes = head & 7;
  if ((head & 0xf0) !== 0x80 || lengthBytes < 1 || lengthBytes > 4 || part.length < 1 + lengthBytes) throw new EventFormatError("an event is compressed in an unknown way");
  const length = part.readUIntBE(1, lengthBytes);
  const plain = inflateSync(part.subarray(1 + lengthBytes), { maxOutputLength: Math.max(length, 1) });
  if (plain.length !== length) throw new EventFormatError("a compressed event has the wrong length");
  return plain;
}

const noForeignKeyChecks = 1 << 26;
const relaxedUniqueChecks = 1 << 27;

/**
 * The session in which the statement ran (MySQL: libs/mysql/binlog/event/statement_events.h, Query_event_status_vars; MariaDB: sql/log_event.h).
 * `timestamp`: the event's, seconds. A key that we do not know could change what the statement means, and its length is unknown: `binlog-event-unknown`.
 */
export function parseContext(query: QueryEvent, timestamp: number): StatementContext {
  const vars = query.variables;
  const context = {
    defaultDatabase: query.database.length === 0 ? null : query.database.toString("utf8"),
    sqlMode: null as bigint | null,
    characterSetClient: null as number | null,
    collationConnection: null as number | null,
    collationServer: null as number | null,
    defaultCollationForUtf8mb4: null as number | null,
    timeZone: null as string | null,
    timestamp: null as string | null,
    foreignKeyChecks: true,
    uniqueChecks: true,
    autoIncrementIncrement: 1,
    autoIncrementOffset: 1,
    explicitDefaultsForTimestamp: null as boolean | null,
    sqlRequirePrimaryKey: null as boolean | null,
    ...(query.errorNumber === 0 ? {} : { failedWith: query.errorNumber }),
  };
  let at = 0;
  let microseconds = 0;
  const take = (count: number): number => {
    const start = at;
    at += count;
    if (at > vars.length) throw new EventFormatError("the settings of a statement are cut off");
    return start;
  };
  const text = (): string => {
    const length = vars[take(1)]!;
    return vars.toString("utf8", take(length), at);
  };
  while (at < vars.length) {
    const key = vars[at++]!;
    switch (key) {
      case 0: {
        const flags = vars.readUInt32LE(take(4));
        context.foreignKeyChecks = (flags & noForeignKeyChecks) === 0;
        context.uniqueChecks = (flags & relaxedUniqueChecks) === 0;
        break;
      }
      case 1:
        context.sqlMode = vars.readBigUInt64LE(take(8));
        break;
      case 2: // catalog, ended by a zero
        text();
        take(1);
        break;
      case 3:
        context.autoIncrementIncrement = vars.readUInt16LE(take(2));
        context.autoIncrementOffset = vars.readUInt16LE(take(2));
        break;
      case 4:
        context.characterSetClient = vars.readUInt16LE(take(2));
        context.collationConnection = vars.readUInt16LE(take(2));
        context.collationServer = vars.readUInt16LE(take(2));
        break;
      case 5:
        context.timeZone = text();
        break;
      case 6: // catalog
        text();
        break;
      case 7: // lc_time_names
      case 8: // collation of the database
        take(2);
        break;
      case 9: // tables of a multi-table update
        take(8);
        break;
      case 10: // length at the origin
        take(4);
        break;
      case 11: // invoker: user and host
        text();
        text();
        break;
      case 12: {
        // Databases that the statement touches; 254 = too many to list.
        const count = vars[take(1)]!;
        for (let i = count === 254 ? 0 : count; i > 0; i--) {
          const end = vars.indexOf(0, at);
          if (end === -1) throw new EventFormatError("the settings of a statement are cut off");
          at = end + 1;
        }
        break;
      }
      case 13:
        microseconds = vars.readUIntLE(take(3), 3);
        break;
      case 14: // commit times, never written
      case 15:
        take(8);
        break;
      case 16:
        context.explicitDefaultsForTimestamp = vars[take(1)] !== 0;
        break;
      case 17: // transaction number of an atomic DDL
        take(8);
        break;
      case 18:
        context.defaultCollationForUtf8mb4 = vars.readUInt16LE(take(2));
        break;
      case 19:
        context.sqlRequirePrimaryKey = vars[take(1)] !== 0;
        break;
      case 20: // default_table_encryption
        take(1);
        break;
      case 128: // MariaDB's number of the same
        microseconds = vars.readUIntLE(take(3), 3);
        break;
      case 129: // MariaDB: transaction number
        take(8);
        break;
      case 130: {
        // MariaDB: halves of a two-phase ALTER, as in its GTID event; COMMIT (4) and ROLLBACK (8) name the number of their START.
        const flags = vars[take(1)]!;
        if (flags & (4 | 8)) take(8);
        break;
      }
      case 131: // MariaDB: default collations of character sets, pairs
        take(vars[take(1)]! * 4);
        break;
      default:
        throw new AppError("binlog-event-unknown", { detail: `a statement with the unknown setting ${key}` });
    }
  }
  if (timestamp !== 0) context.timestamp = microseconds === 0 ? String(timestamp) : `${timestamp}.${String(microseconds).padStart(6, "0")}`;
  return context;
}
