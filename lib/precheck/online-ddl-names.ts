/** Tables that online schema-change tools make and drop beside the one they change. Names only: what a table is cannot be told otherwise. */

export interface ShadowTable {
  readonly tool: "gh-ost" | "pt-online-schema-change" | "DMS";
  /** The table that is being changed, as far as the name tells. */
  readonly original: string | null;
}

/**
 * `_t_gho`, `_t_ghc`, `_t_del` (gh-ost), `_t_new`, `_t_old` (pt-online-schema-change), `tp_<number>_ogt_t`, `tp_<number>_ogl_t`, `tp_<number>_del_t` (DMS).
 * `tables` are the names of the same database: `_t_new` alone could be anybody's, so its original must exist.
 */
export function shadowTableOf(name: string, tables: ReadonlySet<string>): ShadowTable | null {
  const ghost = /^_(.+)_(gho|ghc|del)$/.exec(name);
  if (ghost?.[1] !== undefined && (ghost[2] !== "del" || tables.has(ghost[1]))) return { tool: "gh-ost", original: ghost[1] };
  const percona = /^_+(.+)_(new|old)$/.exec(name);
  if (percona?.[1] !== undefined && tables.has(percona[1])) return { tool: "pt-online-schema-change", original: percona[1] };
  const dms = /^tp_\d+_(?:ogt|ogl|del)_(.+)$/.exec(name);
  return dms ? { tool: "DMS", original: dms[1] ?? null } : null;
}
