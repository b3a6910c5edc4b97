/**
 * Tables that online schema change tools make beside the table they alter: gh-ost `_t_gho`, `_t_ghc`, `_t_del`; pt-online-schema-change `_t_new`, `_t_old`; Data
 * Management (DMS) `tp_<n>_ogt_t`, `tp_<n>_ogl_t`, `tp_<n>_del_t`. A name alone proves nothing (`_orders_old` may be somebody's backup): the decision also
 * asks that the table is made while we watch and that its base table is known.
 */
export interface OnlineDdlName {
  /** Name of the table that is altered. Tools cut long names: then it is a beginning of the real one. */
  readonly base: string;
  /** `new`: holds the new form; `log`: the tool's own; `old`: the replaced table. */
  readonly role: "new" | "log" | "old";
}

const patterns: readonly (readonly [RegExp, OnlineDdlName["role"]])[] = [
  [/^_(.+)_gho$/s, "new"],
  [/^_(.+)_ghc$/s, "log"],
  [/^_(.+)_del$/s, "old"],
  [/^_+(.+)_new$/s, "new"],
  [/^_+(.+)_old$/s, "old"],
  [/^tp_\d+_ogt_(.+)$/s, "new"],
  [/^tp_\d+_ogl_(.+)$/s, "log"],
  [/^tp_\d+_del_(.+)$/s, "old"],
];

/** What a tool's naming says, or null. gh-ost may put a time stamp in front of `_del`. */
export function onlineDdlName(table: string): OnlineDdlName | null {
  for (const [pattern, role] of patterns) {
    const base = pattern.exec(table)?.[1];
    if (base !== undefined) return { base: role === "old" ? base.replace(/_\d{14}$/, "") : base, role };
  }
  return null;
}
