/** Kinds of changes that can be left out by choice: for a task, for a database, for a table. The nearest choice counts as a whole. Pure and browser-safe. */

export const dmlKinds = ["insert", "update", "delete"] as const;
export type DmlKind = (typeof dmlKinds)[number];

/** In the order in which they are shown. */
export const ddlKinds = [
  "alter-table",
  "alter-view",
  "create-function",
  "create-index",
  "create-procedure",
  "create-table",
  "create-view",
  "drop-index",
  "drop-table",
  "rename-table",
  "truncate-table",
] as const;
export type DdlKind = (typeof ddlKinds)[number];

/** Those that mean something to one table; the others are decided for its database. */
export const tableDdlKinds: readonly DdlKind[] = ["alter-table", "create-index", "create-table", "drop-index", "drop-table", "rename-table", "truncate-table"];

/** As SQL writes it. */
export const ddlKindText = (kind: DdlKind): string => kind.replace("-", " ").toUpperCase();

/** Absent = as the next wider choice says: the database's, the task's, else all. */
export interface ChangeKinds {
  readonly dml?: readonly DmlKind[];
  readonly ddl?: readonly DdlKind[];
}

export const allKinds: Required<ChangeKinds> = { dml: dmlKinds, ddl: ddlKinds };

/** Sorted, each once. */
export function sortedKinds({ dml, ddl }: ChangeKinds): ChangeKinds {
  return {
    ...(dml && { dml: dmlKinds.filter((kind) => dml.includes(kind)) }),
    ...(ddl && { ddl: ddlKinds.filter((kind) => ddl.includes(kind)) }),
  };
}

interface ChosenKinds extends ChangeKinds {
  readonly objects: readonly (ChangeKinds & { readonly database: string; readonly tables?: readonly NamedKinds[] | undefined; readonly overrides?: readonly NamedKinds[] | undefined })[];
}
type NamedKinds = ChangeKinds & { readonly name: string };

/** Whose choice leaves kinds out: `""` the task's, `shop` a database's, `shop.orders` a table's. */
export function choicesThatLeaveOut({ dml = dmlKinds, ddl = ddlKinds, objects }: ChosenKinds): string[] {
  const leaves = (kinds: ChangeKinds, all: readonly DdlKind[] = ddlKinds) => dmlKinds.some((kind) => kinds.dml?.includes(kind) === false) || all.some((kind) => kinds.ddl?.includes(kind) === false);
  return [
    ...(leaves({ dml, ddl }) ? [""] : []),
    ...objects.flatMap((object) => [
      ...(leaves(object) ? [object.database] : []),
      ...[...(object.tables ?? []), ...(object.overrides ?? [])].filter((table) => leaves(table, tableDdlKinds)).map((table) => `${object.database}.${table.name}`),
    ]),
  ];
}

/** Any schema change of any object. */
export function carriesAnyDdl({ ddl = ddlKinds, objects }: ChosenKinds): boolean {
  return ddl.length > 0 || objects.some((object) => [object, ...(object.tables ?? []), ...(object.overrides ?? [])].some((one) => (one.ddl?.length ?? 0) > 0));
}
