"use client";
import { Check, Database, Folder, FunctionSquare, Plus, RefreshCw, Table2, View } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../formatting/use-format";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { cn } from "../ui/class-names";
import { IconButton } from "../ui/icon-button";
import { SearchInput } from "../ui/input";
import { MenuItem } from "../ui/menu";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { Spinner } from "../ui/spinner";
import type { AvailableRow } from "./available-rows";
import { countMarks, databaseChecked, groupChecked, markDatabase, type Marks, markTables, tableChecked } from "./marks";
import { CatalogueNotices } from "./catalogue-notices";
import { existingTables } from "./existing-tables";
import { ObjectBadges } from "./object-badges";
import { chosenSet, findDatabase, holdsTable, type Selection } from "./selection";
import { TreeGrid } from "./tree-grid";
import type { SourceCatalogue } from "./use-catalogue";

const icons = { database: Database, tables: Folder, views: Folder, routines: Folder, table: Table2, view: View, routine: FunctionSquare } as const;

interface AvailablePanelProps {
  catalogue: SourceCatalogue;
  rows: readonly AvailableRow[];
  selection: Selection;
  search: string;
  onSearch: (text: string) => void;
  searchProblem: string | null;
  hideSystem: boolean;
  onHideSystem: (hide: boolean) => void;
  marks: Marks;
  onMarks: (change: (marks: Marks) => Marks) => void;
  onExpand: (rows: readonly AvailableRow[], expanded: boolean) => void;
  onAddRow: (row: AvailableRow) => void;
  onEnter: (row: AvailableRow) => void;
}

/** What the source holds, to tick and add. */
export function AvailablePanel({
  catalogue,
  rows,
  selection,
  search,
  onSearch,
  searchProblem,
  hideSystem,
  onHideSystem,
  marks,
  onMarks,
  onExpand,
  onAddRow,
  onEnter,
}: AvailablePanelProps) {
  const t = useTranslations("objects");
  const tCommon = useTranslations("common");
  const format = useFormat();
  /** Tables that can still be added, by database. */
  const free = useMemo(
    () => new Map([...catalogue.tables].map(([database, tables]) => [database, tables.filter((table) => !holdsTable(selection, database, table))])),
    [catalogue.tables, selection],
  );
  const existing = useMemo(
    () => new Map([...catalogue.objects].flatMap(([database, { data }]) => (data ? [[database, existingTables(data, findDatabase(selection, database), catalogue.tables)] as const] : []))),
    [catalogue.objects, catalogue.tables, selection],
  );
  const freeIn = (database: string) => free.get(database) ?? [];

  const checkedOf = (row: AvailableRow) => {
    const choice = findDatabase(selection, row.database);
    // Of a whole database only a table that is set aside can be ticked: it is brought back.
    if (choice?.whole) return row.kind === "table" && !holdsTable(selection, row.database, row.table.name) ? tableChecked(marks, row.database, row.table.name) : undefined;
    if (row.kind === "database") return row.info.system ? undefined : databaseChecked(marks, row.database);
    if (row.kind === "group")
      return row.group !== "tables" || freeIn(row.database).length === 0 || row.count === 0
        ? undefined
        : groupChecked(marks, row.database, freeIn(row.database).length);
    if (row.kind === "table") return holdsTable(selection, row.database, row.table.name) ? undefined : tableChecked(marks, row.database, row.table.name);
    return undefined;
  };
  const onCheck = (checked: readonly AvailableRow[], on: boolean) =>
    onMarks((before) => {
      let next = before;
      const tables = new Map<string, string[]>();
      for (const row of checked) {
        if (checkedOf(row) === undefined) continue;
        if (row.kind === "database") next = markDatabase(next, row.database, on);
        if (row.kind === "group")
          next = markTables(
            next,
            row.database,
            row.names.filter((name) => !holdsTable(selection, row.database, name)),
            on,
            freeIn(row.database),
          );
        if (row.kind === "table") {
          const names = tables.get(row.database);
          if (names) names.push(row.table.name);
          else tables.set(row.database, [row.table.name]);
        }
      }
      for (const [database, names] of tables) next = markTables(next, database, names, on, freeIn(database));
      return next;
    });

  const status = (row: AvailableRow): string | null => {
    const choice = findDatabase(selection, row.database);
    if (row.kind === "table") return holdsTable(selection, row.database, row.table.name) ? t("tree.selected") : null;
    if (row.kind === "database") {
      if (row.info.system) return t("tree.system");
      if (choice) return choice.whole ? t("tree.selected") : t("tree.selectedOf", { count: chosenSet(choice).size, total: row.info.tables });
    }
    return null;
  };
  const cells = (row: AvailableRow): ReactNode[] => {
    if (row.kind === "loading" || row.kind === "failed")
      return [
        row.kind === "loading" ? (
          <span className="flex items-center gap-2 text-muted">
            <Spinner /> {tCommon("loading")}
          </span>
        ) : (
          <span className="flex min-w-0 items-center gap-2 text-bad">
            <span className="truncate">{row.message}</span>
            <Button size="sm" variant="link" tabIndex={-1} onClick={() => onEnter(row)}>
              {tCommon("retry")}
            </Button>
          </span>
        ),
      ];
    const Icon = icons[row.kind === "group" ? row.group : row.kind === "stored" ? (row.group === "views" ? "view" : "routine") : row.kind];
    const said = status(row);
    const name = (
      <>
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <span className={cn("min-w-16 truncate", row.kind === "database" && "font-medium", row.kind !== "group" && "code")} title={row.label}>
          {row.label}
        </span>
        {row.kind === "group" && <span className="nums text-muted">({format.exact(row.count)})</span>}
        {row.kind === "group" && row.group !== "tables" && <span className="truncate text-xs text-muted">{t("tree.withWhole")}</span>}
        {row.kind === "database" && <span className="nums truncate text-xs text-muted">{t("tree.tables", { count: row.info.tables })}</span>}
        {row.kind === "table" && (
          <span className="flex min-w-0 shrink gap-1 overflow-hidden">
            <ObjectBadges table={row.table} exists={existing.get(row.database)?.has(row.table.name) === true} />
          </span>
        )}
        {/* The tick says it of a table; its room is for the badges. */}
        {said && <span className={row.kind === "table" ? "sr-only" : "ml-auto shrink-0 pl-2 text-xs text-muted"}>{said}</span>}
      </>
    );
    const figures = row.kind === "database" ? row.info : row.kind === "table" ? row.table : null;
    const figure = (value: number | null | undefined, as: (value: number) => string) =>
      value === null ? tCommon("none") : value === undefined ? null : as(value);
    return [name, figure(figures?.rowsEstimated, format.count), figure(figures?.bytes, format.bytes)];
  };

  const menu = (row: AvailableRow) =>
    checkedOf(row) === undefined ? null : (
      <>
        <MenuItem icon={<Plus />} onClick={() => onAddRow(row)}>
          {t("menu.add", { name: row.label })}
        </MenuItem>
        {countMarks(marks) > 0 && (
          <MenuItem icon={<Plus />} keys="Enter" onClick={() => onEnter(row)}>
            {t("menu.addTicked", { count: countMarks(marks) })}
          </MenuItem>
        )}
      </>
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line p-2">
        <SearchInput
          label={t("tree.searchAvailable")}
          placeholder={t("tree.searchPlaceholder")}
          value={search}
          onValueChange={onSearch}
          className="min-w-40 flex-1"
          aria-invalid={searchProblem !== null || undefined}
        />
        <Checkbox label={t("tree.hideSystem")} checked={hideSystem} onCheckedChange={(checked) => onHideSystem(checked)} className="text-sm" />
        <IconButton label={t("tree.refresh")} icon={<RefreshCw aria-hidden />} onClick={catalogue.refresh} />
        {searchProblem && <p className="w-full text-xs text-warn">{searchProblem}</p>}
      </div>
      <CatalogueNotices catalogue={catalogue} />
      {catalogue.error ? (
        <div className="p-3">
          <Notice
            tone="bad"
            role="alert"
            title={catalogue.error.message}
            actions={
              <Button size="sm" onClick={catalogue.refresh}>
                {tCommon("retry")}
              </Button>
            }
          >
            {catalogue.error.remedy}
          </Notice>
        </div>
      ) : catalogue.loading ? (
        <div className="flex flex-col gap-2 p-3" aria-hidden>
          {Array.from({ length: 8 }, (_, index) => (
            <Skeleton key={index} className="h-6" />
          ))}
        </div>
      ) : rows.length === 0 ? (
        <p className="p-4 text-sm text-muted">{search ? t("tree.noResult") : t("tree.noDatabases")}</p>
      ) : (
        <TreeGrid
          label={t("available")}
          describedBy="objects-tree-help"
          className="flex-1"
          rows={rows}
          columns={[
            { label: t("tree.name"), className: "" },
            { label: t("tree.rows"), className: "nums w-16 shrink-0 text-right text-muted @max-sm:hidden" },
            { label: t("tree.size"), className: "nums w-18 shrink-0 text-right text-muted @max-md:hidden" },
          ]}
          cells={cells}
          checkedOf={checkedOf}
          lead={(row) => (
            <span aria-hidden className="flex size-6 shrink-0 items-center justify-center text-ok">
              {(row.kind === "table" || row.kind === "database") && status(row) === t("tree.selected") && <Check className="size-4" />}
            </span>
          )}
          onCheck={onCheck}
          onExpand={onExpand}
          onEnter={onEnter}
          onDoubleClick={onAddRow}
          menu={menu}
        />
      )}
    </div>
  );
}
