import { compareFiles } from "./position-order";
import type { BinaryLog } from "./read-position";

interface Coordinates {
  readonly file: string;
  readonly offset: number;
}

/** Bytes of log between two places of one server's files; `to` is not before `from`. Files that `logs` does not name count as empty. */
export function bytesBetween(logs: readonly BinaryLog[], from: Coordinates, to: Coordinates): number {
  if (from.file === to.file) return Math.max(0, to.offset - from.offset);
  let bytes = to.offset;
  for (const { file, size } of logs) {
    if (compareFiles(file, from.file) < 0 || compareFiles(file, to.file) >= 0) continue;
    bytes += file === from.file ? Math.max(0, size - from.offset) : size;
  }
  return bytes;
}

/** How many transactions a MySQL set names: `uuid:1-5:7,uuid:tag:1-3`. */
export function transactionsIn(gtidSet: string): number {
  return gtidSet
    .split(/[,:]/)
    .map((part) => /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part))
    .reduce((sum, found) => sum + (found ? Number(found[2] ?? found[1]) - Number(found[1]) + 1 : 0), 0);
}
