import { AppError } from "../errors/app-error";
import { database } from "../db/client";
import { recordOperation } from "../operations/mutations";
import { getAuth, sessionSeconds } from "./auth";
import type { Role } from "./roles";

export interface NewUser {
  readonly username: string;
  readonly name: string;
  readonly password: string;
  /** Default admin: the first one. */
  readonly role?: Role;
}

/**
 * Makes the first administrator. Of several calls at once one succeeds; the others throw `already-set-up`. The row in FirstRun is the lock: its
 * key exists once, and it is taken back when the user cannot be made.
 */
export async function createFirstAdministrator(user: NewUser): Promise<void> {
  const db = database();
  await db.$transaction(async (tx) => {
    const [users, begun] = await Promise.all([tx.user.count(), tx.firstRun.findUnique({ where: { id: 1 } })]);
    // A claim without a user after a minute is one whose process died half way.
    const stale = begun !== null && users === 0 && Number(begun.atMs) < Date.now() - 60_000;
    if (users > 0 || (begun !== null && !stale)) throw new AppError("already-set-up");
    if (stale) await tx.firstRun.delete({ where: { id: 1 } });
    await tx.firstRun.create({ data: { id: 1, atMs: Date.now() } });
  });
  try {
    await createUser(user);
  } catch (error) {
    if ((await db.user.count()) === 0) await db.firstRun.deleteMany({});
    throw error;
  }
}

/** Makes a user with a password. Throws `name-taken`. */
export async function createUser(user: NewUser): Promise<void> {
  const context = await getAuth().$context;
  const name = user.username.toLowerCase();
  if ((await database().user.count({ where: { username: name } })) > 0) throw new AppError("name-taken");
  const hash = await context.password.hash(user.password);
  const created = await context.internalAdapter.createUser(
    {
      email: `${name}@local.invalid`,
      emailVerified: true,
      name: user.name,
      username: name,
      displayUsername: user.username,
      role: user.role ?? "admin",
    },
    { method: "admin" },
  );
  await context.internalAdapter.linkAccount({ userId: created.id, providerId: "credential", accountId: created.id, password: hash });
}

/** Adds somebody. Throws `name-taken`. */
export async function addUser(user: NewUser & { readonly role: Role }, actor: string): Promise<void> {
  await createUser(user);
  await recordOperation({ actor, source: "console", action: "add-user", object: user.username.toLowerCase(), result: "done", detail: { role: user.role } });
}

export interface UserChange {
  readonly role: Role;
  readonly disabled: boolean;
}

/**
 * Gives another role, or shuts somebody out: his sessions end at once. Throws `last-administrator` when nobody would be left who may administer,
 * also when two do it to each other at once.
 */
export async function changeUser(id: string, change: UserChange, actor: string): Promise<void> {
  await database().$transaction(async (tx) => {
    const row = await tx.user.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    const disabledAt = change.disabled ? (row.disabledAt ?? new Date()) : null;
    await tx.user.update({ where: { id }, data: { role: change.role, disabledAt } });
    if ((await tx.user.count({ where: { role: "admin", disabledAt: null } })) === 0) throw new AppError("last-administrator");
    if (change.disabled) await tx.session.deleteMany({ where: { userId: id } });
    await recordOperation(
      {
        actor,
        source: "console",
        action: "change-user",
        object: row.username ?? row.name,
        result: "done",
        detail: { before: { role: row.role, disabled: row.disabledAt !== null }, after: change },
      },
      tx,
    );
  });
}

/** Sets a password for somebody who forgot his; his sessions end. */
export async function setUserPassword(id: string, password: string, actor: string): Promise<void> {
  const context = await getAuth().$context;
  const row = await database().user.findUnique({ where: { id } });
  if (row === null) throw new AppError("not-found");
  const hash = await context.password.hash(password);
  await database().$transaction(async (tx) => {
    await tx.account.updateMany({ where: { userId: id, providerId: "credential" }, data: { password: hash } });
    await tx.session.deleteMany({ where: { userId: id } });
    await recordOperation({ actor, source: "console", action: "set-user-password", object: row.username ?? row.name, result: "done" }, tx);
  });
}

/** The session begins anew: seven days from now. Answers when it ends. */
export async function renewSession(token: string, userId: string): Promise<number> {
  const expiresAt = new Date(Date.now() + sessionSeconds * 1_000);
  const { count } = await database().session.updateMany({ where: { token, userId, expiresAt: { gt: new Date() } }, data: { expiresAt } });
  if (count !== 1) throw new AppError("not-signed-in");
  return expiresAt.valueOf();
}
