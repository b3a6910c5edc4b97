"use client";
import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ChangeKinds } from "@/lib/change-kinds/change-kinds";
import type { Capitalization } from "@/lib/object-names/capitalization";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { useAskedOnce } from "./asked-once";
import { AvailablePanel } from "./available-panel";
import { availableRows } from "./available-rows";
import { countMarks, type Marks, noMarks } from "./marks";
import { parseSearch } from "./object-search";
import { addTables, collisions, countSelection, findDatabase, holdsTable, nothing, type Selection } from "./selection";
import { SelectedPanel } from "./selected-panel";
import { type SelectedRow, selectedRows } from "./selected-rows";
import { SummaryLine } from "./summary-line";
import { type Opened, TransferDialogs } from "./transfer-dialogs";
import { TransferLayout } from "./transfer-layout";
import { useTransferState } from "./transfer-state";
import type { TreeGridHandle } from "./tree-grid";
import { useCatalogue } from "./use-catalogue";
import { useExpansion } from "./use-expansion";
import { useMoves } from "./use-moves";

/** Databases whose objects are loaded because somebody searches. More would keep the source busy for one search. */
const searchedDatabases = 50;

/** The two trees, and what moves between them. */
export function Transfer({
  taskId,
  taskName,
  selection,
  kinds,
  capitalization,
  onChange,
  problem,
  running = false,
}: {
  taskId: string;
  taskName: string;
  selection: Selection;
  /** What the task carries where database and table say nothing. */
  kinds: Required<ChangeKinds>;
  /** The task's policy for names in the destination. */
  capitalization: Capitalization | undefined;
  onChange: (next: Selection) => void;
  problem: string | undefined;
  /** The selection of a task that has begun. */
  running?: boolean;
}) {
  const t = useTranslations("objects");
  const { tab, setTab, search, setSearch, selectedSearch, setSelectedSearch, hideSystem, setHideSystem, drawer, openDrawer, closeDrawer } = useTransferState();
  const [marks, setMarks] = useState<Marks>(noMarks);
  const [selectedMarks, setSelectedMarks] = useState<Marks>(noMarks);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const [dialog, setDialog] = useState<Opened>(null);
  const opened = dialog ?? drawer;
  const selectedTree = useRef<TreeGridHandle>(null);

  const deferred = useDeferredValue(search);
  const parsed = useMemo(() => parseSearch(deferred), [deferred]);
  const sought = parsed === "invalid" ? null : parsed;
  const available = useExpansion(deferred);
  const chosen = useExpansion(selectedSearch);
  const [names, setNames] = useState<readonly string[]>([]);
  const lookedInto = sought ? names.filter((name) => sought.looksInto(name)).slice(0, searchedDatabases) : [];
  const wanted = [...available.open.flatMap((id) => (id.startsWith("d ") ? [id.slice(2)] : [])), ...selection.map((choice) => choice.database), ...lookedInto];
  const catalogue = useCatalogue(taskId, wanted, selection, capitalization);
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

  const moves = useMoves({ selection, onChange, catalogue, running, rows, searching: sought !== null, userDatabases, marks, setMarks, selectedMarks, setSelectedMarks });
  const { change, say, takeOut } = moves;
  useAskedOnce(taskId, (asked) => {
    setTab("selected");
    if (asked.kind === "rename") setDialog({ kind: "batch", ...(asked.tables && { only: asked.tables }) });
    else if (asked.kind === "edit") openDrawer(asked);
    else if (asked.kind === "add") moves.addNamed(asked.tables);
    else void moves.removeNamed(asked.tables);
  });
  const editRow = (row: SelectedRow) =>
    row.kind === "table" && row.aside
      ? change(addTables(selection, row.database, [row.table]), t("saidAdded", { name: `${row.database}.${row.table}` }))
      : openDrawer(row.kind === "database" ? { database: row.database } : { database: row.database, table: row.table });
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
      onAddRow={moves.addRow}
      onEnter={moves.enterRow}
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
      onRemove={moves.removeRow}
      onFocusRow={(row) => setFocusedId(row.id)}
      focused={focused}
      onSetWhole={(database, whole) => void moves.setWholeOf(database, whole)}
      onBatchRename={() => setDialog({ kind: "batch" })}
      onClear={() => takeOut(nothing)}
      onImport={() => setDialog({ kind: "import" })}
      onExport={() => setDialog({ kind: "export" })}
      onUndo={moves.undo}
    />
  );
  const buttons = {
    add: (
      <Button size="sm" disabled={countMarks(marks) === 0} onClick={moves.addMarks}>
        {t("move.add")}
        <ChevronRight aria-hidden />
      </Button>
    ),
    remove: (
      <Button size="sm" disabled={countMarks(selectedMarks) === 0} icon={<ChevronLeft aria-hidden />} onClick={moves.removeMarks}>
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
        onClick={moves.addAll}
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
  const wholeWithTriggers = selection.filter((choice) => choice.whole && triggersOf(choice.database) > 0);
  const triggers = wholeWithTriggers.reduce((sum, choice) => sum + triggersOf(choice.database), 0);
  return (
    <section id="objects-transfer" tabIndex={-1} aria-label={t("title")} className="flex flex-col gap-3 outline-offset-4">
      <p id="objects-tree-help" className="text-xs text-muted">
        {t("tree.help")}
      </p>
      <TransferLayout
        tab={tab}
        onTab={setTab}
        available={left}
        selected={right}
        buttons={buttons}
        databases={hideSystem ? userDatabases.length : catalogue.databases.length}
        counts={counts}
      />
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

      <TransferDialogs
        kinds={kinds}
        taskId={taskId}
        taskName={taskName}
        opened={opened}
        selection={selection}
        catalogue={catalogue}
        triggersOf={triggersOf}
        onChange={change}
        onImport={(next) => change(next, say(next))}
        onClose={() => (dialog === null ? closeDrawer() : setDialog(null))}
      />
    </section>
  );
}
