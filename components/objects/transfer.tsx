"use client";
import dynamic from "next/dynamic";
import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";
import { announce } from "../ui/live-region";
import { Notice } from "../ui/notice";
import { Tabs } from "../ui/tabs";
import { showToast } from "../ui/toast";
import { useMedia } from "../ui/use-media";
import { useAskedOnce, withoutTables } from "./asked-once";
import { AvailablePanel } from "./available-panel";
import { type AvailableRow, availableRows } from "./available-rows";
import { countMarks, type Marks, noMarks } from "./marks";
import { parseSearch } from "./object-search";
import {
  addDatabase,
  addTables,
  type Catalogue,
  collisions,
  countSelection,
  findDatabase,
  holdsTable,
  nothing,
  removeDatabase,
  removeTables,
  type Selection,
  setAside,
  setTablesAside,
  setWhole,
} from "./selection";
import { SelectedPanel } from "./selected-panel";
import { type SelectedRow, selectedRows } from "./selected-rows";
import { SummaryLine } from "./summary-line";
import type { TreeGridHandle } from "./tree-grid";
import { useCatalogue } from "./use-catalogue";
import { useExpansion } from "./use-expansion";

// Nobody waits for a dialog that is not open.
const BatchRenameDialog = dynamic(() => import("./batch-rename-dialog").then((module) => module.BatchRenameDialog), { ssr: false });
const EditDatabaseDrawer = dynamic(() => import("./edit-database-drawer").then((module) => module.EditDatabaseDrawer), { ssr: false });
const EditTableDrawer = dynamic(() => import("./edit-table-drawer").then((module) => module.EditTableDrawer), { ssr: false });
const ExportDialog = dynamic(() => import("./export-dialog").then((module) => module.ExportDialog), { ssr: false });
const ImportDialog = dynamic(() => import("./import-dialog").then((module) => module.ImportDialog), { ssr: false });

/** Databases whose objects are loaded because somebody searches. More would keep the source busy for one search. */
const searchedDatabases = 50;

type Opened =
  | { readonly kind: "database"; readonly database: string }
  | { readonly kind: "table"; readonly database: string; readonly table: string }
  | { readonly kind: "batch"; readonly only?: Catalogue }
  | { readonly kind: "import" | "export" }
  | null;

/** The two trees, and what moves between them. */
export function Transfer({
  taskId,
  taskName,
  selection,
  onChange,
  problem,
  running = false,
}: {
  taskId: string;
  taskName: string;
  selection: Selection;
  onChange: (next: Selection) => void;
  problem: string | undefined;
  /** The selection of a task that has begun. */
  running?: boolean;
}) {
  const t = useTranslations("objects");
  const wide = useMedia("(width >= 64rem)");
  const [tab, setTab] = useState<"available" | "selected">("available");
  const [search, setSearch] = useState("");
  const [selectedSearch, setSelectedSearch] = useState("");
  const [hideSystem, setHideSystem] = useState(true);
  const [marks, setMarks] = useState<Marks>(noMarks);
  const [selectedMarks, setSelectedMarks] = useState<Marks>(noMarks);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const [opened, setOpened] = useState<Opened>(null);
  const [previous, setPrevious] = useState<Selection | null>(null);
  const selectedTree = useRef<TreeGridHandle>(null);

  const deferred = useDeferredValue(search);
  const parsed = useMemo(() => parseSearch(deferred), [deferred]);
  const sought = parsed === "invalid" ? null : parsed;
  const available = useExpansion(deferred);
  const chosen = useExpansion(selectedSearch);
  const [names, setNames] = useState<readonly string[]>([]);
  const lookedInto = sought ? names.filter((name) => sought.looksInto(name)).slice(0, searchedDatabases) : [];
  const wanted = [...available.open.flatMap((id) => (id.startsWith("d ") ? [id.slice(2)] : [])), ...selection.map((choice) => choice.database), ...lookedInto];
  const catalogue = useCatalogue(taskId, wanted, selection);
  const userDatabases = useMemo(() => catalogue.databases.filter((each) => !each.system).map((each) => each.name), [catalogue.databases]);
  if (userDatabases.length !== names.length || userDatabases.some((name, index) => name !== names[index])) setNames(userDatabases);

  const rows = useMemo(
    () =>
      availableRows({
        databases: catalogue.databases,
        objects: catalogue.objects,
        search: sought,
        hideSystem,
        isExpanded: available.isExpanded,
        groupLabel: (group) => t(group === "tables" ? "tree.groupTables" : `tree.${group}`),
      }),
    [catalogue.databases, catalogue.objects, sought, hideSystem, available.isExpanded, t],
  );
  const chosenSearch = useMemo(() => parseSearch(selectedSearch), [selectedSearch]);
  const rowsOfSelected = useMemo(
    () => selectedRows(selection, catalogue.tables, chosenSearch === "invalid" ? null : chosenSearch, chosen.isExpanded),
    [selection, catalogue.tables, chosenSearch, chosen.isExpanded],
  );
  const focused = rowsOfSelected.find((row) => row.id === focusedId) ?? rowsOfSelected[0] ?? null;
  const meeting = useMemo(() => new Set([...collisions(selection, catalogue.tables).values()].flat()), [selection, catalogue.tables]);
  const counts = countSelection(selection);
  const unsearched = sought ? names.filter((name) => sought.looksInto(name)).length - lookedInto.length : 0;

  const change = (next: Selection, said?: string) => {
    if (next === selection) return;
    setPrevious(selection);
    onChange(next);
    if (said) announce(said);
  };
  const say = (next: Selection) => {
    const { databases, tables } = countSelection(next);
    return t("said", { databases, tables });
  };
  const addMarks = (from: Marks) => {
    let next = selection;
    for (const database of from.databases) next = addDatabase(next, database);
    for (const [database, tables] of from.tables) next = addTables(next, database, [...tables]);
    change(next, say(next));
    setMarks(noMarks);
  };
  const addRow = (row: AvailableRow) => {
    if (row.kind === "database" && !row.info.system) change(addDatabase(selection, row.database), t("saidAdded", { name: row.database }));
    if (row.kind === "group" && row.group === "tables") change(addTables(selection, row.database, row.names), t("saidAdded", { name: row.database }));
    if (row.kind === "table" && !holdsTable(selection, row.database, row.table.name))
      change(addTables(selection, row.database, [row.table.name]), t("saidAdded", { name: `${row.database}.${row.table.name}` }));
  };
  const onEnterAvailable = (row: AvailableRow) => {
    if (row.kind === "failed") catalogue.objects.get(row.database)?.retry();
    else if (countMarks(marks) > 0) addMarks(marks);
    else addRow(row);
  };
  const known = (database: string) => catalogue.tables.get(database) ?? [];
  // While the task runs a whole database goes on to follow its later tables; one that has tables set aside gets one more.
  const leave = (from: Selection, database: string, tables: readonly string[]) => {
    const choice = findDatabase(from, database);
    return choice?.whole && (running || setAside(choice).length > 0) ? setTablesAside(from, database, tables) : removeTables(from, database, tables, known(database));
  };
  const takeOut = (next: Selection) => {
    change(next, say(next));
    setSelectedMarks(noMarks);
  };
  const removeMarks = () => {
    let next = selection;
    for (const database of selectedMarks.databases) next = removeDatabase(next, database);
    for (const [database, tables] of selectedMarks.tables) next = leave(next, database, [...tables]);
    takeOut(next);
  };
  const removeRow = (row: SelectedRow) => {
    if (countMarks(selectedMarks) > 0) removeMarks();
    else if (row.kind === "database") takeOut(removeDatabase(selection, row.database));
    else if (!row.aside) takeOut(leave(selection, row.database, [row.table]));
  };
  const addAll = () => {
    // Of a search only what it found.
    let next = selection;
    if (sought) {
      const found = new Map<string, string[]>();
      for (const row of rows) if (row.kind === "group" && row.group === "tables") found.set(row.database, [...row.names]);
      for (const [database, tables] of found) next = addTables(next, database, tables);
    } else for (const database of userDatabases) next = addDatabase(next, database);
    change(next, say(next));
    setMarks(noMarks);
  };
  const setWholeOf = async (database: string, whole: boolean) => {
    const tables =
      whole || (findDatabase(selection, database)?.chosen.length ?? 0) > 0 ? [] : ((await catalogue.load(database))?.tables.map((table) => table.name) ?? []);
    change(setWhole(selection, database, whole, tables), whole ? t("follow.on", { database }) : t("follow.off", { database }));
  };
  const removeNamed = async (named: Catalogue) => {
    const { next, count } = await withoutTables(selection, named, async (database) => (await catalogue.load(database))?.tables.map((table) => table.name) ?? null);
    takeOut(next);
    showToast(count > 0 ? { tone: "ok", title: t("removedByPrecheck", { count }) } : { tone: "bad", title: t("notRemoved") });
  };
  useAskedOnce(taskId, (asked) => {
    setTab("selected");
    if (asked.kind === "rename") setOpened({ kind: "batch", ...(asked.tables && { only: asked.tables }) });
    else if (asked.kind === "edit") setOpened({ kind: "table", database: asked.database, table: asked.table });
    else void removeNamed(asked.tables);
  });
  const close = () => setOpened(null);
  const editRow = (row: SelectedRow) =>
    row.kind === "table" && row.aside
      ? change(addTables(selection, row.database, [row.table]), t("saidAdded", { name: `${row.database}.${row.table}` }))
      : setOpened(row.kind === "database" ? { kind: "database", database: row.database } : { kind: "table", database: row.database, table: row.table });
  const triggersOf = (database: string) => catalogue.databases.find((each) => each.name === database)?.triggers ?? 0;

  const left = (
    <AvailablePanel
      catalogue={catalogue}
      rows={rows}
      selection={selection}
      search={search}
      onSearch={setSearch}
      searchProblem={parsed === "invalid" ? t("tree.badRegex") : unsearched > 0 ? t("tree.unsearched", { count: unsearched }) : null}
      hideSystem={hideSystem}
      onHideSystem={setHideSystem}
      marks={marks}
      onMarks={setMarks}
      onExpand={(changed, expanded) =>
        available.expand(
          changed.map((row) => row.id),
          expanded,
        )
      }
      onAddRow={addRow}
      onEnter={onEnterAvailable}
    />
  );
  const right = (
    <SelectedPanel
      ref={selectedTree}
      rows={rowsOfSelected}
      selection={selection}
      catalogue={catalogue.tables}
      totalOf={(database) => catalogue.databases.find((each) => each.name === database)?.tables ?? null}
      search={selectedSearch}
      onSearch={setSelectedSearch}
      collisions={meeting}
      marks={selectedMarks}
      onMarks={setSelectedMarks}
      onExpand={(changed, expanded) =>
        chosen.expand(
          changed.map((row) => row.id),
          expanded,
        )
      }
      onEdit={editRow}
      onRemove={removeRow}
      onFocusRow={(row) => setFocusedId(row.id)}
      focused={focused}
      onSetWhole={(database, whole) => void setWholeOf(database, whole)}
      onBatchRename={() => setOpened({ kind: "batch" })}
      onClear={() => takeOut(nothing)}
      onImport={() => setOpened({ kind: "import" })}
      onExport={() => setOpened({ kind: "export" })}
      onUndo={
        previous === null
          ? null
          : () => {
              onChange(previous);
              setPrevious(null);
              announce(t("undone"));
            }
      }
    />
  );
  const buttons = {
    add: (
      <Button size="sm" disabled={countMarks(marks) === 0} onClick={() => addMarks(marks)}>
        {t("move.add")}
        <ChevronRight aria-hidden />
      </Button>
    ),
    remove: (
      <Button size="sm" disabled={countMarks(selectedMarks) === 0} icon={<ChevronLeft aria-hidden />} onClick={removeMarks}>
        {t("move.remove")}
      </Button>
    ),
    addAll: (
      <Button
        size="sm"
        disabled={
          sought
            ? !rows.some((row) => row.kind === "table" && !holdsTable(selection, row.database, row.table.name))
            : userDatabases.every((name) => findDatabase(selection, name)?.whole)
        }
        onClick={addAll}
      >
        {t("move.addAll")}
        <ChevronsRight aria-hidden />
      </Button>
    ),
    removeAll: (
      <Button size="sm" disabled={selection.length === 0} icon={<ChevronsLeft aria-hidden />} onClick={() => takeOut(nothing)}>
        {t("move.removeAll")}
      </Button>
    ),
  };
  const selectedCount = t("selectedCount", { databases: counts.databases, tables: counts.tables, whole: counts.whole });
  const wholeWithTriggers = selection.filter((choice) => choice.whole && triggersOf(choice.database) > 0);
  const triggers = wholeWithTriggers.reduce((sum, choice) => sum + triggersOf(choice.database), 0);
  const editing = opened?.kind === "database" || opened?.kind === "table" ? findDatabase(selection, opened.database) : undefined;
  const panel = "flex h-[min(32rem,70dvh)] min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-bg";
  return (
    <section id="objects-transfer" tabIndex={-1} aria-label={t("title")} className="flex flex-col gap-3 outline-offset-4">
      <p id="objects-tree-help" className="text-xs text-muted">
        {t("tree.help")}
      </p>
      {wide === false ? (
        <Tabs
          label={t("title")}
          value={tab}
          onValueChange={setTab}
          tabs={[
            {
              value: "available",
              label: t("available"),
              content: (
                <>
                  <div className={panel}>{left}</div>
                  <div className="mt-2 flex gap-2">
                    {buttons.add}
                    {buttons.addAll}
                  </div>
                </>
              ),
            },
            {
              value: "selected",
              label: (
                <>
                  {t("selected")} <span className="nums rounded-sm bg-idle-chip px-1.5 text-xs text-idle">{counts.tables + counts.whole}</span>
                </>
              ),
              content: (
                <>
                  <div className={panel}>{right}</div>
                  <div className="mt-2 flex gap-2">
                    {buttons.remove}
                    {buttons.removeAll}
                  </div>
                </>
              ),
            },
          ]}
        />
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(7.5rem,max-content)_minmax(0,1fr)] gap-3 max-lg:hidden">
          <div className={panel}>
            <PanelHead title={t("available")} count={t("databases", { count: hideSystem ? userDatabases.length : catalogue.databases.length })} />
            {left}
          </div>
          <div className="flex flex-col justify-center gap-2 [&>*]:w-full">
            {buttons.add}
            {buttons.remove}
            {buttons.addAll}
            {buttons.removeAll}
          </div>
          <div className={panel}>
            <PanelHead title={t("selected")} count={selectedCount} />
            {right}
          </div>
        </div>
      )}
      {problem && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
      <SummaryLine selection={selection} catalogue={catalogue} />
      {triggers > 0 && (
        <Notice tone="warn">{t("caution.triggers", { count: triggers, databases: wholeWithTriggers.map((choice) => choice.database).join(", ") })}</Notice>
      )}
      {counts.tables > 0 && <Notice tone="warn">{t("caution.rename")}</Notice>}

      {opened?.kind === "database" && editing && (
        <EditDatabaseDrawer
          choice={editing}
          selection={selection}
          catalogue={catalogue.tables}
          triggers={triggersOf(opened.database)}
          onClose={close}
          onSave={(next) => (change(next), close())}
        />
      )}
      {opened?.kind === "table" && editing && (
        <EditTableDrawer
          taskId={taskId}
          choice={editing}
          table={opened.table}
          selection={selection}
          catalogue={catalogue.tables}
          onClose={close}
          onSave={(next) => (change(next), close())}
        />
      )}
      {opened?.kind === "batch" && (
        <BatchRenameDialog
          selection={selection}
          catalogue={catalogue.tables}
          only={opened.only}
          onClose={close}
          onApply={(next, changed) => (change(next, t("batch.done", { count: changed })), close())}
        />
      )}
      {opened?.kind === "import" && <ImportDialog selection={selection} catalogue={catalogue} onClose={close} onImport={(next) => change(next, say(next))} />}
      {opened?.kind === "export" && <ExportDialog selection={selection} fileName={`${taskName}-objects.txt`} onClose={close} />}
    </section>
  );
}

function PanelHead({ title, count }: { title: string; count: string }) {
  return (
    <header className="flex items-baseline justify-between gap-3 border-b border-line bg-surface px-3 py-2">
      <h2 className="text-base font-semibold">{title}</h2>
      <span className="nums truncate text-xs text-muted">{count}</span>
    </header>
  );
}
