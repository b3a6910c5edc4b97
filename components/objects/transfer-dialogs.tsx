"use client";
import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import type { ChangeKinds } from "@/lib/change-kinds/change-kinds";
import { type Catalogue, findDatabase, holdsTable, type Selection } from "./selection";
import type { SourceCatalogue } from "./use-catalogue";

// Nobody waits for a dialog that is not open.
const BatchRenameDialog = dynamic(() => import("./batch-rename-dialog").then((module) => module.BatchRenameDialog), { ssr: false });
const EditDatabaseDrawer = dynamic(() => import("./edit-database-drawer").then((module) => module.EditDatabaseDrawer), { ssr: false });
const EditTableDrawer = dynamic(() => import("./edit-table-drawer").then((module) => module.EditTableDrawer), { ssr: false });
const ExportDialog = dynamic(() => import("./export-dialog").then((module) => module.ExportDialog), { ssr: false });
const ImportDialog = dynamic(() => import("./import-dialog").then((module) => module.ImportDialog), { ssr: false });

export type Opened =
  | { readonly kind: "database"; readonly database: string }
  | { readonly kind: "table"; readonly database: string; readonly table: string }
  | { readonly kind: "batch"; readonly only?: Catalogue }
  | { readonly kind: "import" | "export" }
  | null;

/** What is open over the trees: one drawer or dialog at a time. */
export function TransferDialogs({
  taskId,
  taskName,
  opened,
  selection,
  catalogue,
  kinds,
  triggersOf,
  onChange,
  onImport,
  onClose: close,
}: {
  taskId: string;
  taskName: string;
  opened: Opened;
  selection: Selection;
  catalogue: SourceCatalogue;
  /** What the task carries where database and table say nothing. */
  kinds: Required<ChangeKinds>;
  triggersOf: (database: string) => number;
  /** `said`: for those who do not see it. */
  onChange: (next: Selection, said?: string) => void;
  onImport: (next: Selection) => void;
  onClose: () => void;
}) {
  const t = useTranslations("objects");
  const editing = opened?.kind === "database" || opened?.kind === "table" ? findDatabase(selection, opened.database) : undefined;
  return (
    <>
      {opened?.kind === "database" && editing && (
        <EditDatabaseDrawer
          choice={editing}
          selection={selection}
          catalogue={catalogue.tables}
          task={kinds}
          triggers={triggersOf(opened.database)}
          onClose={close}
          onSave={(next) => (onChange(next), close())}
        />
      )}
      {opened?.kind === "table" && editing && holdsTable(selection, opened.database, opened.table) && (
        <EditTableDrawer
          taskId={taskId}
          choice={editing}
          table={opened.table}
          selection={selection}
          catalogue={catalogue.tables}
          task={kinds}
          onClose={close}
          onSave={(next) => (onChange(next), close())}
        />
      )}
      {opened?.kind === "batch" && (
        <BatchRenameDialog
          taskId={taskId}
          selection={selection}
          catalogue={catalogue.tables}
          only={opened.only}
          onClose={close}
          onApply={(next, changed) => (onChange(next, t("batch.done", { count: changed })), close())}
        />
      )}
      {opened?.kind === "import" && <ImportDialog selection={selection} catalogue={catalogue} onClose={close} onImport={onImport} />}
      {opened?.kind === "export" && <ExportDialog selection={selection} fileName={`${taskName}-objects.txt`} onClose={close} />}
    </>
  );
}
