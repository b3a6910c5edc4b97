import type { TableDefinition, TableName } from "../../mysql/table-definition";
import { ColumnNames, withColumnNames } from "./column-names";
import type { ObjectSelection } from "./object-selection";

/** Source name → destination name, for rows and for schema changes alike. */
export class NameMapping {
  /** Any column has another name at the destination. */
  readonly namesColumns: boolean;

  constructor(readonly selection: ObjectSelection) {
    this.namesColumns = selection.objects.some((object) => [...(object.tables ?? []), ...(object.overrides ?? [])].some((table) => Object.keys(table.columnNames ?? {}).length > 0));
  }

  database(name: string): string {
    return this.selection.database(name)?.as ?? name;
  }

  table(name: TableName): TableName {
    return this.renamed(this.selection.originOf(name), name);
  }

  /** Where the table that was selected as `origin` stands under its new name: in the same database, under a name of its own only if it was given one. */
  renamed(origin: TableName, name: TableName): TableName {
    return { database: this.database(origin.database), table: this.selection.options(origin)?.as ?? name.table };
  }

  /** Views, functions and procedures: only their database can be renamed. */
  object(name: TableName): TableName {
    return { database: this.database(name.database), table: name.table };
  }

  /** Names of the table's columns: as of its position where the history knows them, else as they were chosen. */
  columns(definition: TableDefinition): ColumnNames {
    return definition.columnNames ? ColumnNames.of(definition.columnNames) : ColumnNames.chosen(this.selection.options(definition.name), definition);
  }

  /** The definition with its columns' names written down, so that they stay whatever becomes of the table. */
  settled(definition: TableDefinition): TableDefinition {
    return definition.columnNames || !this.namesColumns ? definition : withColumnNames(definition, this.columns(definition));
  }

  /** False when every name stays: then texts need no rewriting. */
  get changesNames(): boolean {
    return this.selection.objects.some(
      (object) =>
        (object.as !== undefined && object.as !== object.database) ||
        [...(object.tables ?? []), ...(object.overrides ?? [])].some((table) => table.as !== undefined && table.as !== table.name),
    );
  }
}
