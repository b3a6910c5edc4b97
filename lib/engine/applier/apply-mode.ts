/**
 * `idempotent`: rows may be there already or not any more, because the full load ran while the log went on; the after image wins.
 * `strict`: every row must be as the change expects; what differs is a conflict.
 */
export type ApplyMode = "idempotent" | "strict";
