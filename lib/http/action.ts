import { AppError } from "../errors/app-error";
import { errorCatalogue } from "../errors/catalogue";
import { logger } from "../logging/logger";
import { mayDo } from "../auth/roles";
import { getSessionUser, type SessionUser } from "../auth/session";
import { recordOperation } from "../operations/mutations";
import { publicError } from "./public-error";
import { inReadersLanguage } from "./reader";
import type { Result } from "./result";

/**
 * The frame of every server action: who is asking, may he (by the action's name, lib/auth/roles.ts), do it, answer. Expected errors are answers,
 * because the framework hides thrown ones.
 */
export async function answer<T>(name: string, work: (user: SessionUser) => Promise<T>): Promise<Result<T>> {
  return openAnswer(name, async () => {
    const user = await getSessionUser();
    if (user === null) throw new AppError("not-signed-in");
    if (!mayDo(user.role, name)) {
      await recordOperation({ actor: user.username, source: "console", action: name, object: user.role, result: "refused", code: "not-allowed" });
      throw new AppError("not-allowed");
    }
    return work(user);
  });
}

/** The same for the few actions that need nobody signed in. */
export async function openAnswer<T>(name: string, work: () => Promise<T>): Promise<Result<T>> {
  const begun = performance.now();
  try {
    const data = await work();
    logger("console").info({ action: name, durationMs: Math.round(performance.now() - begun) }, "action done");
    return { ok: true, data: await inReadersLanguage(data) };
  } catch (error) {
    rethrowFrameworkSignal(error);
    const said = publicError(error);
    const level = errorCatalogue[said.code].disposition === "bug" ? "error" : "info";
    logger("console")[level](
      { action: name, code: said.code, error: level === "error" ? error : undefined, durationMs: Math.round(performance.now() - begun) },
      "action refused",
    );
    return { ok: false, error: await inReadersLanguage(said) };
  }
}

/** Redirects and the like travel as thrown values with a digest: they belong to the framework. */
export function rethrowFrameworkSignal(error: unknown): void {
  if (
    typeof error === "object" &&
    error !== null &&
    "digest" in error &&
    typeof error.digest === "string" &&
    /^(NEXT_|DYNAMIC_SERVER|BAILOUT)/.test(error.digest)
  )
    throw error;
}
