"use client";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { Opened } from "./transfer-dialogs";
import type { TransferTab } from "./transfer-layout";

const parsers = {
  side: parseAsStringLiteral(["available", "selected"] as const).withDefault("available"),
  find: parseAsString.withDefault(""),
  findSelected: parseAsString.withDefault(""),
  system: parseAsBoolean.withDefault(false),
  /** Database whose drawer is open, and its table. */
  edit: parseAsString,
  editTable: parseAsString,
};

/** What is looked at in the two trees is in the address: a reload, or a colleague with the link, sees the same tables. */
export function useTransferState() {
  const [state, setState] = useQueryStates(parsers, { history: "replace", scroll: false });
  const { edit, editTable } = state;
  const drawer: Opened = edit === null ? null : editTable === null ? { kind: "database", database: edit } : { kind: "table", database: edit, table: editTable };
  return {
    tab: state.side,
    setTab: (side: TransferTab) => void setState({ side }),
    search: state.find,
    setSearch: (find: string) => void setState({ find }),
    selectedSearch: state.findSelected,
    setSelectedSearch: (findSelected: string) => void setState({ findSelected }),
    hideSystem: !state.system,
    setHideSystem: (hide: boolean) => void setState({ system: !hide }),
    drawer,
    openDrawer: (opened: { readonly database: string; readonly table?: string }) => void setState({ edit: opened.database, editTable: opened.table ?? null }),
    closeDrawer: () => void setState({ edit: null, editTable: null }),
  };
}
