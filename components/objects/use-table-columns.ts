import { useQueries } from "@tanstack/react-query";
import { useCallback } from "react";
import { columnsOptions } from "@/lib/endpoints/queries";
import type { CatalogColumn } from "@/lib/endpoints/view";
import type { TableColumns } from "./batch-rename";

export interface ReadColumns {
  readonly tables: readonly TableColumns[];
  readonly loading: number;
  readonly failed: number;
}

/** Columns of these tables, each asked once a minute at most; those that are not known yet are left out. */
export function useTableColumns(taskId: string, tables: readonly { readonly database: string; readonly table: string }[]): ReadColumns {
  return useQueries({
    queries: tables.map(({ database, table }) => columnsOptions(taskId, database, table)),
    combine: useCallback(
      (results: { data: CatalogColumn[] | undefined; isPending: boolean; isError: boolean }[]) => ({
        tables: tables.flatMap((table, index) => {
          const data = results[index]?.data;
          return data ? [{ ...table, columns: data.map((column) => column.name) }] : [];
        }),
        loading: results.filter((result) => result.isPending).length,
        failed: results.filter((result) => result.isError).length,
      }),
      [tables],
    ),
  });
}
