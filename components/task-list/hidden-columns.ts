/** Columns that an operator does not want: names, separated by commas. Kept in a cookie so that the first frame has them right. */
export const columnsCookie = "tributary-columns";

export const choosableColumns = ["attention", "lag", "progress", "throughput", "endpoints", "class", "created"] as const;
export type ChoosableColumn = (typeof choosableColumns)[number];

export function readHiddenColumns(text: string | undefined): ChoosableColumn[] {
  const names = (text ?? "").split(",");
  return choosableColumns.filter((column) => names.includes(column));
}
