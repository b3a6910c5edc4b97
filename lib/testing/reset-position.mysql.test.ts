/** A task that stands still goes on at another position: what lies between is passed over or applied again, and what cannot be right is refused. */
import { expect, test } from "vitest";
import { resetPosition } from "../engine/reset-position";
import type { EnginePlan, PositionMove, ResetTarget } from "../engine/plan";
import { readStoredMark } from "../engine/checkpoint/read-mark";
import { readSourcePosition } from "../engine/position/read-position";
import { connect, metadataSession } from "../mysql/connection";
import { catchUp, expectEqual, isKilled, planOf, startTask } from "./run-task";
import { privateServer, type ServerRole } from "./servers";
import { twoServers, type TwoServers } from "./two-servers";

const signal = new AbortController().signal;
const look = (plan: EnginePlan, target: ResetTarget) => resetPosition(plan, { target }, signal);
const refusal = (plan: EnginePlan, target: ResetTarget) =>
  look(plan, target).then(
    (move) => Promise.reject(new Error(`it was allowed: ${JSON.stringify(move)}`)),
    (error: { code: string; context: { detail?: string } }) => `${error.code}: ${error.context.detail ?? ""}`,
  );

async function move(plan: EnginePlan, target: ResetTarget, key: string): Promise<PositionMove> {
  const { from } = await look(plan, target);
  return resetPosition(plan, { target, commit: { key, from } }, signal);
}

async function here(box: TwoServers) {
  const { file, offset, gtidSet } = await readSourcePosition(box.source.admin);
  return { file, offset, gtidSet };
}

const file = ({ file: name, offset }: { readonly file: string; readonly offset: number }): ResetTarget => ({ kind: "file", file: name, offset });

/** A task that stands at the end of a log that nobody else writes. */
async function began(role: ServerRole = "source") {
  const server = await privateServer(role);
  const box = await twoServers({ source: server, createDestination: false });
  if (role !== "source") await box.source.run(`ALTER DATABASE \`${box.source.database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v INT); CREATE TABLE log (n INT); INSERT INTO t VALUES (1, 1), (2, 2); INSERT INTO log VALUES (1)");
  const plan = await planOf(box);
  await catchUp(plan);
  const end = async () => {
    await box[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  return { box, plan, d: `\`${box.destination.database}\``, [Symbol.asyncDispose]: end };
}

test.each(["source", "source56", "mariadb"] as const)("from %s: forward, exactly what lies between is passed over; back, it is applied again; a place inside a transaction is refused", async (role) => {
  await using standing = await began(role);
  const { box, plan, d } = standing;
  const before = await here(box);
  await box.source.run("UPDATE t SET v = 10 WHERE id = 1; INSERT INTO t VALUES (3, 3)");
  const middle = await here(box);
  await box.source.run("START TRANSACTION; UPDATE t SET v = 20 WHERE id = 2; INSERT INTO t VALUES (4, 4); COMMIT");
  expect(await refusal(plan, file({ file: middle.file, offset: middle.offset + 1 }))).toContain("no transaction begins at that place");
  const forward = await move(plan, file(middle), "1");
  expect(forward).toMatchObject({ direction: "forward", transactions: 2, tables: [`${box.source.database}.t`], schema: "kept", to: { file: middle.file, offset: middle.offset, gtidSet: middle.gtidSet } });
  expect(forward.firstMs).toBeLessThanOrEqual(forward.lastMs!);
  // Asked again under the same key, it is told and not done again.
  expect(await resetPosition(plan, { target: { kind: "now" }, commit: { key: "1", from: forward.from } }, signal)).toEqual(forward);
  // The page was about another position.
  await expect(resetPosition(plan, { target: { kind: "now" }, commit: { key: "2", from: forward.from } }, signal)).rejects.toMatchObject({ code: "version-conflict" });
  await catchUp(plan);
  expect(await box.destination.rows(`SELECT id, v FROM ${d}.t ORDER BY id`)).toEqual([{ id: 1, v: 1 }, { id: 2, v: 20 }, { id: 4, v: 4 }]);
  expect(await move(plan, file(before), "3")).toMatchObject({ direction: "back", transactions: 3 });
  await catchUp(plan);
  await expectEqual(box);
  // Strict again from where the source stood.
  await box.destination.run(`DELETE FROM ${d}.t WHERE id = 3`);
  await box.source.run("UPDATE t SET v = 30 WHERE id = 3");
  await expect(startTask({ ...plan, until: "caught-up" }).ended).rejects.toMatchObject({ code: "conflict-stopped" });
});

test("over a schema change that the destination refuses: only when its tables fit, then with the source's definitions", async () => {
  await using standing = await began();
  const { box, plan, d } = standing;
  await box.destination.run(`ALTER TABLE ${d}.t ADD COLUMN note INT AS (1)`);
  await box.source.run("ALTER TABLE t ADD COLUMN note INT; INSERT INTO t VALUES (3, 3, 3)");
  await expect(startTask({ ...plan, until: "caught-up" }).ended).rejects.toMatchObject({ code: "ddl-failed" });
  expect(await refusal(plan, { kind: "now" })).toMatch(/do not fit: \S+: column note is generated there/);
  await box.destination.run(`ALTER TABLE ${d}.t DROP COLUMN note, ADD COLUMN note INT`);
  expect(await move(plan, { kind: "now" }, "1")).toMatchObject({ direction: "forward", transactions: 2, schema: "source" });
  await box.source.run("INSERT INTO t VALUES (4, 4, 4); ALTER TABLE t ADD COLUMN more INT; UPDATE t SET more = 1 WHERE id = 4");
  await catchUp(plan);
  expect(await box.destination.rows(`SELECT * FROM ${d}.t ORDER BY id`)).toEqual([{ id: 1, v: 1, note: null, more: null }, { id: 2, v: 2, note: null, more: null }, { id: 4, v: 4, note: 4, more: 1 }]);
});

test("what cannot be right is refused with the reason, and nothing moves", async () => {
  await using standing = await began();
  const { box, plan } = standing;
  const mark = async () => {
    await using connection = await connect(plan.destination, { session: metadataSession });
    return await readStoredMark(connection, plan.bookkeepingDatabase, plan.taskId);
  };
  const first = await here(box);
  await box.source.run("INSERT INTO log VALUES (2)");
  const second = await here(box);
  await catchUp(plan);
  const stands = await mark();
  expect(await refusal(plan, file(first))).toContain("log, which has no key, would be applied twice");
  expect(await refusal(plan, { kind: "gtid", gtidSet: stands!.gtidSet! })).toContain("stands there already");
  expect(await refusal(plan, { kind: "gtid", gtidSet: "00000000-1111-2222-3333-444444444444:1-5" })).toMatch(/neither before nor behind/);
  expect(await refusal(plan, { kind: "gtid", gtidSet: `${stands!.gtidSet},00000000-1111-2222-3333-444444444444:1-5` })).toContain("does not know that position");
  expect(await refusal(plan, { kind: "file", file: second.file, offset: 2 ** 40 })).toContain("does not have that place");
  await box.source.run(`XA START '${box.id}'; INSERT INTO t VALUES (5, 5); XA END '${box.id}'; XA PREPARE '${box.id}'`);
  const half = await here(box);
  await box.source.run(`XA COMMIT '${box.id}'`);
  expect(await refusal(plan, file(half))).toContain("an XA transaction is prepared on one side");
  await catchUp(plan);
  await box.source.run("ALTER TABLE t ADD COLUMN w INT");
  const between = await here(box);
  await box.source.run("ALTER TABLE t DROP COLUMN w");
  expect(await refusal(plan, file(between))).toContain("schema changes of the synchronized databases lie before and behind it");
  await catchUp(plan);
  expect(await refusal(plan, file(between))).toContain("a schema change of the synchronized databases lies in between");
  await expectEqual(box);
});

test.each([
  ["reset-before-commit", false],
  ["reset-committed", true],
])("killed at %s, the position has moved together with its record, or neither", async (failpoint, moved) => {
  await using standing = await began();
  const { box, plan, d } = standing;
  await box.source.run("INSERT INTO t VALUES (3, 3)");
  const target: ResetTarget = { kind: "now" };
  const { from } = await look(plan, target);
  expect(await isKilled({ plan, failpoint, reset: { target, commit: { key: "1", from } } })).toBe(true);
  expect(await box.destination.rows(`SELECT decision FROM \`${box.bookkeepingDatabase}\`.task_moved`)).toHaveLength(moved ? 1 : 0);
  await catchUp(plan);
  expect(await box.destination.rows(`SELECT id FROM ${d}.t WHERE id = 3`)).toHaveLength(moved ? 0 : 1);
});
