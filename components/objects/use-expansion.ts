"use client";
import { useCallback, useState } from "react";

/** Which rows of a tree are open. A search opens by itself what it finds; what is closed by hand in it stays closed until the search changes. */
export function useExpansion(search: string): {
  isExpanded: (id: string, byDefault: boolean) => boolean;
  expand: (ids: readonly string[], expanded: boolean) => void;
  open: readonly string[];
} {
  const [plain, setPlain] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [searched, setSearched] = useState<{ search: string; map: ReadonlyMap<string, boolean> }>({ search: "", map: new Map() });
  const searching = search.trim() !== "";
  const current = searching ? (searched.search === search ? searched.map : null) : plain;
  const isExpanded = useCallback((id: string, byDefault: boolean) => current?.get(id) ?? byDefault, [current]);
  const expand = useCallback(
    (ids: readonly string[], expanded: boolean) => {
      const put = (map: ReadonlyMap<string, boolean>) => new Map([...map, ...ids.map((id) => [id, expanded] as const)]);
      if (searching) setSearched((last) => ({ search, map: put(last.search === search ? last.map : new Map()) }));
      else setPlain(put);
    },
    [searching, search],
  );
  const open = [...plain, ...(searching ? (current ?? []) : [])].flatMap(([id, on]) => (on ? [id] : []));
  return { isExpanded, expand, open };
}
