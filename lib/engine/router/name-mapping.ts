import { columnCapitalization, destinationDatabase, destinationTable, type Capitalization } from "../../object-names/capitalization";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import { ColumnNames, withColumnNames } from "./column-names";
import type { ObjectSelection } from "./object-selection";

/** Source name → destination name, for rows and for schema changes alike: the name that somebody gave, else what the database's rules and the policy make of the source's. */
export class NameMapping {
  /** Somebody gave a column another name. */
  readonly namesColumns: boolean;

  constructor(
    readonly selection: ObjectSelection,
    /** lower_case_table_names of the destination. */
    readonly folding = 0,
  ) {
    this.namesColumns = selection.objects.some((object) => [...(object.tables ?? []), ...(object.overrides ?? [])].some((table) => Object.keys(table.columnNames ?? {}).length > 0));
  }

  database(name: string): string {
    const selected = this.selection.database(name);
    return selected ? destinationDatabase({ ...selected, database: name }, this.folding) : name;
  }

  table(name: TableName): TableName {
    return this.renamed(this.selection.originOf(name), name);
  }

  /** Where the table that was selected as `origin` stands under its new name: in the same database, under a name of its own only if it was given one. */
  renamed(origin: TableName, name: TableName): TableName {
    return { database: this.database(origin.database), table: destinationTable(this.selection.database(origin.database) ?? {}, { name: name.table, as: this.selection.options(origin)?.as }, this.folding) };
  }

  /** Views share their names with tables. */
  view(name: TableName): TableName {
    return { database: this.database(name.database), table: destinationTable(this.selection.database(name.database) ?? {}, { name: name.table }, this.folding) };
  }

  /** Functions, procedures, triggers and events: only their database can have another name. */
  object(name: TableName): TableName {
    return { database: this.database(name.database), table: name.table };
  }

  /** Names of the table's columns: as of its position where the history knows them, else as they were chosen; the others by the policy. */
  columns(definition: TableDefinition): ColumnNames {
    const given = definition.columnNames ? ColumnNames.of(definition.columnNames) : ColumnNames.chosen(this.selection.options(definition.name), definition);
    const rule = this.columnRule(definition.name);
    return rule ? given.ruled(rule, definition) : given;
  }

  /** What the policy makes of a column's name; null: nothing. */
  columnRule(table: TableName): ((name: string) => string) | null {
    return columnCapitalization(this.selection.database(this.selection.originOf(table).database)?.capitalization);
  }

  /** The definition with its columns' given names written down, so that they stay whatever becomes of the table. */
  settled(definition: TableDefinition): TableDefinition {
    return definition.columnNames || !this.namesColumns ? definition : withColumnNames(definition, this.columns(definition));
  }

  /** False when texts need no rewriting: every name stays, or the destination takes it whatever its case. */
  get changesNames(): boolean {
    const rewrites = (policy: Capitalization | undefined) => this.folding === 0 && (policy === "upper" || policy === "lower");
    return this.selection.objects.some(
      (object) =>
        rewrites(object.capitalization) ||
        (object.rules?.length ?? 0) > 0 ||
        (object.as !== undefined && object.as !== object.database) ||
        [...(object.tables ?? []), ...(object.overrides ?? [])].some((table) => table.as !== undefined && table.as !== table.name),
    );
  }
}
