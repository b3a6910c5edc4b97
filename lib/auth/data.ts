import { AppError } from "../errors/app-error";
import { database } from "../db/client";
import { asRole, type Role } from "./roles";

/** Nobody can sign in yet: the console offers to set up the first administrator. */
export async function isFirstRun(): Promise<boolean> {
  return (await database().user.count()) === 0;
}

export interface UserView {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  /** Null = may sign in. */
  readonly disabledAtMs: number | null;
  readonly createdAtMs: number;
  /** Begin of the newest session that is not over; null = not signed in. */
  readonly signedInAtMs: number | null;
}

export async function listUsers(now = Date.now()): Promise<UserView[]> {
  const rows = await database().user.findMany({
    orderBy: { createdAt: "asc" },
    include: { sessions: { where: { expiresAt: { gt: new Date(now) } }, orderBy: { createdAt: "desc" }, take: 1 } },
  });
  return rows.map((row) => ({
    id: row.id,
    username: row.username ?? row.name,
    name: row.name,
    role: asRole(row.role),
    disabledAtMs: row.disabledAt?.valueOf() ?? null,
    createdAtMs: row.createdAt.valueOf(),
    signedInAtMs: row.sessions[0]?.createdAt.valueOf() ?? null,
  }));
}

/** An account that an administrator has disabled. A name that nobody has is not disabled. */
export async function isDisabled(username: string): Promise<boolean> {
  const row = await database().user.findUnique({ where: { username: username.toLowerCase() } });
  return row !== null && row.disabledAt !== null;
}

export async function getUser(id: string): Promise<UserView> {
  const found = (await listUsers()).find((user) => user.id === id);
  if (found === undefined) throw new AppError("not-found");
  return found;
}
