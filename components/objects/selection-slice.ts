import type { ChangeKinds } from "@/lib/change-kinds/change-kinds";
import type { SelectedObjects } from "@/lib/tasks/schema";
import { type DatabaseChoice, editOf, isEdited, rulesOf, type Selection, setAside, type TableEdit } from "./selection";

type SelectedTable = NonNullable<SelectedObjects[number]["tables"]>[number];

/** A whole database names what differs as overrides; tables that are not chosen are not said. */
export function toSlice(selection: Selection): SelectedObjects {
  return selection.map((choice) => {
    const base = { database: choice.database, ...(choice.as !== undefined && { as: choice.as }), ...(rulesOf(choice).length > 0 && { rules: rulesOf(choice).map((rule) => ({ ...rule })) }), ...kindsOf(choice) };
    if (!choice.whole) return { ...base, tables: choice.chosen.map((name) => entry(name, editOf(choice, name))) };
    const except = setAside(choice).length === 0 ? {} : { except: [...setAside(choice)] };
    const overrides = Object.entries(choice.edits).filter(([, edit]) => isEdited(edit));
    return overrides.length === 0 ? { ...base, ...except } : { ...base, overrides: overrides.map(([name, edit]) => entry(name, edit)), ...except };
  });
}

function entry(name: string, edit: TableEdit): SelectedTable {
  return {
    name,
    ...(edit.as !== undefined && { as: edit.as }),
    ...(edit.filter !== undefined && { filter: edit.filter }),
    ...(edit.excludeColumns && edit.excludeColumns.length > 0 && { excludeColumns: [...edit.excludeColumns] }),
    ...(edit.columnNames && { columnNames: { ...edit.columnNames } }),
    ...kindsOf(edit),
  };
}

const kindsOf = ({ dml, ddl }: ChangeKinds) => ({ ...(dml && { dml: [...dml] }), ...(ddl && { ddl: [...ddl] }) });

/** The selection that a saved slice means. What was remembered beside it (tables of a whole database) comes from the draft, not from here. */
export function fromSlice(objects: SelectedObjects): Selection {
  return objects.map((each): DatabaseChoice => {
    const listed = each.tables ?? each.overrides ?? [];
    const edits = listed.map(({ name, ...edit }) => [name, edit] as const).filter(([, edit]) => isEdited(edit));
    return {
      database: each.database,
      ...(each.as !== undefined && { as: each.as }),
      ...(each.rules !== undefined && { rules: each.rules }),
      ...kindsOf(each),
      whole: each.tables === undefined,
      chosen: each.tables?.map((table) => table.name) ?? [],
      edits: Object.fromEntries(edits),
      ...(each.except !== undefined && each.except.length > 0 && { except: each.except }),
    };
  });
}
