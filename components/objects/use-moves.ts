"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { announce } from "../ui/live-region";
import { showToast } from "../ui/toast";
import { withTables, withTablesAside, withoutTables } from "./asked-once";
import type { AvailableRow } from "./available-rows";
import { countMarks, type Marks, noMarks } from "./marks";
import { addDatabase, addTables, type Catalogue, countSelection, findDatabase, holdsTable, removeDatabase, removeTables, type Selection, setAside, setTablesAside, setWhole } from "./selection";
import type { SelectedRow } from "./selected-rows";
import type { SourceCatalogue } from "./use-catalogue";

/** What moves objects between the two trees; each move can be taken back once and is said aloud. */
export function useMoves({
  selection,
  onChange,
  catalogue,
  running,
  rows,
  searching,
  userDatabases,
  marks,
  setMarks,
  selectedMarks,
  setSelectedMarks,
}: {
  selection: Selection;
  onChange: (next: Selection) => void;
  catalogue: SourceCatalogue;
  /** The selection of a task that has begun. */
  running: boolean;
  /** Of the left tree, as they are shown. */
  rows: readonly AvailableRow[];
  searching: boolean;
  userDatabases: readonly string[];
  marks: Marks;
  setMarks: (marks: Marks) => void;
  selectedMarks: Marks;
  setSelectedMarks: (marks: Marks) => void;
}) {
  const t = useTranslations("objects");
  const [previous, setPrevious] = useState<Selection | null>(null);
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
  const addMarks = () => {
    let next = selection;
    for (const database of marks.databases) next = addDatabase(next, database);
    for (const [database, tables] of marks.tables) next = addTables(next, database, [...tables]);
    change(next, say(next));
    setMarks(noMarks);
  };
  const addRow = (row: AvailableRow) => {
    if (row.kind === "database" && !row.info.system) change(addDatabase(selection, row.database), t("saidAdded", { name: row.database }));
    if (row.kind === "group" && row.group === "tables") change(addTables(selection, row.database, row.names), t("saidAdded", { name: row.database }));
    if (row.kind === "table" && !holdsTable(selection, row.database, row.table.name))
      change(addTables(selection, row.database, [row.table.name]), t("saidAdded", { name: `${row.database}.${row.table.name}` }));
  };
  const enterRow = (row: AvailableRow) => {
    if (row.kind === "failed") catalogue.objects.get(row.database)?.retry();
    else if (countMarks(marks) > 0) addMarks();
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
    if (searching) {
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
    const { next, count } = running
      ? withTablesAside(selection, named, leave)
      : await withoutTables(selection, named, async (database) => (await catalogue.load(database))?.tables.map((table) => table.name) ?? null);
    takeOut(next);
    showToast(count > 0 ? { tone: "ok", title: t("removedByPrecheck", { count }) } : { tone: "bad", title: t("notRemoved") });
  };
  const addNamed = (named: Catalogue) => {
    const { next, count } = withTables(selection, named);
    const title = count > 0 ? t("addedByPrecheck", { count }) : t("notAdded");
    if (count > 0) change(next, title);
    showToast({ tone: count > 0 ? "ok" : "bad", title });
  };
  const undo =
    previous === null
      ? null
      : () => {
          onChange(previous);
          setPrevious(null);
          announce(t("undone"));
        };
  return { change, say, addMarks, addRow, enterRow, addAll, removeMarks, removeRow, takeOut, setWholeOf, removeNamed, addNamed, undo };
}
