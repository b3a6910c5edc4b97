import { afterEach, beforeEach, expect, it } from "vitest";
import { controlDatabase, type ControlDatabase } from "../testing/control-database";
import { FailedAttempts } from "./attempts";
import { getAuth, resetAuth } from "./auth";
import { isFirstRun } from "./data";
import { createFirstAdministrator, createUser } from "./mutations";

let control: ControlDatabase;
beforeEach(async () => {
  control = await controlDatabase();
  resetAuth();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

const administrator = { username: "Li.Na", name: "Li Na", password: "correct horse" };
const signIn = (username: string, password: string) => getAuth().api.signInUsername({ body: { username, password }, headers: new Headers(), asResponse: true });

it("makes one administrator of several who come first at once", async () => {
  expect(await isFirstRun()).toBe(true);
  const all = await Promise.allSettled(
    [administrator, { ...administrator, username: "wu" }, { ...administrator, username: "ma" }].map(createFirstAdministrator),
  );
  expect(all.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await control.db.user.count()).toBe(1);
  expect(await isFirstRun()).toBe(false);
  await expect(createFirstAdministrator(administrator)).rejects.toMatchObject({ code: "already-set-up" });
});

it("signs in by name and password, and knows the session by its cookie until it is signed out", async () => {
  await createFirstAdministrator(administrator);
  const response = await signIn("LI.NA", administrator.password);
  expect(response.status).toBe(200);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  expect(response.headers.getSetCookie().join()).toMatch(/HttpOnly/i);
  const headers = new Headers({ cookie });
  expect((await getAuth().api.getSession({ headers }))?.user).toMatchObject({ name: "Li Na", username: "li.na" });
  await getAuth().api.signOut({ headers });
  expect(await getAuth().api.getSession({ headers })).toBeNull();
});

it("lets nobody in with a wrong password, without one, or by signing up", async () => {
  await createFirstAdministrator(administrator);
  expect((await signIn("li.na", "wrong horse!")).status).toBe(401);
  expect((await signIn("nobody", administrator.password)).status).toBe(401);
  expect(await getAuth().api.getSession({ headers: new Headers({ cookie: "tributary.session_token=forged.value" }) })).toBeNull();
  await expect(getAuth().api.signUpEmail({ body: { email: "x@y.z", password: "long enough 1", name: "x" } })).rejects.toThrow();
  await expect(createUser(administrator)).rejects.toMatchObject({ code: "name-taken" });
});

it("stores a password as its hash only", async () => {
  await createFirstAdministrator(administrator);
  const [account] = await control.db.account.findMany();
  expect(account?.password).toBeTruthy();
  expect(account?.password).not.toContain(administrator.password);
});

it("closes the door after too many failures, for a while", () => {
  let now = 0;
  const attempts = new FailedAttempts({ failures: 3, windowMs: 1_000 }, () => now);
  for (let i = 0; i < 3; i++) {
    expect(attempts.isBlocked("li")).toBe(false);
    attempts.failed("li");
  }
  expect(attempts.isBlocked("li")).toBe(true);
  expect(attempts.isBlocked("wu")).toBe(false);
  now = 1_001;
  expect(attempts.isBlocked("li")).toBe(false);
});
