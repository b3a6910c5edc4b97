"use server";

import { cookies, headers } from "next/headers";
import { parseSetCookieHeader } from "better-auth/cookies";
import { z } from "zod";
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { answer, openAnswer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import { recordOperation } from "../operations/mutations";
import { FailedAttempts } from "./attempts";
import { getAuth, sessionSeconds } from "./auth";
import { isDisabled } from "./data";
import * as mutations from "./mutations";
import type { Role } from "./roles";
import { addUserSchema, changePasswordSchema, newPasswordSchema, setUpSchema, signInSchema, userChangeSchema } from "./schema";

const userIdSchema = z.string().min(1).max(64);
const byName = new FailedAttempts({ failures: 8, windowMs: 60_000 });
const byAddress = new FailedAttempts({ failures: 40, windowMs: 60_000 });

/** Signs in and sets the session cookie. Wrong name and wrong password are told apart by nobody. */
export async function signIn(input: { username: string; password: string }): Promise<Result<null>> {
  return openAnswer("sign-in", async () => {
    const { username, password } = parse(signInSchema, input);
    await startSession(username, password);
    return null;
  });
}

export async function signOut(): Promise<Result<null>> {
  return openAnswer("sign-out", async () => {
    await keepCookies(await getAuth().api.signOut({ headers: await headers(), asResponse: true }));
    return null;
  });
}

/** First run only: makes the administrator and signs in. */
export async function setUpAdministrator(input: { username: string; name: string; password: string }): Promise<Result<null>> {
  return openAnswer("set-up", async () => {
    const user = parse(setUpSchema, input);
    await mutations.createFirstAdministrator(user);
    await recordOperation({ actor: user.username, source: "console", action: "set-up", object: user.username, result: "done" });
    await startSession(user.username, user.password);
    return null;
  });
}

export async function changePassword(input: { current: string; next: string }): Promise<Result<null>> {
  return answer("change-password", async (user) => {
    const { current, next } = parse(changePasswordSchema, input);
    const response = await getAuth().api.changePassword({
      headers: await headers(),
      body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
      asResponse: true,
    });
    if (!response.ok) throw new InputInvalid({ current: "This is not your present password." });
    await keepCookies(response);
    await recordOperation({ actor: user.username, source: "console", action: "change-password", object: user.username, result: "done" });
    return null;
  });
}

/** Renews the session and its cookie; answers when it ends. */
export async function staySignedIn(): Promise<Result<{ expiresAtMs: number }>> {
  return answer("stay-signed-in", async (user) => {
    const session = await getAuth().api.getSession({ headers: await headers() });
    if (session === null) throw new AppError("not-signed-in");
    const expiresAtMs = await mutations.renewSession(session.session.token, user.id);
    const jar = await cookies();
    const { name, attributes } = (await getAuth().$context).authCookies.sessionToken;
    const value = jar.get(name)?.value;
    if (value !== undefined) jar.set(name, value, { httpOnly: true, sameSite: "lax", path: "/", secure: attributes.secure, maxAge: sessionSeconds });
    return { expiresAtMs };
  });
}

// administrators ------------------------------------------------------------------------------------------------------

export async function addUser(input: { username: string; name: string; password: string; role: Role }): Promise<Result<null>> {
  return answer("add-user", async (user) => {
    await mutations.addUser(parse(addUserSchema, input), user.username);
    return null;
  });
}

export async function changeUser(input: { id: string; role: Role; disabled: boolean }): Promise<Result<null>> {
  return answer("change-user", async (user) => {
    await mutations.changeUser(parse(userIdSchema, input.id), parse(userChangeSchema, { role: input.role, disabled: input.disabled }), user.username);
    return null;
  });
}

export async function setUserPassword(input: { id: string; password: string }): Promise<Result<null>> {
  return answer("set-user-password", async (user) => {
    await mutations.setUserPassword(parse(userIdSchema, input.id), parse(newPasswordSchema, input.password, "password"), user.username);
    return null;
  });
}

async function startSession(username: string, password: string): Promise<void> {
  const asked = await headers();
  const name = username.toLowerCase();
  const address = asked.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "local";
  if (byName.isBlocked(name) || byAddress.isBlocked(address)) throw new AppError("too-many-attempts");
  // Said as a wrong password is: who may not come in learns nothing.
  if (await isDisabled(name)) {
    byAddress.failed(address);
    throw new AppError("sign-in-failed");
  }
  const response = await getAuth().api.signInUsername({ headers: asked, body: { username, password }, asResponse: true });
  if (!response.ok) {
    byName.failed(name);
    byAddress.failed(address);
    throw new AppError("sign-in-failed");
  }
  byName.succeeded(name);
  await keepCookies(response);
}

/** The library answers with Set-Cookie headers; the framework wants them in its own jar. */
async function keepCookies(response: Response): Promise<void> {
  const jar = await cookies();
  for (const line of response.headers.getSetCookie()) {
    for (const [name, { value, ...attributes }] of parseSetCookieHeader(line)) {
      jar.set(name, value, {
        httpOnly: true,
        sameSite: "lax",
        path: "/",
        secure: attributes.secure,
        maxAge: attributes["max-age"],
      });
    }
  }
}
