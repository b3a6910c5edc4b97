/** Rules that give many objects their destination names at once, and what they would do. Pure. */
import { type NameRule, nameRuleKinds, throughRule } from "@/lib/object-names/name-rules";
import { identifierSchema } from "@/lib/tasks/schema";
import { type Catalogue, collisions, destinationColumn, destinationDatabase, destinationTable, editOf, findDatabase, holdsTable, keepRules, knownTables, meetingColumns, renameColumns, renameDatabase, renameTables, rulesOf, type Selection } from "./selection";

export const ruleKinds = ["prefix", "suffix", "remove-prefix", "remove-suffix", "replace", "regex", "lower", "upper", "database"] as const;
export type RuleKind = (typeof ruleKinds)[number];

export interface RenameRule {
  readonly id: string;
  /** Of a rule that is kept: only names of the source like this. */
  readonly like?: string;
  readonly kind: RuleKind;
  /** What is added, removed or looked for; the new database. */
  readonly text: string;
  /** With `replace` and `regex`. */
  readonly replacement: string;
}

export type RenameScope = "tables" | "databases" | "columns";

export interface RenamePreviewRow {
  readonly database: string;
  /** Absent = the database itself. */
  readonly table?: string;
  readonly column?: string;
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

export interface TableColumns {
  readonly database: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** The parts of a pattern for columns: in front of the first dot the table's. */
export function columnGlob(glob: string): { readonly table: string; readonly column: string } {
  const dot = glob.indexOf(".");
  return dot < 0 ? { table: "", column: glob } : { table: glob.slice(0, dot), column: glob.slice(dot + 1) };
}

/** The selected tables whose columns a pattern can mean. */
export function tablesOfColumns(selection: Selection, glob: string, catalogue: Catalogue = new Map(), only: Catalogue | null = null): { readonly database: string; readonly table: string }[] {
  const fits = globToRegex(columnGlob(glob).table);
  return selection.flatMap((choice) =>
    (only === null ? knownTables(choice, catalogue.get(choice.database)) : (only.get(choice.database) ?? []).filter((name) => holdsTable(selection, choice.database, name)))
      .filter((table) => fits.test(table))
      .map((table) => ({ database: choice.database, table })),
  );
}

/** As `previewRename`, over columns. Left-out ones have no name; whether two of a table meet is asked of all of them. */
export function previewColumns(selection: Selection, rules: readonly RenameRule[], glob: string, tables: readonly TableColumns[]): RenamePreview {
  const faulty = new Set<string>();
  const fits = globToRegex(columnGlob(glob).column);
  let next = selection;
  const rows = tables.flatMap(({ database, table, columns }): RenamePreviewRow[] => {
    const edit = editOf(findDatabase(selection, database), table);
    const left = new Set(edit.excludeColumns);
    const now = (column: string) => destinationColumn(edit.columnNames, column);
    const planned = columns
      .filter((column) => !left.has(column) && fits.test(column))
      .map((column) => ({ column, from: now(column), to: throughRules(now(column), rules, faulty) }));
    const names = Object.fromEntries([...Object.entries(edit.columnNames ?? {}), ...planned.map(({ column, to }) => [column, to])]);
    const meeting = meetingColumns(columns, names, left);
    next = renameColumns(next, database, new Map([[table, names]]));
    return planned.map(({ column, from, to }) => {
      const checked = identifierSchema.safeParse(to);
      const other = meeting.get(column);
      const fault = !checked.success ? { problem: "invalid" as const, detail: checked.error.issues[0]?.message ?? null } : other !== undefined ? { problem: "collision" as const, detail: other } : { problem: null, detail: null };
      return { database, table, column, source: `${database}.${table}.${column}`, from, to, ...fault };
    });
  });
  return summary(rows, faulty, next);
}

function throughRules(name: string, rules: readonly RenameRule[], faulty: Set<string>): string {
  return rules.reduce((now, rule) => {
    const next = applyRule(now, rule);
    if (next === null) faulty.add(rule.id);
    return next ?? now;
  }, name);
}

function summary(rows: readonly RenamePreviewRow[], faulty: ReadonlySet<string>, selection: Selection): RenamePreview {
  return {
    rows,
    changed: rows.filter((row) => row.from !== row.to).length,
    collisions: rows.filter((row) => row.problem === "collision").length,
    invalid: rows.filter((row) => row.problem === "invalid").length,
    faultyRules: [...faulty],
    selection,
  };
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
    case "regex":
      if (rule.text === "") return name;
      try {
        return name.replace(new RegExp(rule.text, "gu"), rule.replacement);
      } catch {
        return null;
      }
    case "database":
      return name;
    default:
      return throughRule(name, { ...rule, kind: rule.kind });
  }
}

/** As a database keeps them; null: one of them cannot be kept, or says nothing. */
export function keptRules(rules: readonly RenameRule[], glob = ""): NameRule[] | null {
  const kept = rules.flatMap(({ kind, text, replacement, like = glob.trim() }): NameRule[] => {
    const known = nameRuleKinds.find((each) => each === kind);
    const texts = kind !== "lower" && kind !== "upper";
    if (known === undefined || (texts && text === "")) return [];
    return [{ kind: known, ...(texts && { text }), ...(kind === "replace" && replacement !== "" && { replacement }), ...(like !== "" && { like }) }];
  });
  return kept.length === rules.length ? kept : null;
}

/**
 * Runs the rules over the names in the destination, in order. `glob` narrows by source name, `only` to these tables: then databases keep their names. `keep`: whole databases
 * keep the rules, which then name their tables, later ones included.
 */
export function previewRename(
  selection: Selection,
  rules: readonly RenameRule[],
  scope: Exclude<RenameScope, "columns">,
  glob: string,
  catalogue: Catalogue = new Map(),
  only: Catalogue | null = null,
  keep = false,
): RenamePreview {
  const faulty = new Set<string>();
  const fits = globToRegex(glob);
  const through = (name: string) => throughRules(name, rules, faulty);
  const setDatabase = only !== null ? undefined : rules.findLast((rule) => rule.kind === "database" && rule.text !== "")?.text;
  // A name that a rule makes counts, also where it is the source's own and the policy would make another.
  const byPolicy = (catalogue.capitalization ?? "source") !== "source";
  const kept = keep ? keptRules(rules, glob) : null;
  let next = selection;
  const planned: Omit<RenamePreviewRow, "problem" | "detail">[] = [];
  for (const choice of selection) {
    const database = choice.database;
    const pinned = byPolicy || rulesOf(choice).length > 0 || (kept !== null && choice.whole);
    const old = destinationDatabase(choice, catalogue);
    const renamed = scope === "databases" ? (fits.test(database) ? (setDatabase ?? through(old)) : old) : (setDatabase ?? old);
    if (scope === "databases" ? fits.test(database) : renamed !== old) {
      planned.push({ database, source: database, from: old, to: renamed });
      if (renamed !== old) next = renameDatabase(next, database, renamed, pinned);
    }
    if (scope === "databases") continue;
    const names = new Map<string, string>();
    if (kept !== null && choice.whole) next = keepRules(next, database, [...rulesOf(choice), ...kept]);
    const behind = findDatabase(next, database);
    for (const table of only === null ? knownTables(choice, catalogue.get(database)) : (only.get(database) ?? []).filter((name) => holdsTable(selection, database, name))) {
      if (!fits.test(table)) continue;
      const from = destinationTable(choice, table, catalogue);
      const byRules = kept !== null && choice.whole && editOf(choice, table).as === undefined;
      const to = byRules ? destinationTable(behind, table, catalogue) : through(from);
      planned.push({ database, table, source: `${database}.${table}`, from, to });
      if (to !== from && !byRules) names.set(table, to);
    }
    next = renameTables(next, database, names, pinned);
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
  return summary(rows, faulty, next);
}
