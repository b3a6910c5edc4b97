import { randomUUID } from "node:crypto";
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { database } from "../db/client";
import type { SavedView } from "./schema";

const most = 50;

/** Saves under a name; the same name again replaces what it stood for. */
export async function saveView(userId: string, view: { readonly name: string; readonly query: string }): Promise<SavedView> {
  const db = database();
  const had = await db.savedView.findUnique({ where: { userId_name: { userId, name: view.name } } });
  if (had === null && (await db.savedView.count({ where: { userId } })) >= most) throw new InputInvalid({ name: `There are ${most} views already.` });
  const row = await db.savedView.upsert({
    where: { userId_name: { userId, name: view.name } },
    create: { id: randomUUID(), userId, ...view, createdAtMs: Date.now() },
    update: { query: view.query },
  });
  return { id: row.id, name: row.name, query: row.query };
}

/** Throws `not-found` for what is somebody else's. */
export async function deleteView(userId: string, id: string): Promise<void> {
  const { count } = await database().savedView.deleteMany({ where: { id, userId } });
  if (count === 0) throw new AppError("not-found");
}
