import { EventFormatError } from "./decode-error";

export interface GtidEvent {
  /** Null for an anonymous transaction. */
  readonly gtid: string | null;
  /** Commit time at the server we read from, milliseconds; null where the event does not say it. */
  readonly commitTimeMs: number | null;
  /** MariaDB: no BEGIN and no COMMIT follow, the group is one statement. MySQL events never say it. */
  readonly standalone: boolean;
  /** MariaDB: the group begins here, without a BEGIN. */
  readonly begins: boolean;
  /** MariaDB: the group is the first half of this XA transaction. */
  readonly preparesXid?: string;
  /** MariaDB: the group's statement is a half of a two-phase ALTER that changes nothing: the begin, or the end of one that failed. */
  readonly alterWithoutEffect?: boolean;
}

function uuidText(bytes: Buffer, at: number): string {
  const hex = bytes.toString("hex", at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The last source's UUID as text: in almost every log the next event has the same. */
let lastUuidBytes = Buffer.alloc(16);
let lastUuid = uuidText(lastUuidBytes, 0);

function cachedUuid(bytes: Buffer, at: number): string {
  if (bytes.compare(lastUuidBytes, 0, 16, at, at + 16) !== 0) {
    lastUuidBytes = Buffer.from(bytes.subarray(at, at + 16));
    lastUuid = uuidText(bytes, at);
  }
  return lastUuid;
}

/** GTID (33) and ANONYMOUS_GTID (34). Behind flags, UUID and number: logical clock, and since 8.0 commit times (7 bytes, microseconds; the top bit says that the origin's own follows). */
export function parseGtid(body: Buffer, anonymous: boolean): GtidEvent {
  if (body.length < 25) throw new EventFormatError("a GTID event is too short");
  let commitTimeMs: number | null = null;
  if (body.length >= 49 && body[25] === 2) commitTimeMs = Math.floor((body.readUIntLE(42, 6) + (body[48]! & 0x7f) * 2 ** 48) / 1000);
  if (anonymous) return { gtid: null, commitTimeMs, standalone: false, begins: false };
  const high = body.readUInt32LE(21);
  const number = high < 0x20_0000 ? high * 0x1_0000_0000 + body.readUInt32LE(17) : body.readBigInt64LE(17);
  return { gtid: `${cachedUuid(body, 1)}:${number}`, commitTimeMs, standalone: false, begins: false };
}

/**
 * GTID_TAGGED (42): a message of numbered fields (libs/mysql/serialization): format version, size, last field that may not be ignored,
 * then pairs of id and value in ascending order. Fields 0-3 are flags, UUID byte by byte, number, tag; 6 is the commit time.
 */
export function parseTaggedGtid(body: Buffer): GtidEvent {
  let at = 0;
  let end = body.length;
  const varint = (): bigint => {
    if (at >= end) throw new EventFormatError("a tagged GTID event is cut off");
    const first = body[at++]!;
    let extra = 0;
    while (extra < 8 && (first >> extra) & 1) extra++;
    if (at + extra > end) throw new EventFormatError("a tagged GTID event is cut off");
    let rest = 0n;
    for (let i = 0; i < extra; i++) rest |= BigInt(body[at++]!) << BigInt(8 * i);
    return extra === 8 ? rest : (BigInt(first) >> BigInt(extra + 1)) | (rest << BigInt(7 - extra));
  };
  const signed = (): bigint => {
    const value = varint();
    return value & 1n ? -(value >> 1n) - 1n : value >> 1n;
  };
  if (varint() !== 1n) throw new EventFormatError("a tagged GTID event has an unknown format");
  end = Math.min(Number(varint()), body.length);
  const lastRequired = varint();
  if (lastRequired > 12n) throw new EventFormatError("a tagged GTID event requires an unknown field");
  const uuid = Buffer.alloc(16);
  let number: bigint | null = null;
  let tag = "";
  let commitTimeMs: number | null = null;
  let named = false;
  while (at < end) {
    const field = Number(varint());
    if (field === 0) varint();
    else if (field === 1) {
      for (let i = 0; i < 16; i++) uuid[i] = Number(varint());
      named = true;
    } else if (field === 2) number = signed();
    else if (field === 3) {
      const length = Number(varint());
      if (length > 32 || at + length > end) throw new EventFormatError("a GTID tag is too long");
      tag = body.toString("latin1", at, at + length);
      at += length;
    } else if (field === 4 || field === 5) signed();
    else if (field === 6) {
      commitTimeMs = Number(varint() / 1000n);
      break;
    } else break;
  }
  if (!named || number === null) throw new EventFormatError("a tagged GTID event without a GTID");
  const uuidString = uuidText(uuid, 0);
  return { gtid: tag ? `${uuidString}:${tag}:${number}` : `${uuidString}:${number}`, commitTimeMs, standalone: false, begins: false };
}

const mariadbStandalone = 1;
const mariadbGroupCommitId = 2;
const mariadbPreparedXa = 64;
const mariadbCompletedXa = 128;
/** flags_extra: halves of a two-phase ALTER (`binlog_alter_two_phase`). The statement takes effect at COMMIT ALTER, which is logged like any ALTER. */
const mariadbStartAlter = 2;
const mariadbRollbackAlter = 8;

/** MariaDB's GTID event (162): sequence number 8, domain 4, flags 1, then by flags a commit id, XA ids, extra flags. */
export function parseMariadbGtid(body: Buffer, serverId: number): GtidEvent {
  if (body.length < 13) throw new EventFormatError("a GTID event is too short");
  const flags = body[12]!;
  let at = 13;
  if (flags & mariadbGroupCommitId) at += 8;
  let preparesXid: string | undefined;
  if (flags & (mariadbPreparedXa | mariadbCompletedXa)) {
    // formatID 4, lengths of gtrid and bqual 1 each, both (MariaDB sql/log_event.cc, Gtid_log_event).
    const end = at + 6 + (body[at + 4] ?? 0) + (body[at + 5] ?? 0);
    if (end > body.length) throw new EventFormatError("a GTID event is too short");
    if (flags & mariadbPreparedXa) preparesXid = xidText(body.readUInt32LE(at), body.subarray(at + 6, end), body[at + 4]!);
    at = end;
  }
  // 19 bytes at least were always written; a short event is filled with zeros.
  const extra = at < body.length ? body[at]! : 0;
  const standalone = (flags & mariadbStandalone) !== 0;
  return { gtid: `${body.readUInt32LE(8)}-${serverId}-${body.readBigUInt64LE(0)}`, commitTimeMs: null, standalone, begins: !standalone, preparesXid, alterWithoutEffect: (extra & (mariadbStartAlter | mariadbRollbackAlter)) !== 0 };
}

/** As in `PreparedTransaction.xid`. `data`: gtrid and bqual. */
export function xidText(format: number, data: Buffer, gtridLength: number): string {
  return `${data.toString("hex", 0, gtridLength)}.${data.toString("hex", gtridLength)}.${format}`;
}
