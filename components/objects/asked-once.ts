"use client";
import { useQueryClient } from "@tanstack/react-query";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useRef } from "react";
import { affectedTables, missingParents } from "@/lib/precheck/affected/tables";
import { allAffectedOptions, precheckRunOptions } from "@/lib/precheck/queries";
import { addTables, type Catalogue, findDatabase, holdsTable, removeTables, type Selection } from "./selection";

export type Asked =
  | { readonly kind: "edit"; readonly database: string; readonly table: string }
  /** Null = the whole selection. */
  | { readonly kind: "rename"; readonly tables: Catalogue | null }
  | { readonly kind: "remove"; readonly tables: Catalogue }
  | { readonly kind: "add"; readonly tables: Catalogue };

/** What the address asks for, with the tables of the precheck's finding that it came from. Told once: a reload of the page does not ask again. */
export function useAskedOnce(taskId: string, perform: (asked: Asked) => void): void {
  const client = useQueryClient();
  const [asked, setAsked] = useQueryStates({ do: parseAsStringLiteral(["rename", "edit", "remove", "add"]), database: parseAsString, table: parseAsString });
  const [{ run, item }] = useQueryStates({ run: parseAsInteger, item: parseAsString });
  const latest = useRef(perform);
  useEffect(() => {
    latest.current = perform;
  });
  const { do: what, database, table } = asked;
  const begun = useRef(false);
  useEffect(() => {
    if (what === null || begun.current) return;
    begun.current = true;
    // A link within the same page: the router's own entry in the history drops what nuqs was told in this very commit, in a microtask that is queued before this one.
    queueMicrotask(() => void setAsked({ do: null, database: null, table: null }));
    if (what === "edit") {
      if (database !== null && table !== null) latest.current({ kind: "edit", database, table });
      return;
    }
    void findTables().then((tables) => {
      if (what === "rename") latest.current({ kind: "rename", tables });
      else if (tables !== null && what !== null) latest.current({ kind: what, tables });
    });
    async function findTables(): Promise<Catalogue | null> {
      if (run === null || item === null) return null;
      const found = (await client.fetchQuery(precheckRunOptions(taskId, run)).catch(() => null))?.items.find((each) => each.code === item);
      if (!found?.result) return null;
      const { affected } = found.result;
      // What the run lists of it is only the first.
      const all = affected.total <= affected.sample.length ? affected.sample : (await client.fetchQuery(allAffectedOptions(taskId, run, found.id)).catch(() => null))?.objects;
      const tables = all ? (what === "add" ? missingParents(all) : affectedTables(found.side, all)) : null;
      return tables !== null && tables.size > 0 ? tables : null;
    }
  }, [what, database, table, run, item, taskId, client, setAsked]);
}

/** The selection without these tables, and how many were in it. What stays of a whole database is named then: `load` answers all its tables, null when it cannot. */
export async function withoutTables(selection: Selection, named: Catalogue, load: (database: string) => Promise<readonly string[] | null>): Promise<{ next: Selection; count: number }> {
  let next = selection;
  let count = 0;
  for (const [database, tables] of named) {
    const all = findDatabase(selection, database)?.whole ? await load(database) : [];
    const held = tables.filter((table) => holdsTable(selection, database, table));
    if (all === null || held.length === 0) continue;
    count += held.length;
    next = removeTables(next, database, held, all);
  }
  return { next, count };
}

/** The same for a task that runs, where `leave` keeps a whole database whole: it goes on to follow later tables. */
export function withTablesAside(selection: Selection, named: Catalogue, leave: (from: Selection, database: string, tables: readonly string[]) => Selection): { next: Selection; count: number } {
  let next = selection;
  let count = 0;
  for (const [database, tables] of named) {
    const held = tables.filter((table) => holdsTable(selection, database, table));
    if (held.length === 0) continue;
    count += held.length;
    next = leave(next, database, held);
  }
  return { next, count };
}

/** The selection with these tables too, and how many were not in it. */
export function withTables(selection: Selection, named: Catalogue): { next: Selection; count: number } {
  let next = selection;
  let count = 0;
  for (const [database, tables] of named) {
    const missing = tables.filter((table) => !holdsTable(selection, database, table));
    if (missing.length === 0) continue;
    count += missing.length;
    next = addTables(next, database, missing);
  }
  return { next, count };
}
