import type { ErrorCode } from "../errors/catalogue";

/** What actions and routes say about an error: never a stack, never a secret. Browser-safe. */
export interface PublicError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  /** Field path ("source.port") → what is wrong with it. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Names this answer in the console's log; of routes. */
  readonly requestId?: string;
  /** Facts about this case: the server's own message, the fresh status … */
  readonly context?: Readonly<Record<string, string | number | boolean | null>>;
}

export type Result<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: PublicError };
