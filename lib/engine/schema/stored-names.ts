import type { MysqlConnection } from "../../mysql/connection";
import { tableKey } from "../../mysql/identifier";
import type { TableDefinition } from "../../mysql/table-definition";
import type { NameMapping } from "../router/name-mapping";
import { readColumnNames } from "./schema-store";
import type { BookkeepingPlace } from "./schema-store";

/** The source's tables as they are now, with the names that the task's columns have at the destination: columns that were renamed since are known by their new names. */
export async function withStoredNames(definitions: readonly TableDefinition[], mapping: NameMapping, destination: MysqlConnection, place: BookkeepingPlace): Promise<readonly TableDefinition[]> {
  if (!mapping.namesColumns) return definitions;
  const stored = await readColumnNames(destination, place);
  return definitions.map((definition) => {
    const columnNames = stored.get(tableKey(definition.name));
    return columnNames ? { ...definition, columnNames } : definition;
  });
}
