import * as zlib from "node:zlib";

/** CRC-32 as the binary log uses it (ISO-HDLC). Node's own where there is one (20.15 on). */
export const crc32: (bytes: Buffer) => number = typeof zlib.crc32 === "function" ? (bytes) => zlib.crc32(bytes) : tableCrc32();

function tableCrc32(): (bytes: Buffer) => number {
  const table = new Int32Array(256);
  for (let i = 0; i < 256; i++) {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    table[i] = value;
  }
  return (bytes) => {
    let crc = -1;
    for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 255]!;
    return ~crc >>> 0;
  };
}
