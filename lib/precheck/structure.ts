import type { ColumnDefinition, KeyDefinition, TableDefinition } from "../mysql/table-definition";

export interface StructureDifference {
  readonly kind: "noColumn" | "extraColumn" | "generated" | "type" | "key" | "lacksKey";
  /** Column or key. */
  readonly name: string;
  readonly source?: string;
  readonly destination?: string;
  /** Rows cannot be written; otherwise they may be refused or changed. */
  readonly blocks: boolean;
}

/** What in `there` does not fit the rows of `here`. Columns are matched by name without case, as MySQL does. */
export function compareStructure(here: TableDefinition, there: TableDefinition, excluded: ReadonlySet<string>): StructureDifference[] {
  const differences: StructureDifference[] = [];
  const theirs = new Map(there.columns.map((column) => [column.name.toLowerCase(), column]));
  const carried = here.columns.filter((column) => !excluded.has(column.name));
  for (const column of carried) {
    const other = theirs.get(column.name.toLowerCase());
    if (!other) {
      // A generated column is computed, not written.
      if (column.generated === null) differences.push({ kind: "noColumn", name: column.name, blocks: true });
      continue;
    }
    if (column.generated === null && other.generated !== null) differences.push({ kind: "generated", name: column.name, blocks: true });
    const [source, destination] = [spell(column), spell(other)];
    if (source !== destination) differences.push({ kind: "type", name: column.name, source, destination, blocks: false });
  }
  const known = new Set(carried.map((column) => column.name.toLowerCase()));
  for (const other of there.columns) {
    if (!known.has(other.name.toLowerCase()) && !other.hasDefault && other.generated === null) differences.push({ kind: "extraColumn", name: other.name, blocks: true });
  }
  const ours = new Set(here.keys.filter((key) => key.unique).map(keyText));
  const theirKeys = new Set(there.keys.filter((key) => key.unique).map(keyText));
  for (const key of there.keys) if (key.unique && !ours.has(keyText(key))) differences.push({ kind: "key", name: key.name, blocks: false });
  for (const key of here.keys) if (key.unique && !theirKeys.has(keyText(key)) && key.parts.every((part) => part.column === null || !excluded.has(part.column))) differences.push({ kind: "lacksKey", name: key.name, blocks: false });
  return differences;
}

/** One spelling for both servers: without display widths (gone in 8.0.19), utf8 as utf8mb3 (8.0.28), NULL and collation named. */
function spell(column: ColumnDefinition): string {
  const type = column.columnType.replace(/\b(tinyint|smallint|mediumint|int|bigint)\(\d+\)(?! unsigned zerofill)/i, "$1").replace(/\byear\(4\)/i, "year");
  return [type, canonicalCollation(column.collation), column.nullable ? "" : "not null"].filter((part) => part !== "").join(" ");
}

export function canonicalCollation(name: string | null): string {
  return (name ?? "").replace(/^utf8(?=_|$)/, "utf8mb3");
}

function keyText(key: KeyDefinition): string {
  return key.parts.map((part) => `${part.column?.toLowerCase()}(${part.prefix ?? ""})`).join(",");
}
