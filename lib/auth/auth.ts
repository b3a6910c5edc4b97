import { betterAuth } from "better-auth/minimal";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { username } from "better-auth/plugins/username";
import { hkdfSync } from "node:crypto";
import { environment, secretKey } from "../config/env";
import { database } from "../db/client";

/** Seven days. */
export const sessionSeconds = 7 * 86_400;

/** Passwords are hashed by the library with scrypt. Nobody can sign up by himself: users are made by `createUser`. */
function buildAuth() {
  const { url } = environment();
  return betterAuth({
    // Another key than the one that seals credentials, from the same secret.
    secret: Buffer.from(hkdfSync("sha256", secretKey(), "tributary", "sessions", 32)).toString("base64"),
    baseURL: url,
    database: prismaAdapter(database(), { provider: "sqlite" }),
    telemetry: { enabled: false },
    // What matters is logged by the actions, in our form.
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    // A session ends when its cookie ends. The person is asked before, and stays by an action that renews both (lib/auth/actions.ts).
    session: { expiresIn: sessionSeconds, disableSessionRefresh: true },
    user: { additionalFields: { role: { type: "string", input: false, defaultValue: "viewer" }, disabledAt: { type: "date", input: false, required: false } } },
    advanced: { useSecureCookies: url.startsWith("https://"), cookiePrefix: "tributary", ipAddress: { ipAddressHeaders: ["x-forwarded-for"] } },
    plugins: [username({ minUsernameLength: 3, maxUsernameLength: 30, usernameValidator: (name) => /^[a-zA-Z0-9._-]+$/.test(name) })],
  });
}

export type Auth = ReturnType<typeof buildAuth>;

let built: Auth | undefined;

/** Built on first use: it needs the environment and the control database, which a build of the pages does not have. */
export function getAuth(): Auth {
  built ??= buildAuth();
  return built;
}

/** Forgets it (tests that change the database). */
export function resetAuth(): void {
  built = undefined;
}
