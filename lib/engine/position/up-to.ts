import { ExecutedSet } from "./gtid-set";
import { compareCoordinates } from "./position-order";
import type { SourcePosition } from "./position";

/** Whether a transaction of the log lies at or before a position. Reads the position's GTID set once. */
export function upTo(position: SourcePosition): (transaction: { readonly gtid: string | null; readonly file: string; readonly endOffset: number }) => boolean {
  const executed = position.gtidSet === null ? null : new ExecutedSet(position.flavour, position.gtidSet);
  return ({ gtid, file, endOffset }) => (executed !== null && gtid !== null ? executed.contains(gtid) : compareCoordinates({ file, offset: endOffset }, position) <= 0);
}
