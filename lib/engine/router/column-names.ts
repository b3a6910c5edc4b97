import type { TableDefinition } from "../../mysql/table-definition";
import type { SelectedTable } from "../plan";

type Rule = (column: string) => string;

interface Pair {
  readonly source: string;
  readonly as: string;
  /** By the policy of the task. Absent: somebody gave it, and it stays with the column whatever the source calls it later. */
  readonly ruled?: boolean;
}

/** Names of one table's columns at the destination, as far as they differ from the source's. Column names are compared without regard to case, as servers do. Immutable. */
export class ColumnNames {
  static readonly none = new ColumnNames([]);
  readonly #names: ReadonlyMap<string, Pair>;

  private constructor(
    pairs: readonly Pair[],
    /** Of columns that nobody gave a name, also of those that come later; null: they keep theirs. */
    private readonly rule: Rule | null = null,
  ) {
    this.#names = new Map(pairs.filter(({ source, as }) => source !== as).map((pair) => [pair.source.toLowerCase(), pair]));
  }

  static of(record: Readonly<Record<string, string>> | undefined): ColumnNames {
    return record === undefined ? ColumnNames.none : new ColumnNames(Object.entries(record).map(([source, as]) => ({ source, as })));
  }

  /** As chosen, for those columns that the table has and that are not left out. */
  static chosen(options: SelectedTable | null, definition: Pick<TableDefinition, "columns">): ColumnNames {
    if (!options?.columnNames) return ColumnNames.none;
    const left = new Set((options.excludeColumns ?? []).map((column) => column.toLowerCase()));
    const there = new Set(definition.columns.map((column) => column.name.toLowerCase()).filter((column) => !left.has(column)));
    return new ColumnNames(Object.entries(options.columnNames).flatMap(([source, as]) => (there.has(source.toLowerCase()) ? [{ source, as }] : [])));
  }

  /** With the policy for those columns of the definition that nobody gave a name. */
  ruled(rule: Rule, definition: Pick<TableDefinition, "columns">): ColumnNames {
    const given = [...this.#names.values()].filter((pair) => pair.ruled !== true);
    const known = new Set(given.map(({ source }) => source.toLowerCase()));
    return new ColumnNames([...given, ...definition.columns.flatMap(({ name }) => (known.has(name.toLowerCase()) ? [] : [{ source: name, as: rule(name), ruled: true }]))], rule);
  }

  /** False: every column keeps its name. */
  get changes(): boolean {
    return this.#names.size > 0;
  }

  /** Later columns may get another name. */
  get isRuled(): boolean {
    return this.rule !== null;
  }

  /** Somebody gave a column another name. */
  get given(): boolean {
    return [...this.#names.values()].some(({ ruled, source, as }) => ruled !== true && source.toLowerCase() !== as.toLowerCase());
  }

  /** Somebody gave this column its name: it stays when the source renames the column. */
  keeps(column: string): boolean {
    const pair = this.#names.get(column.toLowerCase());
    return pair !== undefined && pair.ruled !== true;
  }

  has(column: string): boolean {
    return this.#names.has(column.toLowerCase());
  }

  at(column: string): string {
    return this.#names.get(column.toLowerCase())?.as ?? column;
  }

  /** Source and destination names of columns that somebody named, in lower case. */
  get words(): ReadonlySet<string> {
    return new Set([...this.#names.values()].flatMap(({ source, as, ruled }) => (ruled ? [] : [source.toLowerCase(), as.toLowerCase()])));
  }

  /** Of those columns alone that the definition has. */
  within(definition: Pick<TableDefinition, "columns">): ColumnNames {
    const there = new Set(definition.columns.map((column) => column.name.toLowerCase()));
    return new ColumnNames([...this.#names.values()].filter(({ source }) => there.has(source.toLowerCase())), this.rule);
  }

  without(column: string): ColumnNames {
    return new ColumnNames([...this.#names.values()].filter(({ source }) => source.toLowerCase() !== column.toLowerCase()), this.rule);
  }

  /** A column more, under the name that the policy gives it. */
  withRuled(column: string): ColumnNames {
    return this.rule === null || this.keeps(column) ? this : new ColumnNames([...this.#names.values(), { source: column, as: this.rule(column), ruled: true }], this.rule);
  }

  /** A column more, under this name, unless another column has it already. */
  with(column: string, as: string): ColumnNames {
    const taken = [...this.#names.values()].some((pair) => pair.as.toLowerCase() === as.toLowerCase());
    return taken ? this.withRuled(column) : new ColumnNames([...this.#names.values(), { source: column, as }], this.rule);
  }

  /** What somebody gave: the policy is applied anew to what is read back. */
  toRecord(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#names.values()].flatMap(({ source, as, ruled }) => (ruled ? [] : [[source, as]])));
  }
}

/** The definition with the names that its columns have at the destination as of now; also when none differs any more, so that what was chosen does not come back. */
export function withColumnNames(definition: TableDefinition, names: ColumnNames): TableDefinition {
  return { ...definition, columnNames: names.toRecord() };
}

/** Two columns that would meet under one name at the destination; null when none do. `left`: columns that are not there. */
export function meetingColumns(definition: Pick<TableDefinition, "columns">, names: ColumnNames, left: ReadonlySet<string> = new Set()): { readonly name: string; readonly columns: readonly [string, string] } | null {
  const taken = new Map<string, string>();
  for (const { name } of definition.columns) {
    if (left.has(name.toLowerCase())) continue;
    const target = names.at(name);
    const other = taken.get(target.toLowerCase());
    if (other !== undefined) return { name: target, columns: [other, name] };
    taken.set(target.toLowerCase(), name);
  }
  return null;
}
