import { AppError } from "../errors/app-error";
import { errorCatalogue } from "../errors/catalogue";
import { InputInvalid } from "../errors/input-invalid";
import type { PublicError } from "./result";

/** Any error → what may be said about it. What is not an AppError is `unknown`: its text stays in the log. */
export function publicError(error: unknown): PublicError {
  const known = error instanceof AppError ? error : new AppError("unknown", { cause: error });
  const entry = errorCatalogue[known.code];
  const context: Record<string, string | number | boolean | null> = {};
  for (const [key, value] of Object.entries(known.context)) if (value !== undefined) context[key] = value;
  return {
    code: known.code,
    message: entry.sentence,
    remedy: entry.remedy,
    ...(known instanceof InputInvalid ? { fields: known.fields } : {}),
    ...(Object.keys(context).length > 0 ? { context } : {}),
  };
}

/** HTTP status for a route's answer. */
export function httpStatus(error: PublicError): number {
  switch (error.code) {
    case "input-invalid":
      return 400;
    case "not-signed-in":
      return 401;
    case "not-allowed":
      return 403;
    case "not-found":
      return 404;
    case "version-conflict":
    case "transition-refused":
      return 409;
    case "too-many-attempts":
      return 429;
    case "unknown":
    case "assertion-failed":
      return 500;
    default:
      // A database behind us does not answer as it should.
      return 502;
  }
}
