/** The names by which the engine knows tables of online schema change tools, as a person reads them, and which of a list of tables bear one. Browser-safe. */
import { onlineDdlName } from "../../engine/ddl/online-ddl-tools";

export const onlineDdlTools = ["dms", "gh-ost", "pt-osc"] as const;
export type OnlineDdlTool = (typeof onlineDdlTools)[number];

/** The same in every language. */
export const toolNames: Readonly<Record<OnlineDdlTool, string>> = { dms: "DMS", "gh-ost": "gh-ost", "pt-osc": "pt-online-schema-change" };

/** `<table>` is the altered table, `<n>` a number. */
export const toolForms: Readonly<Record<OnlineDdlTool, readonly string[]>> = {
  dms: ["tp_<n>_ogt_<table>", "tp_<n>_ogl_<table>", "tp_<n>_del_<table>"],
  "gh-ost": ["_<table>_gho", "_<table>_ghc", "_<table>_del"],
  "pt-osc": ["_<table>_new", "_<table>_old"],
};

export interface ToolTable {
  readonly name: string;
  readonly tool: OnlineDdlTool;
  /** The table that is altered. */
  readonly base: string;
}

/** Those of `tables` (of one database) that bear a tool's name and whose base table is there too: a name alone may be anybody's. */
export function toolTables(tables: readonly string[]): ToolTable[] {
  const all = new Set(tables);
  return tables.flatMap((name) => {
    const base = onlineDdlName(name)?.base;
    if (base === undefined || !all.has(base)) return [];
    const tool: OnlineDdlTool = name.startsWith("tp_") ? "dms" : /_(new|old)$/.test(name) ? "pt-osc" : "gh-ost";
    return [{ name, tool, base }];
  });
}
