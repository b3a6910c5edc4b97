import { onlineDdlName } from "../engine/ddl/online-ddl-tools";

export interface ShadowTable {
  readonly tool: "gh-ost" | "pt-online-schema-change" | "DMS";
  /** The table that is being changed, where it is found. */
  readonly original: string | null;
}

/** `tables` are the names of the same database: `_t_new` alone could be anybody's, so its original must be there. */
export function shadowTableOf(name: string, tables: ReadonlySet<string>): ShadowTable | null {
  const found = onlineDdlName(name);
  if (!found) return null;
  // Tools cut long names.
  const original = tables.has(found.base) ? found.base : (found.base.length > 40 ? [...tables].find((table) => table.startsWith(found.base)) : undefined) ?? null;
  if (/^tp_\d+_/.test(name)) return { tool: "DMS", original };
  if (/_gh[oc]$/.test(name)) return { tool: "gh-ost", original };
  return original === null ? null : { tool: name.endsWith("_del") ? "gh-ost" : "pt-online-schema-change", original };
}
