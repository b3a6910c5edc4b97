import { AppError } from "../errors/app-error";
import type { RawAnswer } from "./check";

/** The server's own words, or the error's when no server spoke. */
export function rawOf(error: unknown): RawAnswer {
  if (error instanceof AppError) {
    const cause = error.cause as { sqlState?: string; message?: string } | undefined;
    return { code: String(error.context.serverErrno ?? error.code), sqlState: cause?.sqlState ?? null, message: String(error.context.serverMessage ?? cause?.message ?? error.message) };
  }
  return { code: null, sqlState: null, message: error instanceof Error ? error.message : String(error) };
}
