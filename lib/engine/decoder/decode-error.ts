import { JsonNotWritable } from "../values/json-literal";
import { AppError } from "../../errors/app-error";
import { TransactionAbandoned, type RawEvent } from "../change";

/** The event holds bytes that are not what the format says; becomes `binlog-event-undecodable` with the event's place. */
export class EventFormatError extends Error {
  override readonly name = "EventFormatError";
}

/** Whatever went wrong while an event was decoded → AppError that names the event. Nothing is ever skipped because of an error. */
export function decodeFailure(error: unknown, event: Pick<RawEvent, "file" | "endOffset" | "type">): AppError | TransactionAbandoned {
  if (error instanceof AppError || error instanceof TransactionAbandoned) return error;
  return new AppError("binlog-event-undecodable", {
    cause: error,
    detail: error instanceof EventFormatError || error instanceof JsonNotWritable ? error.message : undefined,
    context: { file: event.file, endOffset: event.endOffset, eventType: event.type },
  });
}
