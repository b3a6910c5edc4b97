"use client";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { columnsOptions } from "@/lib/endpoints/queries";
import { identifierSchema } from "@/lib/tasks/schema";
import type { ChangeKinds } from "@/lib/change-kinds/change-kinds";
import { Button } from "../ui/button";
import { Drawer } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { ChangeKindsFields } from "./change-kinds-fields";
import { columnFault, ColumnsGrid } from "./columns-grid";
import { FilterEditor } from "./filter-editor";
import { type Catalogue, type ColumnNames, type DatabaseChoice, destinationDatabase, destinationTable, editOf, editTable, meetingColumns, type Selection, takenBy } from "./selection";

interface EditTableDrawerProps {
  taskId: string;
  choice: DatabaseChoice;
  table: string;
  selection: Selection;
  catalogue: Catalogue;
  /** What the task carries where database and table say nothing. */
  task: Required<ChangeKinds>;
  onClose: () => void;
  onSave: (selection: Selection) => void;
}

/** Name, columns and rows of one table on the way to the destination. */
export function EditTableDrawer({ taskId, choice, table, selection, catalogue, task, onClose, onSave }: EditTableDrawerProps) {
  const t = useTranslations("objects");
  const tCommon = useTranslations("common");
  const edit = editOf(choice, table);
  /** Its name as long as nobody gives it another. */
  const plain = destinationTable({ ...choice, edits: {} }, table, catalogue);
  const [as, setAs] = useState(edit.as ?? plain);
  const [filter, setFilter] = useState(edit.filter ?? "");
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(() => new Set(edit.excludeColumns));
  const [names, setNames] = useState<ColumnNames>(() => edit.columnNames ?? {});
  const [kinds, setKinds] = useState<ChangeKinds>(() => ({ ...(edit.dml && { dml: edit.dml }), ...(edit.ddl && { ddl: edit.ddl }) }));
  const wider = { dml: choice.dml ?? task.dml, ddl: choice.ddl ?? task.ddl };
  // Unknown while it loads: then only what is changed is looked at.
  const columns = useQuery(columnsOptions(taskId, choice.database, table)).data?.map((column) => column.name) ?? Object.keys(names);
  const meeting = meetingColumns(columns, names, excluded);
  const columnsFit = columns.every((column) => excluded.has(column) || columnFault(column, names, meeting) === null);
  const first = useRef<HTMLInputElement>(null);
  const checked = identifierSchema.safeParse(as);
  const taken = checked.success ? takenBy(selection, choice.database, table, as, catalogue) : null;
  const target = `${destinationDatabase(choice, catalogue)}.${as}`;
  const error = !checked.success ? checked.error.issues[0]?.message : taken !== null ? t("edit.taken", { target, other: taken }) : undefined;
  const fits = error === undefined && columnsFit && kinds.dml?.length !== 0;
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("edit.table", { name: `${choice.database}.${table}` })}
      initialFocus={first}
      footer={
        <>
          <Button className="mr-auto" onClick={() => (setAs(plain), setNames({}))}>
            {t("edit.reset")}
          </Button>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" type="submit" form="objects-edit-table" disabled={!fits}>
            {t("edit.ok")}
          </Button>
        </>
      }
    >
      <form
        id="objects-edit-table"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (fits) onSave(editTable(selection, choice.database, table, { ...(as !== plain && { as }), filter, excludeColumns: [...excluded], columnNames: names, ...kinds }, as !== plain));
        }}
      >
        <Field label={t("edit.tableName")} description={t("edit.tableNameHelp", { database: destinationDatabase(choice, catalogue) })} error={error}>
          <Input ref={first} value={as} onValueChange={(value) => setAs(value)} spellCheck={false} autoCapitalize="none" autoComplete="off" className="code" />
        </Field>
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-medium">{t("columns.label")}</h3>
          <ColumnsGrid taskId={taskId} database={choice.database} table={table} excluded={excluded} onChange={setExcluded} names={names} onNames={setNames} />
          <p className="text-xs text-muted">{t("columns.asHelp")}</p>
        </section>
        <div className="@container flex flex-col gap-5">
          <ChangeKindsFields of="table" value={kinds} wider={wider} onChange={setKinds} />
        </div>
        <FilterEditor taskId={taskId} database={choice.database} table={table} value={filter} onValueChange={setFilter} />
      </form>
    </Drawer>
  );
}
