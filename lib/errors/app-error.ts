import type { ErrorCode } from "./catalogue";

/** Plain facts that we own: operation, table, position, counts. Never row values, never credentials. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * The one error class of the product. `code` leads to the catalogue row with sentence, remedy and disposition;
 * the driver's own error is attached as `cause`, not pasted into the text.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, options: { cause?: unknown; context?: ErrorContext; detail?: string } = {}) {
    super(options.detail ? `${code}: ${options.detail}` : code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.context = options.detail ? { detail: options.detail, ...options.context } : (options.context ?? {});
  }
}
