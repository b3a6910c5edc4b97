import type { CatalogColumn } from "@/lib/endpoints/view";

/** Why a column cannot be left out: rows are found by their keys, and a row needs a value where nothing gives one. Null = it can. */
export function whyKept(column: CatalogColumn): "keptPrimary" | "keptUnique" | "keptRequired" | null {
  if (column.key === "primary") return "keptPrimary";
  if (column.key === "unique") return "keptUnique";
  return !column.nullable && !column.hasDefault && !column.generated ? "keptRequired" : null;
}
