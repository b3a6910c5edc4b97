/** CREATE TABLE: from its text, from a model (LIKE), or, where columns have other names at the destination, from what the text makes on a server. */
import { quoteTable } from "../../mysql/identifier";
import type { Edit } from "../../mysql/sql-tokens";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import { withColumnNames } from "../router/column-names";
import { createTableText } from "../schema/definition-text";
import { withoutCounter } from "../schema/schema-history";
import type { Decider } from "./decide";
import { apply, skip, stop } from "./decision";
import type { DdlDecision, DdlStep, Evolution } from "./decision";
import { cutForeignKeys } from "./foreign-key-cut";
import { baseOf, candidateBegins, decideShadow, onlinePart } from "./online-change";
import type { DdlShape } from "./ddl-shape";

type CreateShape = Extract<DdlShape, { kind: "create-table" }>;

const sameName = (a: TableName, b: TableName) => a.database === b.database && a.table === b.table;

export async function decideCreateTable(decider: Decider, shape: CreateShape): Promise<DdlDecision> {
  const { schema, mapping, selection } = decider.input;
  const name = decider.resolve(shape.table);
  const part = onlinePart(decider, name);
  // A table that may take the place of another has the names of that one's columns from the beginning.
  const base = baseOf(decider, name);
  const namesOfBase = base && mapping.columns(base);
  const settled = (definition: TableDefinition) => (namesOfBase?.given ? withColumnNames(definition, namesOfBase.within(definition)) : mapping.settled(definition));
  if (!selection.selects(name) && !part) return skip("the table is not selected");
  if (shape.select) return stop("binlog-statement-format", "CREATE TABLE … SELECT was logged as a statement");
  if (schema.table(name) && shape.ifNotExists) return skip("the table exists already");
  if (part?.kind === "left-out") return skip("it belongs to an online change", { notify: selection.selects(name), effects: [{ kind: "put-ignored", name, reason: "it belongs to an online change" }] });
  const like = shape.like ? decider.resolve(shape.like) : null;
  // A model that is not carried is known by what was made like it.
  const model = like ? (schema.table(like) ?? schema.shadow(like)?.definition ?? (await decider.input.definitionBehind?.(name)) ?? null) : null;
  if (like && !model) return stop("ddl-unsupported", `${name.table} is made like ${like.database}.${like.table}, which is not synchronized`);
  const options = charsetOptions(decider, shape, name.database);
  const common = [...options, ...(shape.startTransaction ? [{ ...shape.startTransaction, text: "" }] : []), ...withoutGuards(decider, shape)];
  const inScratch = (scratch: TableName, parent: (one: TableName) => TableName) =>
    decider.text([decider.edit(shape.table, scratch), ...common, ...shape.references.map((ref) => decider.edit(ref, parent(decider.parentOf(ref, name))))]);
  const { columnNames: _, ...plainModel } = model ?? ({} as TableDefinition);
  const copy = model && settled({ ...plainModel, name, foreignKeys: [], createStatement: withoutCounter(model.createStatement) });
  if (part?.kind === "shadow") return decideShadow(decider, part, copy, { name, before: null, context: decider.context, statement: inScratch }, settled);
  const target = mapping.table(name);
  const replaced = shape.orReplace && schema.table(name) ? [decider.step(`DROP TABLE IF EXISTS ${quoteTable(target)}`, [{ kind: "table", name: target, gone: true }])] : [];
  const touches = [{ kind: "table" as const, name: target }];
  if (copy) {
    const sql = createTableText(copy, { target, rules: decider.input.rules, utf8mb4Collation: decider.input.utf8mb4Collation, excludeColumns: selection.options(name)?.excludeColumns, columnNames: mapping.columns(copy), checksOf: name.table });
    const withoutKeys = { ...copy, createStatement: createTableText(copy, { target: name, rules: decider.input.rules, utf8mb4Collation: decider.input.utf8mb4Collation, checksOf: name.table }) };
    return apply([...replaced, decider.step(sql, touches)], { effects: [{ kind: "put-table", definition: settled(withoutKeys) }, ...candidateBegins(part, withoutKeys)] });
  }
  const cut = cutForeignKeys(decider.parsed.tokens, shape.references, (ref) => {
    const parent = decider.parentOf(ref, name);
    return schema.table(parent) !== null || (parent.database === name.database && parent.table === name.table);
  });
  const evolution: Evolution = { name, before: null, context: decider.context, statement: inScratch, toEffects: (definition) => [{ kind: "put-table", definition: settled(definition) }, ...candidateBegins(part, definition)] };
  const warnings = cut.dropped.map((ref) => ({ table: name, message: `A foreign key to ${ref.name} was left out: that table is not synchronized.` }));
  if (Object.keys(selection.options(name)?.columnNames ?? {}).length > 0 || mapping.columnRule(name) !== null || namesOfBase?.given || shape.references.some((ref) => decider.columnsOf(decider.parentOf(ref, name)).changes)) {
    // What the source's statement makes, as the destination's server prints it, holds every name, also those that a server gives by itself.
    const toSteps = (found: TableDefinition): DdlStep[] => {
      const definition = settled(found);
      const own = mapping.columns(definition);
      const isOwn = (parent: TableName) => sameName(parent, name);
      const sql = createTableText(definition, {
        target,
        parent: (parent) => mapping.table(parent),
        keepsParent: (parent) => isOwn(parent) || schema.table(parent) !== null,
        columnNames: own,
        parentColumns: (parent) => (isOwn(parent) ? own : decider.columnsOf(parent)),
        excludeColumns: selection.options(name)?.excludeColumns,
        utf8mb4Collation: decider.input.utf8mb4Collation,
      });
      // As printed in the session of the definitions, whatever modes the statement came with.
      return [{ ...decider.step(sql, touches), context: { ...decider.context, sqlMode: 1n << 25n, explicitDefaultsForTimestamp: true } }];
    };
    return apply(replaced, { evolutions: [{ ...evolution, toSteps }], warnings });
  }
  const sql = decider.text([decider.edit(shape.table, target), ...common, ...shape.references.filter((ref) => !cut.dropped.includes(ref)).map((ref) => decider.edit(ref, mapping.table(decider.parentOf(ref, name)))), ...cut.edits]);
  return apply([...replaced, decider.step(sql, touches)], {
    evolutions: [evolution],
    warnings,
  });
}

function charsetOptions(decider: Decider, shape: CreateShape, database: string): Edit[] {
  const defaults = decider.input.schema.database(database);
  if (shape.namesCharset || !defaults) return [];
  return [{ start: shape.optionsAt, end: shape.optionsAt, text: ` DEFAULT CHARACTER SET ${defaults.charset} COLLATE ${defaults.collation}` }];
}

/** IF NOT EXISTS would hide a table that stands in the way; OR REPLACE is MariaDB's alone. */
function withoutGuards(decider: Decider, shape: CreateShape): Edit[] {
  const edits: Edit[] = [];
  const tokens = decider.parsed.tokens;
  const upTo = tokens.findIndex((token) => token.start >= shape.table.start);
  for (let i = 0; i < upTo; i += 1) {
    const value = tokens[i]!.value;
    if ((shape.ifNotExists && ["IF", "NOT", "EXISTS"].includes(value)) || (shape.orReplace && ["OR", "REPLACE"].includes(value))) {
      edits.push({ start: tokens[i]!.start, end: tokens[i]!.end, text: "" });
    }
  }
  return edits;
}
