import { ExecutedSet } from "../position/gtid-set";
import type { SourcePosition } from "../position/position";

/** A command for mysql2's packet writer: room for the packet header in front, payload behind it. */
export interface CommandPacket {
  readonly buffer: Buffer;
  length(): number;
  writeHeader(sequence: number): void;
}

/** COM_BINLOG_DUMP, COM_BINLOG_DUMP_GTID or, on MariaDB with GTIDs, a plain dump that follows `@slave_connect_state`. */
export function dumpCommand(from: SourcePosition, serverId: number): CommandPacket {
  if (from.gtidSet !== null && from.flavour === "mysql") return dumpGtid(new ExecutedSet("mysql", from.gtidSet).encode(), serverId);
  const byGtid = from.gtidSet !== null;
  const file = Buffer.from(byGtid ? "" : from.file, "latin1");
  const buffer = Buffer.alloc(4 + 11 + file.length);
  buffer[4] = 0x12;
  // The command has 32 bits for the position. Beyond that the file is read from its start and what lies before is left out.
  buffer.writeUInt32LE(byGtid || from.offset > 0xffff_ffff ? 4 : from.offset, 5);
  buffer.writeUInt16LE(0, 9);
  buffer.writeUInt32LE(serverId, 11);
  file.copy(buffer, 15);
  return packet(buffer);
}

function dumpGtid(set: Buffer, serverId: number): CommandPacket {
  const buffer = Buffer.alloc(4 + 1 + 2 + 4 + 4 + 8 + 4 + set.length);
  buffer[4] = 0x1e;
  buffer.writeUInt16LE(0, 5);
  buffer.writeUInt32LE(serverId, 7);
  buffer.writeUInt32LE(0, 11);
  buffer.writeBigUInt64LE(4n, 15);
  buffer.writeUInt32LE(set.length, 23);
  set.copy(buffer, 27);
  return packet(buffer);
}

function packet(buffer: Buffer): CommandPacket {
  return {
    buffer,
    length: () => buffer.length - 4,
    writeHeader(sequence) {
      buffer.writeUIntLE(buffer.length - 4, 0, 3);
      buffer[3] = sequence;
    },
  };
}

/**
 * Statements that set up a session for the dump. User variables that a server does not know do no harm, so both generations of
 * names are set. `net_write_timeout`: how long the source lets us be slow to read (seconds).
 */
export function dumpSession(options: { from: SourcePosition; heartbeatMs: number; replicaUuid: string; writeTimeoutSeconds: number }): string[] {
  const period = `${Math.round(options.heartbeatMs)}000000`;
  const statements = [
    "SET @master_binlog_checksum='CRC32', @source_binlog_checksum='CRC32'",
    `SET @master_heartbeat_period=${period}, @source_heartbeat_period=${period}`,
    `SET @slave_uuid='${options.replicaUuid}', @replica_uuid='${options.replicaUuid}'`,
    `SET SESSION net_write_timeout=${options.writeTimeoutSeconds}`,
  ];
  if (options.from.flavour === "mariadb") {
    statements.push("SET @mariadb_slave_capability=4");
    if (options.from.gtidSet !== null) {
      // Printed by our own class: digits, dashes and commas only.
      statements.push(`SET @slave_connect_state='${new ExecutedSet("mariadb", options.from.gtidSet)}', @slave_gtid_strict_mode=0, @slave_gtid_ignore_duplicates=0`);
    }
  }
  return statements;
}
