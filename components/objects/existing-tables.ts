import type { CatalogDatabaseObjects } from "@/lib/endpoints/view";
import { destinationTable, folded, type DatabaseChoice, type Naming } from "./selection";

/** Which of a database's tables would meet one that is in the destination already, under the names that they get there. */
export function existingTables(objects: Pick<CatalogDatabaseObjects, "tables" | "destination">, choice: DatabaseChoice | undefined, { capitalization }: Naming = {}): ReadonlySet<string> {
  const { destination } = objects;
  if (destination === null) return new Set();
  const there = new Set(destination.names.map((name) => folded(name, destination)));
  const naming = { ignoresCase: destination.ignoresCase, ...(capitalization && { capitalization }) };
  return new Set(objects.tables.map(({ name }) => name).filter((name) => there.has(folded(destinationTable(choice, name, naming), destination))));
}
