import { AppError } from "../../errors/app-error";
import type { RawEvent } from "../change";
import { decodeFailure } from "./decode-error";
import { eventType } from "./event-type";
import { parseMariadbGtid } from "./gtid-event";
import { encodePreparedEvent } from "./prepared-events";
import { parseQuery } from "./query-event";
import { rowsEvents } from "./rows-event";
import { statementKind } from "./statement-kind";
import { payloadEvents } from "./transaction-payload";

/**
 * Looks for the events of one prepared XA transaction in a part of the log that the task has not read. They are not compared with the tables as
 * known, which may be younger than this part of the log: `decodePrepared` does so later. `isBeyond`: where the part ends.
 *
 * Null when it is not there, or ended there. Throws what the reader throws, `binlog-event-undecodable`, and `binlog-xa-prepared` beyond `mostBytes`.
 */
export async function findPrepared(
  batches: AsyncIterable<readonly RawEvent[]>,
  xid: string,
  isBeyond: (event: RawEvent) => boolean,
  mostBytes: number,
): Promise<Buffer | null> {
  let open: { events: Buffer[]; bytes: number } | null = null;
  let found: Buffer[] | null = null;
  const look = (event: RawEvent) => {
    if (event.type === eventType.formatDescription && event.body.readUInt32LE(52) !== 0) open = null;
    else if (event.type === eventType.mariadbGtid) open = parseMariadbGtid(event.body, event.serverId).preparesXid === xid ? { events: [], bytes: 0 } : null;
    else if (event.type === eventType.query) {
      const { statement } = parseQuery(event.body);
      const kind = statement.subarray(0, 3).toString("latin1") === "XA " ? statementKind(statement) : null;
      if (kind?.kind === "xa-begin") open = kind.xid === xid ? { events: [], bytes: 0 } : null;
      else if ((kind?.kind === "xa-commit" || kind?.kind === "xa-rollback") && kind.xid === xid) found = null;
    } else if (open && event.type === eventType.xaPrepare) {
      if (event.body[0] !== 1) found = open.events;
      open = null;
    } else if (open && (event.type === eventType.tableMap || rowsEvents[event.type])) {
      open.bytes += event.body.length;
      if (open.bytes > mostBytes) throw new AppError("binlog-xa-prepared", { detail: "too large to be taken from before the start position", context: { file: event.file, endOffset: event.endOffset, xid } });
      open.events.push(encodePreparedEvent(event));
    }
  };
  for await (const batch of batches) {
    for (const event of batch) {
      if (isBeyond(event)) return found && Buffer.concat(found);
      try {
        if (event.type === eventType.transactionPayload) for (const inner of payloadEvents(event)) look(inner);
        else look(event);
      } catch (error) {
        throw decodeFailure(error, event);
      }
    }
  }
  return null;
}
