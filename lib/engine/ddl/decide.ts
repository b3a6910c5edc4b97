/**
 * Statement → what happens at the destination and to the schema history. Pure apart from the parse of query bodies: what a statement makes
 * of a definition is left to `Evolution`s.
 */
import { quoteTable } from "../../mysql/identifier";
import { applyEdits } from "../../mysql/sql-tokens";
import type { Edit, LexicalRules } from "../../mysql/sql-tokens";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { StatementContext } from "../change";
import type { NameMapping } from "../router/name-mapping";
import type { ObjectSelection } from "../router/object-selection";
import { ColumnNames, withColumnNames } from "../router/column-names";
import { withDefaultsInParentheses } from "../schema/default-expressions";
import { withExplicitCollations } from "../schema/definition-text";
import { withoutPlacement } from "../schema/table-placement";
import type { SchemaEffect } from "../schema/schema-history";
import { apply, skip, stop } from "./decision";
import type { DdlDecision, DdlStep, Evolution, KnownSchema } from "./decision";
import { columnEdits } from "./column-edits";
import type { ColumnEdits } from "./column-edits";
import { notReproducible } from "./filled-columns";
import { cutForeignKeys } from "./foreign-key-cut";
import { withLaterWordsQuoted } from "../../mysql/later-words";
import { settleConditions } from "./mariadb-conditions";
import { withMariadbJson } from "./mariadb-json";
import { baseOf, candidateAltered, evolveBy, shadowAltered } from "./online-change";
import { withoutLeftOut } from "./left-out-kinds";
import { withoutMeetings } from "./meeting-names";
import { parseDdl } from "./parse";
import type { DdlShape } from "./ddl-shape";
import type { ParsedDdl } from "./parse";
import type { NameRef } from "./token-cursor";
import { decideCreateRoutine, decideDatabase, decideDropProgram, decideEvent, decideTrigger, decideDropViews, decideOtherObject, decideOtherRoutine, decideView } from "./decide-objects";
import { decideCreateTable } from "./decide-create";
import { decideDropTables } from "./decide-drop";
import { decideRename, decideViewRename } from "./decide-rename";

export interface DecideInput {
  readonly text: string;
  readonly context: StatementContext;
  readonly selection: ObjectSelection;
  readonly mapping: NameMapping;
  readonly schema: KnownSchema;
  readonly onlineDdlTables: "skip" | "copy";
  /** `plan.triggers`, `plan.events`. Default `skip`. */
  readonly triggers?: "skip" | "guard";
  readonly events?: "skip" | "disabled";
  /** Tables selected by themselves are followed under new names. Default false. */
  readonly followRenames?: boolean;
  readonly rules: LexicalRules;
  /** Collation of utf8mb4 at the source for this statement. */
  readonly utf8mb4Collation: string;
  /** Default collation of another character set. */
  readonly defaultCollation: (charset: string) => string | null;
  /** Name of `context.collationServer`. */
  readonly serverCollation: string | null;
  readonly destinationIsMariadb: boolean;
  /** Of a statement of the log: whether the source has the table right behind it. Throws `ddl-unsupported` when the log cannot prove it. */
  readonly isThereBehind?: (name: TableName) => Promise<boolean>;
  /** Of a statement of the log: the source's definition right behind it, null when there is none. Throws `ddl-unsupported` when the log cannot prove it. */
  readonly definitionBehind?: (name: TableName) => Promise<TableDefinition | null>;
  /** Whether the destination has a view of this name. */
  readonly isView?: (name: TableName) => Promise<boolean>;
  /** Tables that a database of the destination has now, as it writes them. Absent: it has none but the task's. */
  readonly tablesThere?: (database: string) => Promise<readonly TableName[]>;
}

type Shape<Kind extends DdlShape["kind"]> = Extract<DdlShape, { kind: Kind }>;

export async function decideDdl(statement: DecideInput): Promise<DdlDecision> {
  const { selection, context } = statement;
  if (!mayConcern(statement.text, context.defaultDatabase, selection)) return skip("no selected database is meant");
  const input = { ...statement, text: withLaterWordsQuoted(statement.text, statement.rules) };
  const parsed = parseDdl(input.text, input.rules);
  if (parsed.shape === null) return stop("ddl-unreadable", parsed.reason);
  const decider = new Decider(input, parsed);
  if (input.rules.mariadb && !input.destinationIsMariadb) {
    const settled = await settleConditions(decider, parsed.shape);
    if (settled === null) return skip("there was nothing to do for it at the source");
    if (settled !== parsed.plain) return decideDdl({ ...input, text: settled });
  }
  const decision = withoutMeetings(decider, await withoutLeftOut(decider, parsed.shape, await decider.decide(parsed.shape)));
  const { failedWith } = context;
  if (failedWith === undefined || decision.kind !== "apply" || parsed.shape.kind === "drop-table" || parsed.shape.kind === "drop-view") return decision;
  return stop("ddl-unsupported", `it failed at the source with error ${failedWith}, and what it did before cannot be told`);
}

/** Cheap and on the safe side: can the statement mean a selected database at all? */
export function mayConcern(text: string, defaultDatabase: string | null, selection: ObjectSelection): boolean {
  if (defaultDatabase !== null && selection.databaseNames.some((name) => selection.fold(name) === selection.fold(defaultDatabase))) return true;
  const lower = text.toLowerCase();
  return selection.databaseNames.some((database) => {
    const name = database.toLowerCase();
    return lower.includes(name) || lower.includes(name.replaceAll("`", "``")) || lower.includes(name.replaceAll('"', '""'));
  });
}

export class Decider {
  constructor(
    readonly input: DecideInput,
    readonly parsed: Extract<ParsedDdl, { shape: DdlShape }>,
  ) {}

  async decide(shape: DdlShape): Promise<DdlDecision> {
    switch (shape.kind) {
      case "irrelevant":
        return skip(`${shape.verb} changes nothing that is carried`);
      case "alter-table":
        return this.#alterTable(shape);
      case "create-index":
      case "drop-index":
        return this.#alterTable({ kind: "alter-table", table: shape.table, renameTo: null, onlyRename: false, references: [], exchangesWith: null });
      case "create-table":
        return decideCreateTable(this, shape);
      case "drop-table":
        return decideDropTables(this, shape.tables.map((ref) => this.resolve(ref)));
      case "rename-table":
        return (await decideViewRename(this, shape.pairs.map(([from, to]) => ({ from: this.resolve(from), to: this.resolve(to) })))) ?? decideRename(this, shape.pairs.map(([from, to]) => ({ from: this.resolve(from), to: this.resolve(to) })));
      case "truncate-table":
        return this.#truncate(this.resolve(shape.table));
      case "create-database":
      case "alter-database":
      case "drop-database":
        return decideDatabase(this, shape);
      case "create-view":
      case "alter-view":
        return decideView(this, shape);
      case "drop-view":
        return decideDropViews(this, shape);
      case "create-routine":
        return decideCreateRoutine(this, shape);
      case "alter-routine":
      case "drop-routine":
        return decideOtherRoutine(this, shape);
      case "create-trigger":
        return decideTrigger(this, shape);
      case "create-event":
        return decideEvent(this, shape);
      case "drop-program":
        return decideDropProgram(this, shape);
      case "other-object":
        return decideOtherObject(this, shape);
    }
  }

  /** For an earlier statement that is carried out now. */
  forStatement(text: string, context: StatementContext, parsed: Extract<ParsedDdl, { shape: DdlShape }>): Decider {
    return new Decider({ ...this.input, text, context }, parsed);
  }

  /** Source name that a reference means. Names fold where the source folds them. */
  resolve(ref: NameRef): TableName {
    const { selection, context } = this.input;
    return { database: selection.fold(ref.database ?? context.defaultDatabase ?? ""), table: selection.fold(ref.name) };
  }

  /** Session of the statement at the destination. */
  get context(): StatementContext {
    const source = this.input.context.defaultDatabase;
    const known = source !== null && this.input.selection.database(source) !== null;
    return { ...this.input.context, defaultDatabase: known ? this.input.mapping.database(source) : null };
  }

  step(sql: string, touches: DdlStep["touches"], whenUnseen: DdlStep["whenUnseen"] = "repeat"): DdlStep {
    return { sql, context: this.context, touches, whenUnseen };
  }

  /** The statement with replacements; collations that the source would take from its defaults are written out. */
  text(edits: readonly Edit[]): string {
    const { rules, utf8mb4Collation, destinationIsMariadb } = this.input;
    const edited = applyEdits(this.parsed.plain, edits);
    const ofTable = ["create-table", "alter-table"].includes(this.parsed.shape.kind) ? withDefaultsInParentheses(withoutPlacement(edited, rules), rules) : edited;
    const typed = rules.mariadb && !destinationIsMariadb ? withMariadbJson(ofTable, rules) : ofTable;
    return withExplicitCollations(typed, utf8mb4Collation, rules).trim().replace(/;\s*$/, "");
  }

  edit(ref: NameRef, name: TableName): Edit {
    return { start: ref.start, end: ref.end, text: quoteTable(name) };
  }

  /** A table that is selected by itself takes a name that is not selected, and goes on under it. */
  follows(from: TableName, to: TableName): boolean {
    const { selection, followRenames } = this.input;
    return followRenames === true && !selection.isWhole(from.database) && !selection.selects(to);
  }

  /** Destination name of `from` once it is called `to`. */
  targetAfter(from: TableName, to: TableName): TableName {
    const { selection, mapping } = this.input;
    return this.follows(from, to) ? mapping.renamed(selection.originOf(from), to) : mapping.table(to);
  }

  followEffects(from: TableName, to: TableName): SchemaEffect[] {
    const { selection } = this.input;
    const origin = selection.originOf(from);
    return [
      ...(selection.isFollowed(from) ? [{ kind: "remove-followed" as const, name: from }] : []),
      ...(this.follows(from, to) && !sameName(to, origin) ? [{ kind: "put-followed" as const, name: to, origin }] : []),
    ];
  }

  notCarried(name: TableName): DdlDecision {
    const { selection, schema } = this.input;
    const ignored = schema.ignored.find((one) => one.name.database === name.database && one.name.table === name.table);
    if (ignored) return skip(ignored.reason);
    return selection.selects(name) ? stop("schema-mismatch", `${name.database}.${name.table} is selected, but its definition is unknown`) : skip("the table is not selected");
  }

  #alterTable(shape: Shape<"alter-table">): DdlDecision {
    const { schema, mapping, selection } = this.input;
    const name = this.resolve(shape.table);
    const renameTo = shape.renameTo ? this.resolve(shape.renameTo) : null;
    if (renameTo && shape.onlyRename) return decideRename(this, [{ from: name, to: renameTo }]);
    const shadow = schema.shadow(name);
    const known = schema.table(name);
    if (!known && !shadow) {
      if (renameTo && selection.selects(renameTo)) return stop("ddl-unsupported", "a table that is not synchronized takes the name of a selected one: its rows are unknown here");
      return this.notCarried(name);
    }
    if (shape.exchangesWith) {
      const other = this.resolve(shape.exchangesWith);
      if (!known || !schema.table(other)) return stop("ddl-unsupported", "a partition is exchanged with a table that is not synchronized: its rows are unknown here");
      const sql = this.text([this.edit(shape.table, mapping.table(name)), this.edit(shape.exchangesWith, mapping.table(other))]);
      return apply([this.step(sql, [{ kind: "table", name: mapping.table(name) }, { kind: "table", name: mapping.table(other) }], "ask")]);
    }
    const outside = this.parsed.tokens.find((token, index, all) => token.kind === "word" && token.depth === 0 && (token.value === "DISCARD" || token.value === "IMPORT") && all.slice(index).some((one) => one.kind === "word" && one.value === "TABLESPACE"));
    if (outside && known) return stop("ddl-unsupported", `${outside.value} TABLESPACE: the rows of ${name.table} come and go as files of the source. Skip the statement, and reload the table when they are there`, []);
    const before = (known ?? shadow!.definition) as TableDefinition;
    const after = renameTo ?? name;
    const inScratch = (scratch: TableName, parent: (one: TableName) => TableName) =>
      this.text([
        this.edit(shape.table, scratch),
        ...(shape.renameTo ? [this.edit(shape.renameTo, scratch)] : []),
        ...shape.references.map((ref) => this.edit(ref, parent(this.parentOf(ref, name)))),
      ]);
    const naming = this.#naming(shape, before, name);
    const named = (definition: TableDefinition) => (naming ? withColumnNames(definition, naming.after) : before.columnNames ? withColumnNames(definition, ColumnNames.of(before.columnNames)) : definition);
    const base = { before, context: this.context, statement: inScratch, ...(naming ? { proof: this.#proof(shape, naming, before, name) } : {}) };
    if (shadow) {
      if (renameTo) return stop("ddl-unsupported", "an online change is renamed and altered in one statement");
      return skip("an online change in preparation", { evolutions: [{ ...base, name, ...evolveBy((definition) => shadowAltered(this, shadow, named(definition), naming?.edits)) }] });
    }
    if (renameTo && !selection.selects(renameTo) && !this.follows(name, renameTo)) return decideRename(this, [{ from: name, to: renameTo }]);
    const target = mapping.table(name);
    const cut = cutForeignKeys(this.parsed.tokens, shape.references, (ref) => schema.table(this.parentOf(ref, name)) !== null);
    const warnings = cut.dropped.map((ref) => ({ table: name, message: `A foreign key to ${ref.name} was left out: that table is not synchronized.` }));
    const isFiltered = Boolean(selection.options(name)?.filter?.trim());
    const refusal = { target, of: (definition: TableDefinition) => notReproducible(before, definition, { isFiltered, nameThere: (column) => mapping.columns(before).at(column) }) };
    const evolution = { ...base, name: after, refusal, toEffects: (definition: TableDefinition): SchemaEffect[] => [...(renameTo ? [{ kind: "remove-table" as const, name }, ...this.followEffects(name, renameTo)] : []), { kind: "put-table", definition: named(definition) }, ...(renameTo ? [] : candidateAltered(this, name, naming?.edits)), ...this.childrenOf(before, definition)] };
    const renames = renameTo ? [{ from: name, to: renameTo }] : [];
    if (cut.nothingLeft) return skip("it only adds foreign keys to tables that are not synchronized", { notify: true, evolutions: [evolution], warnings });
    if (naming?.nothingLeft) return skip("its columns keep the names that they have at the destination", { notify: true, evolutions: [evolution] });
    const sql = this.text([
      this.edit(shape.table, target),
      ...(shape.renameTo && renameTo ? [this.edit(shape.renameTo, this.targetAfter(name, renameTo))] : []),
      ...shape.references.filter((ref) => !cut.dropped.includes(ref)).map((ref) => this.edit(ref, mapping.table(this.parentOf(ref, name)))),
      ...cut.edits,
      ...(naming?.edits ?? []).filter((edit) => !cut.edits.some((one) => edit.start >= one.start && edit.end <= one.end)),
    ]);
    const targetAfter = renameTo ? this.targetAfter(name, renameTo) : target;
    const touches = [{ kind: "table" as const, name: target, gone: !sameName(target, targetAfter) }, ...(renameTo ? [{ kind: "table" as const, name: targetAfter }] : [])];
    return apply([this.step(sql, touches)], { evolutions: [evolution], renames, warnings });
  }

  /** Null: no column that the statement may mean has another name at the destination. */
  #naming(shape: Shape<"alter-table">, before: TableDefinition, name: TableName): ColumnEdits | null {
    const { mapping, selection, schema } = this.input;
    const names = mapping.columns(before);
    const chosen = selection.options(schema.shadow(name)?.base ?? baseOf(this, name)?.name ?? name)?.columnNames ?? {};
    const parentNames = (ref: NameRef) => {
      const parent = this.parentOf(ref, name);
      if (sameName(parent, name)) return null;
      const definition = schema.table(parent);
      return definition ? mapping.columns(definition) : ColumnNames.none;
    };
    if (!names.changes && !names.isRuled && Object.keys(chosen).length === 0 && !shape.references.some((ref) => parentNames(ref)?.changes)) return null;
    return columnEdits(this.parsed, shape, { before, names, chosen, parentNames });
  }

  #proof(shape: Shape<"alter-table">, naming: ColumnEdits, before: TableDefinition, name: TableName): NonNullable<Evolution["proof"]> {
    const { mapping, selection } = this.input;
    return {
      before,
      names: mapping.columns(before),
      namesAfter: naming.after,
      parentColumns: (parent) => this.columnsOf(parent),
      excludeColumns: selection.options(name)?.excludeColumns ?? [],
      statement: (scratch, parent) =>
        this.text([
          this.edit(shape.table, scratch),
          ...(shape.renameTo ? [this.edit(shape.renameTo, scratch)] : []),
          ...shape.references.map((ref) => this.edit(ref, parent(this.parentOf(ref, name)))),
          ...naming.edits,
        ]),
    };
  }

  /** Names that a carried table's columns have at the destination. */
  columnsOf(name: TableName): ColumnNames {
    const definition = this.input.schema.table(name);
    return definition ? this.input.mapping.columns(definition) : ColumnNames.none;
  }

  /** A foreign key's parent without a database is in the table's own, not in the session's. */
  parentOf(ref: NameRef, child: TableName): TableName {
    return { database: ref.database === null ? child.database : this.input.selection.fold(ref.database), table: this.input.selection.fold(ref.name) };
  }

  /** Foreign keys of others follow a renamed table or column. */
  childrenOf(before: TableDefinition, after: TableDefinition): SchemaEffect[] {
    const same = (a: TableName, b: TableName) => a.database === b.database && a.table === b.table;
    return this.input.schema.tables.flatMap((child): SchemaEffect[] => {
      if (same(child.name, before.name) || !child.foreignKeys.some((foreignKey) => same(foreignKey.referenced, before.name))) return [];
      const foreignKeys = child.foreignKeys.map((foreignKey) =>
        same(foreignKey.referenced, before.name) ? { ...foreignKey, referenced: after.name, referencedColumns: foreignKey.referencedColumns.map((column) => columnAfter(column, before, after)) } : foreignKey,
      );
      return [{ kind: "put-table", definition: { ...child, foreignKeys } }];
    });
  }

  #truncate(name: TableName): DdlDecision {
    const { schema, mapping } = this.input;
    if (schema.shadow(name)) return skip("it belongs to an online change");
    if (!schema.table(name)) return this.notCarried(name);
    const target = mapping.table(name);
    return apply([this.step(`TRUNCATE TABLE ${quoteTable(target)}`, [{ kind: "table", name: target }])]);
  }
}

const sameName = (a: TableName, b: TableName) => a.database === b.database && a.table === b.table;

/** A referenced column that is gone while the number of columns is the same was renamed in place. */
function columnAfter(column: string, before: TableDefinition, after: TableDefinition): string {
  const is = (name: string) => (one: { name: string }) => one.name.toLowerCase() === name.toLowerCase();
  if (after.columns.some(is(column)) || before.columns.length !== after.columns.length) return column;
  return after.columns[before.columns.findIndex(is(column))]?.name ?? column;
}
