import { database } from "../db/client";

/** Nobody can sign in yet: the console offers to set up the first administrator. */
export async function isFirstRun(): Promise<boolean> {
  return (await database().user.count()) === 0;
}

export interface UserView {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: string;
}

export async function listUsers(): Promise<UserView[]> {
  const rows = await database().user.findMany({ orderBy: { createdAt: "asc" } });
  return rows.map((row) => ({ id: row.id, username: row.username ?? row.name, name: row.name, role: row.role }));
}
