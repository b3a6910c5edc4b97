import { AppError } from "../errors/app-error";
import { database } from "../db/client";
import { getAuth } from "./auth";

export interface NewUser {
  readonly username: string;
  readonly name: string;
  readonly password: string;
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
      role: "admin",
    },
    { method: "admin" },
  );
  await context.internalAdapter.linkAccount({ userId: created.id, providerId: "credential", accountId: created.id, password: hash });
}
