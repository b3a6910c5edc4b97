import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { AppError } from "../errors/app-error";
import { privateServer, testServer } from "../testing/servers";
import type { Check, CheckResult, PrecheckInput } from "./check";
import { runPrecheck } from "./run";
import { verbatim } from "./text";

const options: PrecheckInput["options"] = { existingTables: "intercept", initialSchema: true, initialData: true, onlineDdlTables: "skip", bookkeepingDatabase: "book" };

async function input(changes: Partial<PrecheckInput> = {}): Promise<PrecheckInput> {
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  return { source: source.settings("source"), destination: destination.settings("destination"), objects: [], options, ...changes };
}

const made = (id: string, changes: Partial<Check> = {}): Check => ({
  id, code: `CHECK_${id.toUpperCase()}`, side: "source", severity: "blocker", ignorable: false, dependsOn: [], topic: verbatim(`Topic ${id}`), run: async () => ({ status: "passed" }), ...changes,
});

it("a check that throws is not a failed check: it could not be run, with the server's own words", async () => {
  const denied = made("denied", { run: async (context) => ({ status: (await context.query("source", "SELECT * FROM no_such_database.t")).length > 0 ? "failed" : "passed" }) });
  const report = await runPrecheck(await input(), undefined, [denied, made("after", { dependsOn: ["denied"] }), made("third", { dependsOn: ["after"] })]);
  expect(report.verdict).toBe("failed");
  expect(report.results[0]).toMatchObject({ status: "error", title: { text: "Topic denied: could not be checked" }, raw: { code: "1049", sqlState: "42000" }, ran: { statements: [{ side: "source", statement: "SELECT * FROM no_such_database.t" }] } });
  expect(report.results.slice(1).map((result) => [result.status, result.skippedBecause?.text])).toEqual([["skipped", "It needs “Topic denied” to pass first."], ["skipped", "It needs “Topic after” to pass first."]]);
});

it("a check without an answer ends at its time-out, and others go on", async () => {
  const hangs = made("hangs", { timeoutMs: 50, run: () => new Promise(() => undefined) });
  const report = await runPrecheck(await input(), undefined, [hangs, made("other")]);
  expect(report.results.map((result) => result.status)).toEqual(["error", "passed"]);
  expect(report.results[0]!.why!.text).toBe("The check gave no answer within 0.05 seconds.");
});

it("what does not apply says why, and does not hold up what depends on it", async () => {
  const report = await runPrecheck(await input(), undefined, [made("never", { appliesTo: () => verbatim("No table is selected.") }), made("next", { dependsOn: ["never"] })]);
  expect(report.results.map((result) => [result.status, result.skippedBecause?.text])).toEqual([["skipped", "No table is selected."], ["passed", undefined]]);
});

it("one check again runs its prerequisites, but not those that are known to be met", async () => {
  const list = [made("first"), made("second", { dependsOn: ["first"] }), made("third", { dependsOn: ["second"] }), made("fourth")];
  const ids = async (changes: Partial<PrecheckInput>) => (await runPrecheck(await input(changes), undefined, list)).results.map((result) => result.id);
  expect(await ids({ only: ["third"] })).toEqual(["first", "second", "third"]);
  expect(await ids({ only: ["third"], met: ["second"] })).toEqual(["third"]);
  expect(await ids({ only: ["third"], met: ["first"] })).toEqual(["second", "third"]);
});

it("what depends on a failure is run once somebody accepted that, unless it can not be accepted", async () => {
  const bad = (id: string, ignorable: boolean) => made(id, { ignorable, run: async () => ({ status: "failed" }) });
  const list = [bad("soft", true), bad("hard", false), made("after-soft", { dependsOn: ["soft"] }), made("after-hard", { dependsOn: ["hard"] })];
  const statuses = async (changes: Partial<PrecheckInput>) => (await runPrecheck(await input(changes), undefined, list)).results.map((result) => result.status);
  expect(await statuses({})).toEqual(["failed", "failed", "skipped", "skipped"]);
  expect(await statuses({ accepted: ["soft", "hard"] })).toEqual(["failed", "failed", "passed", "skipped"]);
});

it("what the endpoint kind knows is added to a finding, not to a pass", async () => {
  const endpoints = { source: { kind: "ecs", managed: false, remedies: { bad: verbatim("Open the security group."), good: verbatim("Never shown.") } } };
  const report = await runPrecheck(await input({ endpoints }), undefined, [made("bad", { run: async () => ({ status: "failed" }) }), made("good")]);
  expect(report.results.map((result) => result.fixes.map((fix) => [fix.kind, fix.body]))).toEqual([[["console", "Open the security group."]], []]);
});

it("shared facts are read once however many checks ask, and each check shows them as run", async () => {
  const answers = new Set<unknown>();
  const asks = (id: string) => made(id, { run: async (context) => (answers.add(await context.facts("source")), { status: "passed" }) });
  const report = await runPrecheck(await input(), undefined, ["a", "b", "c", "d", "e"].map(asks));
  expect(answers.size).toBe(1);
  expect(report.results.every((result) => result.ran.statements.some((entry) => entry.statement === "SHOW GLOBAL VARIABLES"))).toBe(true);
});

it("an aborted run throws the reason and reports nothing more", async () => {
  const abort = new AbortController();
  const seen: CheckResult[] = [];
  const reason = new AppError("lease-lost");
  const stops = made("stops", { run: async () => (abort.abort(reason), new Promise(() => undefined)) });
  await expect(runPrecheck(await input({ signal: abort.signal }), (result) => seen.push(result), [stops, made("next", { dependsOn: ["stops"] })])).rejects.toBe(reason);
  expect(seen).toEqual([]);
});

async function connectivity(changes: Partial<PrecheckInput>, id = "source-reachable"): Promise<CheckResult> {
  return (await runPrecheck(await input({ ...changes, only: [id] }))).results.find((result) => result.id === id)!;
}

it("a failed connection names the step that failed", async () => {
  const { source, destination } = await input();
  const rung = (result: CheckResult) => [result.status, result.code, result.observed[0]!.value.text];
  expect(rung(await connectivity({ source: { ...source, host: "no-such-host.invalid" } }))).toEqual(["failed", "CHECK_CONN_SRC", "DNS"]);
  expect(rung(await connectivity({ source: { ...source, port: 1 } }))).toEqual(["failed", "CHECK_CONN_SRC", "TCP"]);
  expect(rung(await connectivity({ destination: { ...destination, port: 1 } }, "destination-reachable"))).toEqual(["failed", "CHECK_CONN_DEST", "TCP"]);
  expect((await connectivity({}, "destination-reachable")).status).toBe("passed");
  const login = await connectivity({ source: { ...source, user: "o'neil", password: "wrong" } });
  expect(rung(login)).toEqual(["failed", "CHECK_CONN_SRC", "LOGIN"]);
  expect(login.raw).toMatchObject({ code: "1045", message: "Access denied for user 'o'neil'@'127.0.0.1' (using password: YES)" });
  expect(login.fixes[0]!.body).toBe("CREATE USER 'o''neil'@'127.0.0.1' IDENTIFIED BY '<password>';");
  const old = (await testServer("source56")).settings("source");
  const tls = await connectivity({ source: { ...old, tls: { mode: "required" } } });
  expect(rung(tls)).toEqual(["failed", "CHECK_CONN_SRC", "TLS"]);
  const oldLogin = await connectivity({ source: { ...old, password: "wrong" } });
  expect(oldLogin.fixes.at(-1)!.body).toContain("SET PASSWORD FOR");
  expect((await connectivity({ source: { ...source, tls: { mode: "required" } } })).status).toBe("passed");
  expect(rung(await connectivity({ source: { ...source, tls: { mode: "verify", ca: "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n" } } }))).toEqual(["failed", "CHECK_CONN_SRC", "TLS"]);
});

it("what is no MySQL server fails at the TCP step, a full server and a forbidden host at the login", async () => {
  const { source } = await input();
  const web = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(0, "127.0.0.1");
  await new Promise((resolve) => web.once("listening", resolve));
  const result = await connectivity({ source: { ...source, port: (web.address() as { port: number }).port } });
  web.close();
  expect(result.observed[0]!.value.text).toBe("TCP");
  expect(result.raw!.message).toContain("does not speak the MySQL protocol");

  await using server = await privateServer("mariadb", { lines: ["max-connections=10", "version=10.2.44-MariaDB-log"] });
  await using admin = await server.admin();
  // The product reads older ones, and nobody has proven that nothing is lost.
  const [versions] = (await runPrecheck(await input({ source: server.settings("source"), only: ["server-versions"], met: ["source-reachable", "destination-reachable"] }))).results;
  expect(versions).toMatchObject({ id: "server-versions", status: "failed", code: "CHECK_SRC", ignorable: true, title: { text: "MariaDB 10.2.44 is not a supported source" } });
  await admin.query("CREATE USER few@'%' IDENTIFIED BY 'few'");
  const few = server.settings("source", { user: "few", password: "few" });
  const taken = await Promise.all(Array.from({ length: 9 }, () => server.admin()));
  const full = await connectivity({ source: few });
  await Promise.all(taken.map((connection) => connection.close()));
  expect(full).toMatchObject({ status: "failed", raw: { code: "1040" }, why: { text: "All connections that the server allows are in use." } });
  expect(full.fixes[0]!.body).toContain("max_connections");

  // No account left that may connect from here: the server refuses before any login.
  await admin.query("DELETE FROM mysql.global_priv WHERE Host <> 'localhost'");
  await admin.query("FLUSH PRIVILEGES");
  const forbidden = await connectivity({ source: few });
  expect(forbidden).toMatchObject({ status: "failed", raw: { code: "1130" } });
  expect(forbidden.fixes.map((fix) => fix.body)).toEqual(["CREATE USER 'few'@'127.0.0.1' IDENTIFIED BY '<password>';"]);
});

it("an account whose password has the format before 4.1 is named, and the printed statements cure it", async () => {
  const server = await testServer("source56");
  await using admin = await server.admin();
  const account = { user: `x${randomBytes(4).toString("hex")}`, password: "secret of the test" };
  await admin.query(`CREATE USER ${account.user}@'%' IDENTIFIED WITH mysql_old_password`);
  await admin.query("SET SESSION old_passwords = 1");
  await admin.query(`SET PASSWORD FOR ${account.user}@'%' = OLD_PASSWORD('${account.password}')`);
  const result = await connectivity({ source: server.settings("source", account) });
  expect(result).toMatchObject({ status: "failed", raw: { message: "The server asks for the login plugin mysql_old_password." }, why: { key: "connectivity.whyOld" }, fixes: [{ kind: "sql", placeholders: ["<host of the account>", "<password>"] }] });
  for (const statement of result.fixes[0]!.body.split("\n")) await admin.query(statement.replaceAll("<host of the account>", "%").replace("<password>", account.password).replace(/;$/, ""));
  expect((await connectivity({ source: server.settings("source", account) })).status).toBe("passed");
  await admin.query(`DROP USER ${account.user}@'%'`);
});
