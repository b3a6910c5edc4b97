"use client";
import { ArrowRight, Database, Pencil, Table2, Trash2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";
import { cn } from "../ui/class-names";
import { SearchInput } from "../ui/input";
import { MenuItem } from "../ui/menu";
import { countMarks, databaseChecked, markDatabase, type Marks, markTables, tableChecked } from "./marks";
import { type Catalogue, destinationDatabase, destinationTable, knownTables, type Selection } from "./selection";
import { SelectedChips } from "./selected-chips";
import type { SelectedRow } from "./selected-rows";
import { TreeGrid, type TreeGridHandle } from "./tree-grid";

interface SelectedPanelProps {
  rows: readonly SelectedRow[];
  selection: Selection;
  catalogue: Catalogue;
  /** Tables a database has at the source, if known. */
  totalOf: (database: string) => number | null;
  search: string;
  onSearch: (text: string) => void;
  collisions: ReadonlySet<string>;
  marks: Marks;
  onMarks: (change: (marks: Marks) => Marks) => void;
  onExpand: (rows: readonly SelectedRow[], expanded: boolean) => void;
  onEdit: (row: SelectedRow) => void;
  onRemove: (row: SelectedRow) => void;
  onFocusRow: (row: SelectedRow) => void;
  focused: SelectedRow | null;
  onSetWhole: (database: string, whole: boolean) => void;
  onBatchRename: () => void;
  onClear: () => void;
  onImport: () => void;
  onExport: () => void;
  onUndo: (() => void) | null;
  ref?: React.Ref<TreeGridHandle>;
}

/** What will be synchronized, and under which names. */
export function SelectedPanel({
  rows,
  selection,
  catalogue,
  totalOf,
  search,
  onSearch,
  collisions,
  marks,
  onMarks,
  onExpand,
  onEdit,
  onRemove,
  onFocusRow,
  focused,
  onSetWhole,
  onBatchRename,
  onClear,
  onImport,
  onExport,
  onUndo,
  ref,
}: SelectedPanelProps) {
  const t = useTranslations("objects");
  const tCommon = useTranslations("common");
  const empty = selection.length === 0;
  const checkedOf = (row: SelectedRow) => (row.kind === "table" && row.aside ? undefined : row.kind === "database" ? databaseChecked(marks, row.database) : tableChecked(marks, row.database, row.table));
  const onCheck = (checked: readonly SelectedRow[], on: boolean) =>
    onMarks((before) => {
      let next = before;
      const tables = new Map<SelectedRow["choice"], string[]>();
      for (const row of checked) {
        if (row.kind === "database") next = markDatabase(next, row.database, on);
        else {
          const names = tables.get(row.choice);
          if (names) names.push(row.table);
          else tables.set(row.choice, [row.table]);
        }
      }
      for (const [choice, names] of tables) next = markTables(next, choice.database, names, on, knownTables(choice, catalogue.get(choice.database)));
      return next;
    });

  const arrow = (to: string) => (
    <span className="flex min-w-20 shrink items-center gap-1 text-info">
      <ArrowRight aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">{t("tree.becomes")}</span>
      <span className="code truncate" title={to}>
        {to}
      </span>
    </span>
  );
  const cells = (row: SelectedRow): ReactNode[] => {
    const { choice } = row;
    const to = row.kind === "table" ? destinationTable(choice, row.table, catalogue) : destinationDatabase(choice, catalogue);
    const total = totalOf(row.database);
    const Icon = row.kind === "database" ? Database : Table2;
    const meets = collisions.has(row.kind === "table" ? `${row.database}.${row.table}` : row.database);
    return [
      <>
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <span className={cn("code min-w-12 shrink truncate", row.kind === "database" && "font-medium")} title={row.label}>
          {row.label}
        </span>
        {to !== row.label && arrow(to)}
        <SelectedChips row={row} total={total} meets={meets} />
      </>,
      <Button
        key="edit"
        size="sm"
        variant="ghost"
        tabIndex={-1}
        className="h-6 px-1.5"
        aria-label={t(row.kind === "table" && row.aside ? "bringBackNamed" : "editNamed", { name: row.label })}
        icon={row.kind === "table" && row.aside ? <Undo2 aria-hidden className="size-3.5!" /> : <Pencil aria-hidden className="size-3.5!" />}
        onClick={() => onEdit(row)}
      />,
    ];
  };

  const menu = (row: SelectedRow) => {
    const aside = row.kind === "table" && row.aside;
    return (
      <>
        <MenuItem icon={aside ? <Undo2 /> : <Pencil />} keys="F2" onClick={() => onEdit(row)}>
          {aside ? t("bringBackNamed", { name: row.label }) : t("editNamed", { name: row.label })}
        </MenuItem>
        {row.kind === "database" && (
          <MenuItem icon={<Database />} onClick={() => onSetWhole(row.database, !row.choice.whole)}>
            {row.choice.whole ? t("follow.toTables") : t("follow.toWhole")}
          </MenuItem>
        )}
        {!aside && (
          <MenuItem icon={<Trash2 />} keys="Del" onClick={() => onRemove(row)}>
            {countMarks(marks) > 0 ? t("menu.removeTicked", { count: countMarks(marks) }) : t("menu.remove", { name: row.label })}
          </MenuItem>
        )}
      </>
    );
  };
  const whole = focused?.choice.whole ?? false;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-1.5 border-b border-line p-2">
        <SearchInput label={t("tree.searchSelected")} placeholder={t("tree.searchPlaceholder")} value={search} onValueChange={onSearch} className="w-full" />
        <Button size="sm" disabled={focused === null} onClick={() => focused && onEdit(focused)}>
          {tCommon("edit")}
        </Button>
        <Button size="sm" disabled={empty} onClick={onBatchRename}>
          {t("batch.open")}
        </Button>
        <Button size="sm" onClick={onImport}>
          {t("import.open")}
        </Button>
        <Button size="sm" disabled={empty} onClick={onExport}>
          {t("export")}
        </Button>
        <Button size="sm" disabled={empty} onClick={onClear}>
          {tCommon("clear")}
        </Button>
        <Button size="sm" disabled={onUndo === null} onClick={() => onUndo?.()}>
          {t("undo")}
        </Button>
      </div>
      {focused && (
        <div className="flex min-h-9 flex-wrap items-center gap-x-3 border-b border-line bg-surface px-3 py-1 text-xs">
          <span className="min-w-0 flex-1 text-muted">
            {whole ? t("follow.on", { database: focused.database }) : t("follow.off", { database: focused.database })}
          </span>
          <Button size="sm" variant="link" className="h-6" onClick={() => onSetWhole(focused.database, !whole)}>
            {whole ? t("follow.toTables") : t("follow.toWhole")}
          </Button>
        </div>
      )}
      {rows.length === 0 ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-1 p-6 text-center text-sm text-muted">
          {empty ? t("tree.nothingSelected") : t("tree.noResult")}
        </div>
      ) : (
        <TreeGrid
          ref={ref}
          label={t("selected")}
          describedBy="objects-tree-help"
          className="flex-1"
          rows={rows}
          columns={[
            { label: t("tree.nameAndDestination"), className: "" },
            { label: t("tree.actions"), className: "w-14 shrink-0 text-right @max-sm:w-8" },
          ]}
          cells={cells}
          checkedOf={checkedOf}
          onCheck={onCheck}
          onExpand={onExpand}
          onEnter={onEdit}
          onEdit={onEdit}
          onRemove={onRemove}
          onFocusChange={onFocusRow}
          onDoubleClick={onEdit}
          menu={menu}
        />
      )}
    </div>
  );
}
