/** The rows of the Available tree: databases → Tables / Views / Routines → objects. Pure. */
import type { CatalogDatabase, CatalogDatabaseObjects, CatalogTable } from "@/lib/endpoints/view";
import type { ObjectSearch } from "./object-search";
import type { TreeRow } from "./tree-row";

export type GroupKind = "tables" | "views" | "routines";

export type AvailableRow = TreeRow & { readonly database: string } & (
    | { readonly kind: "database"; readonly info: CatalogDatabase }
    | { readonly kind: "group"; readonly group: GroupKind; readonly count: number; readonly names: readonly string[] }
    | { readonly kind: "table"; readonly table: CatalogTable }
    | { readonly kind: "stored"; readonly group: "views" | "routines" }
    | { readonly kind: "loading" | "failed"; readonly message: string | null }
  );

/** What is known about a database's objects. */
export interface ObjectsState {
  readonly data: CatalogDatabaseObjects | undefined;
  readonly error: string | null;
  readonly retry: () => void;
}

export interface AvailableInput {
  readonly databases: readonly CatalogDatabase[];
  readonly objects: ReadonlyMap<string, ObjectsState>;
  readonly search: ObjectSearch | null;
  readonly hideSystem: boolean;
  readonly isExpanded: (id: string, byDefault: boolean) => boolean;
  readonly groupLabel: (group: GroupKind) => string;
}

export const databaseId = (database: string) => `d ${database}`;
export const groupId = (database: string, group: GroupKind) => `${group[0]} ${database}`;
const objectId = (database: string, kind: string, name: string) => JSON.stringify([database, kind, name]);

export function availableRows({ databases, objects, search, hideSystem, isExpanded, groupLabel }: AvailableInput): AvailableRow[] {
  const shown = databases.flatMap((info) => {
    if (hideSystem && info.system) return [];
    const state = objects.get(info.name);
    if (search === null) return [{ info, state, all: true, hits: null }];
    const all = search.database(info.name);
    const fits = (name: string) => search.object(info.name, name);
    const hits = state?.data
      ? {
          tables: state.data.tables.filter((table) => fits(table.name)),
          views: state.data.views.filter(fits),
          routines: state.data.routines.map((routine) => routine.name).filter(fits),
        }
      : null;
    const found = hits !== null && hits.tables.length + hits.views.length + hits.routines.length > 0;
    return all || found ? [{ info, state, all: all && !found, hits: found ? hits : null }] : [];
  });
  const rows: AvailableRow[] = [];
  shown.forEach(({ info, state, hits }, index) => {
    const id = databaseId(info.name);
    const found = hits !== null;
    const expanded = isExpanded(id, found);
    rows.push({
      id,
      parent: null,
      level: 1,
      position: index + 1,
      setSize: shown.length,
      expanded,
      label: info.name,
      database: info.name,
      kind: "database",
      info,
    });
    if (!expanded) return;
    const below = { parent: id, level: 2, position: 1, setSize: 1, database: info.name } as const;
    if (!state?.data) {
      rows.push({ ...below, id: `${id} state`, label: "", kind: state?.error ? "failed" : "loading", message: state?.error ?? null });
      return;
    }
    const data = hits ?? { tables: state.data.tables, views: state.data.views, routines: state.data.routines.map((routine) => routine.name) };
    const groups = (["tables", "views", "routines"] as const).filter((group) => data[group].length > 0 || (group === "tables" && !found));
    groups.forEach((group, at) => {
      const own = groupId(info.name, group);
      const names = group === "tables" ? data.tables.map((table) => table.name) : data[group];
      // A database opened on its own shows its tables at once.
      const open = names.length > 0 ? isExpanded(own, group === "tables") : undefined;
      rows.push({
        id: own,
        parent: id,
        level: 2,
        position: at + 1,
        setSize: groups.length,
        ...(open !== undefined && { expanded: open }),
        label: groupLabel(group),
        database: info.name,
        kind: "group",
        group,
        count: names.length,
        names,
      });
      if (!open) return;
      const base = { parent: own, level: 3, setSize: names.length, database: info.name } as const;
      if (group === "tables")
        data.tables.forEach((table, place) =>
          rows.push({ ...base, id: objectId(info.name, group, table.name), position: place + 1, label: table.name, kind: "table", table }),
        );
      else
        names.forEach((name, place) => rows.push({ ...base, id: objectId(info.name, group, name), position: place + 1, label: name, kind: "stored", group }));
    });
  });
  return rows;
}
