import { afterEach, beforeEach, expect, it } from "vitest";
import { controlDatabase, type ControlDatabase } from "../testing/control-database";
import { FailedAttempts } from "./attempts";
import { getAuth, resetAuth } from "./auth";
import { isFirstRun } from "./data";
import { addUser, changeUser, createFirstAdministrator, createUser, renewSession, setUserPassword } from "./mutations";
import { mayDo } from "./roles";

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

it("lets a viewer read and see to himself, an operator everything but people and settings", () => {
  expect(["pause-task", "bulk", "create-instance", "an-action-of-tomorrow", "add-user"].filter((action) => mayDo("viewer", action))).toEqual([]);
  expect(["change-password", "save-view"].every((action) => mayDo("viewer", action))).toBe(true);
  expect(["pause-task", "register-host"].every((action) => mayDo("operator", action))).toBe(true);
  expect(["add-user", "change-user", "set-user-password", "save-settings"].filter((action) => mayDo("operator", action))).toEqual([]);
});

it("ends the sessions of whom it shuts out, and never shuts out the last administrator", async () => {
  await createFirstAdministrator(administrator);
  await addUser({ username: "wu.min", name: "Wu Min", password: "long enough 1", role: "admin" }, "li.na");
  const [li, wu] = await control.db.user.findMany({ orderBy: { createdAt: "asc" } });
  await signIn("wu.min", "long enough 1");
  const both = await Promise.allSettled([li, wu].map((user) => changeUser(user!.id, { role: "admin", disabled: true }, "li.na")));
  expect(both.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  await control.db.user.updateMany({ data: { disabledAt: null } });
  await signIn("wu.min", "long enough 1");
  await changeUser(wu!.id, { role: "viewer", disabled: true }, "li.na");
  expect(await control.db.session.count({ where: { userId: wu!.id } })).toBe(0);
  await expect(changeUser(li!.id, { role: "operator", disabled: false }, "li.na")).rejects.toMatchObject({ code: "last-administrator" });
});

it("takes a new password in place of a forgotten one, and the old one no more", async () => {
  await createFirstAdministrator(administrator);
  const [li] = await control.db.user.findMany();
  await setUserPassword(li!.id, "another horse 2", "li.na");
  expect((await signIn("li.na", administrator.password)).status).toBe(401);
  expect((await signIn("li.na", "another horse 2")).status).toBe(200);
});

it("renews a session that still lasts, and none that is over", async () => {
  await createFirstAdministrator(administrator);
  await signIn("li.na", administrator.password);
  const [session] = await control.db.session.findMany();
  await control.db.session.updateMany({ data: { expiresAt: new Date(Date.now() + 60_000) } });
  expect(await renewSession(session!.token, session!.userId)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
  await control.db.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  await expect(renewSession(session!.token, session!.userId)).rejects.toMatchObject({ code: "not-signed-in" });
});
