/** Rules that give many objects their destination names at once, and what they would do. Pure. */
import { identifierSchema } from "@/lib/tasks/schema";
import { type Catalogue, collisions, destinationDatabase, destinationTable, holdsTable, knownTables, renameDatabase, renameTables, type Selection } from "./selection";

export const ruleKinds = ["prefix", "suffix", "remove-prefix", "remove-suffix", "replace", "regex", "lower", "upper", "database"] as const;
export type RuleKind = (typeof ruleKinds)[number];

export interface RenameRule {
  readonly id: string;
  readonly kind: RuleKind;
  /** What is added, removed or looked for; the new database. */
  readonly text: string;
  /** With `replace` and `regex`. */
  readonly replacement: string;
}

export type RenameScope = "tables" | "databases";

export interface RenamePreviewRow {
  readonly database: string;
  /** Absent = the database itself. */
  readonly table?: string;
  readonly source: string;
  /** Name in the destination now, and after. */
  readonly from: string;
  readonly to: string;
  readonly problem: "collision" | "invalid" | null;
  /** What it collides with, or why the name is invalid. */
  readonly detail: string | null;
}

export interface RenamePreview {
  readonly rows: readonly RenamePreviewRow[];
  readonly changed: number;
  readonly collisions: number;
  readonly invalid: number;
  /** Rules that cannot be used, such as a regular expression that is none. */
  readonly faultyRules: readonly string[];
  /** The selection as it would be. */
  readonly selection: Selection;
}

/** `t_*` → expression; the empty pattern fits everything. */
function globToRegex(glob: string): RegExp {
  const text = glob.trim() === "" ? "*" : glob.trim();
  return new RegExp(
    `^${text
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "iu",
  );
}

/** The new name, or null when the rule itself is faulty. */
export function applyRule(name: string, rule: RenameRule): string | null {
  switch (rule.kind) {
    case "prefix":
      return rule.text + name;
    case "suffix":
      return name + rule.text;
    case "remove-prefix":
      return rule.text !== "" && name.startsWith(rule.text) ? name.slice(rule.text.length) : name;
    case "remove-suffix":
      return rule.text !== "" && name.endsWith(rule.text) ? name.slice(0, -rule.text.length) : name;
    case "replace":
      return rule.text === "" ? name : name.replaceAll(rule.text, () => rule.replacement);
    case "regex":
      if (rule.text === "") return name;
      try {
        return name.replace(new RegExp(rule.text, "gu"), rule.replacement);
      } catch {
        return null;
      }
    case "lower":
      return name.toLowerCase();
    case "upper":
      return name.toUpperCase();
    case "database":
      return name;
  }
}

/** Runs the rules over the names in the destination, in order. `glob` narrows by source name, `only` to these tables: then databases keep their names. */
export function previewRename(
  selection: Selection,
  rules: readonly RenameRule[],
  scope: RenameScope,
  glob: string,
  catalogue: Catalogue = new Map(),
  only: Catalogue | null = null,
): RenamePreview {
  const faulty = new Set<string>();
  const fits = globToRegex(glob);
  const through = (name: string) =>
    rules.reduce((now, rule) => {
      const next = applyRule(now, rule);
      if (next === null) faulty.add(rule.id);
      return next ?? now;
    }, name);
  const setDatabase = only !== null ? undefined : rules.findLast((rule) => rule.kind === "database" && rule.text !== "")?.text;
  let next = selection;
  const planned: Omit<RenamePreviewRow, "problem" | "detail">[] = [];
  for (const choice of selection) {
    const database = choice.database;
    const old = destinationDatabase(choice);
    const renamed = scope === "databases" ? (fits.test(database) ? (setDatabase ?? through(old)) : old) : (setDatabase ?? old);
    if (scope === "databases" ? fits.test(database) : renamed !== old) {
      planned.push({ database, source: database, from: old, to: renamed });
      next = renameDatabase(next, database, renamed);
    }
    if (scope === "databases") continue;
    const names = new Map<string, string>();
    for (const table of only === null ? knownTables(choice, catalogue.get(database)) : (only.get(database) ?? []).filter((name) => holdsTable(selection, database, name))) {
      if (!fits.test(table)) continue;
      const from = destinationTable(choice, table);
      const to = through(from);
      planned.push({ database, table, source: `${database}.${table}`, from, to });
      if (to !== from) names.set(table, to);
    }
    next = renameTables(next, database, names);
  }
  const meets = collisions(next, catalogue);
  const colliding = new Map<string, readonly string[]>();
  for (const sources of meets.values()) for (const source of sources) colliding.set(source, sources);
  const rows = planned.map((row): RenamePreviewRow => {
    const checked = identifierSchema.safeParse(row.to);
    if (!checked.success) return { ...row, problem: "invalid", detail: checked.error.issues[0]?.message ?? null };
    const others = colliding.get(row.source)?.filter((other) => other !== row.source);
    return others && others.length > 0 ? { ...row, problem: "collision", detail: others.join(", ") } : { ...row, problem: null, detail: null };
  });
  return {
    rows,
    changed: rows.filter((row) => row.from !== row.to).length,
    collisions: rows.filter((row) => row.problem === "collision").length,
    invalid: rows.filter((row) => row.problem === "invalid").length,
    faultyRules: [...faulty],
    selection: next,
  };
}
