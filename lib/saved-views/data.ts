import { database } from "../db/client";
import type { SavedView } from "./schema";

/** One's own, by name. */
export async function listSavedViews(userId: string): Promise<SavedView[]> {
  const rows = await database().savedView.findMany({ where: { userId }, orderBy: { name: "asc" } });
  return rows.map(({ id, name, query }) => ({ id, name, query }));
}
