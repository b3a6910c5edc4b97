import type { CatalogDatabaseObjects } from "@/lib/endpoints/view";
import { destinationTable, folded, type DatabaseChoice } from "./selection";

/** Which of a database's tables would meet one that is in the destination already, under the names that they get there. */
export function existingTables(objects: Pick<CatalogDatabaseObjects, "tables" | "destination">, choice: DatabaseChoice | undefined): ReadonlySet<string> {
  const { destination } = objects;
  if (destination === null) return new Set();
  const there = new Set(destination.names.map((name) => folded(name, destination)));
  const named = (table: string) => (choice === undefined ? table : destinationTable(choice, table));
  return new Set(objects.tables.map(({ name }) => name).filter((name) => there.has(folded(named(name), destination))));
}
