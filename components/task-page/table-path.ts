/** Address of a table's page. */
export function tablePath(taskId: string, name: { readonly database: string; readonly table: string }): string {
  return `/sync/${taskId}/tables/${encodeURIComponent(name.database)}/${encodeURIComponent(name.table)}`;
}
