import { errorCatalogue, type Disposition, type ErrorCode, type ErrorScope } from "./catalogue";

/** An error as its help page shows it. */
export interface ErrorHelp {
  readonly code: ErrorCode;
  readonly scope: ErrorScope;
  readonly disposition: Disposition;
  readonly sentence: string;
  readonly remedy: string;
}

/** All errors in the order of the catalogue. */
export function errorHelp(): ErrorHelp[] {
  return Object.entries(errorCatalogue).map(([code, entry]) => ({ code: code as ErrorCode, ...entry }));
}
