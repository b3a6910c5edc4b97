/** The rows of the Selected tree: databases → tables. Pure. */
import type { ObjectSearch } from "./object-search";
import { type Catalogue, type DatabaseChoice, destinationDatabase, destinationTable, knownTables, type Selection, setAside } from "./selection";
import type { TreeRow } from "./tree-row";

export type SelectedRow = TreeRow & { readonly database: string; readonly choice: DatabaseChoice } & (
    { readonly kind: "database" } | { readonly kind: "table"; readonly table: string; /** Set aside: not carried, shown so that nobody forgets it. */ readonly aside: boolean }
  );

export function selectedRows(
  selection: Selection,
  catalogue: Catalogue,
  search: ObjectSearch | null,
  isExpanded: (id: string, byDefault: boolean) => boolean,
): SelectedRow[] {
  const shown = selection.flatMap((choice) => {
    const tables = [...setAside(choice), ...knownTables(choice, catalogue.get(choice.database))];
    if (search === null) return [{ choice, tables, found: false }];
    // A name of the destination is looked for, too: that is what one remembers after renaming.
    const to = destinationDatabase(choice, catalogue);
    const hits = tables.filter((table) => search.object(choice.database, table) || search.object(to, destinationTable(choice, table, catalogue)));
    if (hits.length > 0) return [{ choice, tables: hits, found: true }];
    return search.database(choice.database) || search.database(to) ? [{ choice, tables, found: false }] : [];
  });
  const rows: SelectedRow[] = [];
  shown.forEach(({ choice, tables, found }, index) => {
    const id = `d ${choice.database}`;
    const expanded = tables.length > 0 || choice.whole ? isExpanded(id, found || !choice.whole || setAside(choice).length > 0) : undefined;
    rows.push({
      id,
      parent: null,
      level: 1,
      position: index + 1,
      setSize: shown.length,
      ...(expanded !== undefined && { expanded }),
      label: choice.database,
      database: choice.database,
      choice,
      kind: "database",
    });
    if (!expanded) return;
    tables.forEach((table, at) =>
      rows.push({
        id: JSON.stringify([choice.database, table]),
        parent: id,
        level: 2,
        position: at + 1,
        setSize: tables.length,
        label: table,
        database: choice.database,
        choice,
        kind: "table",
        table,
        aside: setAside(choice).includes(table),
      }),
    );
  });
  return rows;
}
