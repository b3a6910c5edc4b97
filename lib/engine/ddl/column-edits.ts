/** What names of columns make of a schema statement: its text for the destination, the names behind it, and what the server has to prove first. */
import { quoteName } from "../../mysql/identifier";
import type { Edit } from "../../mysql/sql-tokens";
import type { TableDefinition } from "../../mysql/table-definition";
import { ColumnNames } from "../router/column-names";
import { alterPlaces, createIndexPlaces } from "./column-places";
import type { ColumnPlaces } from "./column-places";
import type { DdlShape } from "./ddl-shape";
import type { ParsedDdl } from "./parse";
import type { NameRef } from "./token-cursor";

export interface ColumnEdits {
  readonly edits: readonly Edit[];
  /** Names behind the statement. */
  readonly after: ColumnNames;
  /** The source only renames columns that have names of their own at the destination. */
  readonly nothingLeft: boolean;
}

export interface ColumnNaming {
  readonly before: TableDefinition;
  readonly names: ColumnNames;
  /** What was chosen for the table: for columns that are added. */
  readonly chosen: Readonly<Record<string, string>>;
    /** Null: the table itself. */
  readonly parentNames: (ref: NameRef) => ColumnNames | null;
}

type AlterShape = Extract<DdlShape, { kind: "alter-table" }>;

/** Of ALTER TABLE and CREATE INDEX, whose shape is given as that of an ALTER. */
export function columnEdits(parsed: Extract<ParsedDdl, { shape: DdlShape }>, shape: AlterShape, naming: ColumnNaming): ColumnEdits {
  const behind = parsed.tokens.findIndex((token) => token.start >= shape.table.end);
  const from = behind < 0 ? parsed.tokens.length : behind;
  const found: ColumnPlaces = parsed.shape.kind === "alter-table" ? alterPlaces(parsed.tokens, from, shape.references) : parsed.shape.kind === "create-index" ? createIndexPlaces(parsed.tokens, from) : { places: [], changes: [], unnamed: [], indexNames: [], onlyRenames: false };
  const after = namesAfter(found, naming);
  const at = (place: (typeof found.places)[number]) => (place.of === "before" ? naming.names : place.of === "after" ? after : (naming.parentNames(place.of) ?? after)).at(place.name);
  const edits: Edit[] = found.places.flatMap((place) => (at(place) === place.name ? [] : [{ start: place.start, end: place.end, text: quoteName(at(place)) }]));
  // An index that the server names itself bears its first column's name, and later statements call it by that of the source.
  const taken = new Set([...naming.before.keys.map((key) => key.name), ...found.indexNames].map((name) => name.toLowerCase()));
  for (const { at: place, column } of found.unnamed) {
    const name = freeName(column, taken);
    taken.add(name.toLowerCase());
    if (after.at(column) !== column) edits.push({ start: place, end: place, text: ` ${quoteName(name)}` });
  }
  const nothingLeft = found.onlyRenames && found.changes.length > 0 && found.changes.every((change) => change.kind === "rename" && naming.names.keeps(change.from));
  return { edits, after, nothingLeft };
}

function namesAfter({ changes }: ColumnPlaces, { names, chosen }: ColumnNaming): ColumnNames {
  // Columns change places at once: `RENAME COLUMN a TO b, RENAME COLUMN b TO a`.
  const renames = changes.filter((change) => change.kind === "rename").map(({ from, to }) => ({ from, to, as: names.keeps(from) ? names.at(from) : null }));
  let after = names;
  for (const change of changes) if (change.kind === "drop") after = after.without(change.name);
  for (const { from } of renames) after = after.without(from);
  for (const { to, as } of renames) after = as === null ? after.withRuled(to) : after.with(to, as);
  const choices = ColumnNames.of(chosen);
  for (const change of changes) if (change.kind === "add") after = choices.has(change.name) ? after.with(change.name, choices.at(change.name)) : after.withRuled(change.name);
  return after;
}

/** As the server does (sql/sql_table.cc, make_unique_key_name): the column's name, or with _2, _3 … behind it. */
function freeName(column: string, taken: ReadonlySet<string>): string {
  if (!taken.has(column.toLowerCase()) && column.toUpperCase() !== "PRIMARY") return column;
  for (let number = 2; ; number += 1) if (!taken.has(`${column}_${number}`.toLowerCase())) return `${column}_${number}`;
}
