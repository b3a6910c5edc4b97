"use server";

import { cookies, headers } from "next/headers";
import { parseSetCookieHeader } from "better-auth/cookies";
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { answer, openAnswer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import { recordOperation } from "../operations/mutations";
import { FailedAttempts } from "./attempts";
import { getAuth } from "./auth";
import { createFirstAdministrator } from "./mutations";
import { changePasswordSchema, setUpSchema, signInSchema } from "./schema";

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
    await createFirstAdministrator(user);
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

async function startSession(username: string, password: string): Promise<void> {
  const asked = await headers();
  const name = username.toLowerCase();
  const address = asked.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "local";
  if (byName.isBlocked(name) || byAddress.isBlocked(address)) throw new AppError("too-many-attempts");
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
