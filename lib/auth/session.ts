import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { getAuth } from "./auth";
import { isFirstRun } from "./data";
import { asRole, type Role } from "./roles";

export { isFirstRun } from "./data";

export interface SessionUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  /** Of this sign-in; the same for all requests of one browser. Not what the cookie holds. */
  readonly sessionId: string;
  /** The session ends then, unless the person stays signed in. */
  readonly expiresAtMs: number;
}

/** Who is signed in, or null. Read once per request. */
export const getSessionUser = cache(async (): Promise<SessionUser | null> => sessionUserOf(await headers()));

/** Who is signed in by these headers at this moment, or null: for what goes on after its request was answered. */
export async function sessionUserOf(requestHeaders: Headers): Promise<SessionUser | null> {
  const session = await getAuth().api.getSession({ headers: requestHeaders });
  if (session === null) return null;
  const user = session.user as typeof session.user & { username?: string | null; role?: string | null; disabledAt?: Date | null };
  if (user.disabledAt) return null;
  return { id: user.id, username: user.username ?? user.name, name: user.name, role: asRole(user.role), sessionId: session.session.id, expiresAtMs: session.session.expiresAt.valueOf() };
}

/** For pages: the user, or off to the sign-in (or first-run) page. */
export async function requireUser(): Promise<SessionUser> {
  const user = await getSessionUser();
  if (user !== null) return user;
  redirect((await isFirstRun()) ? "/setup" : "/login");
}
