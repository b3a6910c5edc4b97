import type { RoutedTable } from "../engine/change";
import { structureDifferences } from "../engine/schema/compare-structure";
import type { TableDefinition } from "../mysql/table-definition";

export interface LooseDifference {
  readonly kind: "collation" | "key" | "lacksKey";
  /** Column or key. */
  readonly name: string;
  readonly source?: string;
  readonly destination?: string;
}

/** `hard`: why rows do not fit, in the engine's own words and by its own rules. `loose`: rows fit, but uniqueness or order may differ. */
export function compareStructure(table: RoutedTable, there: TableDefinition): { readonly hard: readonly string[]; readonly loose: readonly LooseDifference[] } {
  const loose: LooseDifference[] = [];
  const theirs = new Map(there.columns.map((column) => [column.name.toLowerCase(), column]));
  for (const { definition, destinationName } of table.columns) {
    const other = theirs.get(destinationName.toLowerCase());
    const [source, destination] = [canonicalCollation(definition.collation), canonicalCollation(other?.collation ?? null)];
    if (other && source !== destination) loose.push({ kind: "collation", name: destinationName, source, destination });
  }
  const keyText = (key: { readonly parts: readonly { readonly column: string | null; readonly prefix: number | null }[] }) => key.parts.map((part) => `${part.column?.toLowerCase()}(${part.prefix ?? ""})`).join(",");
  const carried = new Set(table.columns.map((column) => column.definition.name.toLowerCase()));
  const ours = table.definition.keys.filter((key) => key.unique && key.parts.every((part) => part.column === null || carried.has(part.column.toLowerCase())));
  const nameThere = new Map(table.columns.map((column) => [column.definition.name.toLowerCase(), column.destinationName]));
  const asThere = (key: (typeof ours)[number]) => ({ parts: key.parts.map((part) => ({ ...part, column: part.column === null ? null : (nameThere.get(part.column.toLowerCase()) ?? part.column) })) });
  const theirKeys = there.keys.filter((key) => key.unique);
  for (const key of theirKeys) if (!ours.some((own) => keyText(asThere(own)) === keyText(key))) loose.push({ kind: "key", name: key.name });
  for (const key of ours) if (!theirKeys.some((other) => keyText(other) === keyText(asThere(key)))) loose.push({ kind: "lacksKey", name: key.name });
  return { hard: structureDifferences(table, there), loose };
}

/** One spelling for all versions: 8.0.28 and newer print utf8 as utf8mb3. */
export function canonicalCollation(name: string | null): string {
  return (name ?? "").replace(/^utf8(?=_|$)/, "utf8mb3");
}
