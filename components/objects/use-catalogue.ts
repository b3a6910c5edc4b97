"use client";
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { usePhrase } from "../i18n/use-phrase";
import { catalogOptions, databaseObjectsOptions } from "@/lib/endpoints/queries";
import type { CatalogDatabase, CatalogDatabaseObjects } from "@/lib/endpoints/view";
import type { ObjectsState } from "./available-rows";
import type { Capitalization } from "@/lib/object-names/capitalization";
import { destinationDatabase, findDatabase, type Catalogue, type Selection } from "./selection";

export interface SourceCatalogue {
  readonly databases: readonly CatalogDatabase[];
  readonly loading: boolean;
  readonly error: { readonly message: string; readonly remedy: string } | null;
  readonly objects: ReadonlyMap<string, ObjectsState>;
  /** Names of the tables that were loaded. */
  readonly tables: Catalogue;
  readonly refresh: () => void;
  /** Loads a database's objects now; null = the source does not have it, or does not answer. */
  readonly load: (database: string) => Promise<CatalogDatabaseObjects | null>;
}

const saying = (error: unknown): { message: string; remedy: string } => {
  const said = error as { error?: { message: string; remedy: string } } | null;
  return said?.error ?? { message: String(error), remedy: "" };
};

/** What the source holds: its databases at once, their objects where `wanted`. `capitalization`: the task's policy for names in the destination. Known objects stay on screen while they are asked for again. */
export function useCatalogue(taskId: string, wanted: readonly string[], selection: Selection, capitalization?: Capitalization): SourceCatalogue {
  const client = useQueryClient();
  const phrase = usePhrase();
  const catalog = useQuery(catalogOptions(taskId));
  const last = useRef(new Map<string, CatalogDatabaseObjects>());
  const names = useMemo(() => [...new Set(wanted)].sort(), [wanted]);
  const optionsOf = useCallback(
    (database: string) => {
      const as = destinationDatabase(findDatabase(selection, database) ?? { database }, { ...(capitalization && { capitalization }) });
      return databaseObjectsOptions(taskId, database, as === database ? undefined : as);
    },
    [taskId, selection, capitalization],
  );
  const loaded = useQueries({
    queries: names.map((database) => optionsOf(database)),
    combine: useCallback(
      (results: { data: CatalogDatabaseObjects | undefined; error: Error | null; refetch: () => unknown }[]) => {
        const objects = new Map<string, ObjectsState>();
        results.forEach((result, index) => {
          const name = names[index];
          if (name === undefined) return;
          if (result.data) last.current.set(name, result.data);
          const data = result.data ?? last.current.get(name);
          objects.set(name, { data, error: data || !result.error ? null : phrase(saying(result.error).message), retry: () => void result.refetch() });
        });
        return objects;
      },
      [names, phrase],
    ),
  });
  const tables = useMemo((): Catalogue => {
    const known = new Map([...loaded].flatMap(([name, state]) => (state.data ? [[name, state.data.tables.map((table) => table.name)] as const] : [])));
    return Object.assign(known, { ...(capitalization && { capitalization }), ignoresCase: [...loaded.values()].some((state) => state.data?.destination?.ignoresCase === true) });
  }, [loaded, capitalization]);
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: ["catalog", taskId] }), [client, taskId]);
  const load = useCallback((database: string) => client.fetchQuery(optionsOf(database)).catch(() => null), [client, optionsOf]);
  return useMemo(
    () => ({
      databases: catalog.data ?? [],
      loading: catalog.isPending,
      error: catalog.data === undefined && catalog.error ? { message: phrase(saying(catalog.error).message), remedy: phrase(saying(catalog.error).remedy) } : null,
      objects: loaded,
      tables,
      refresh,
      load,
    }),
    [catalog.data, catalog.isPending, catalog.error, phrase, loaded, tables, refresh, load],
  );
}
