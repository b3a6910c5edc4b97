/** A packet of the server, as the driver hands it to a command: its payload lies in `buffer[offset, end)`. */
export interface DriverPacket {
  buffer: Buffer;
  offset: number;
  end: number;
  isError(): boolean;
  asError(encoding: string): Error;
  readInt8(): number;
  readInt16(): number;
  readLengthCodedNumber(): number;
}

/** The parts of mysql2's connection that its types do not show. Pinned version; `connection.mysql.test.ts` is the contract test. */
export interface DriverInternals {
  addCommand(command: unknown): void;
  writePacket(packet: { buffer: Buffer; length(): number; writeHeader(sequence: number): void }): void;
  _resetSequenceId(): void;
  _bumpSequenceId(by: number): void;
  readonly sequenceId: number;
  stream: import("node:stream").Duplex;
  clientEncoding: string;
  _fatalError: unknown;
  _protocolError: unknown;
  /** What runs; null or undefined while there is nothing. */
  readonly _command: unknown;
}
