import { expect, test } from "vitest";
import { cutOver } from "../engine/cut-over";
import { catchUp, expectEqual, planOf } from "./run-task";
import { twoServers } from "./two-servers";

const setup = `CREATE TABLE t (id INT PRIMARY KEY, note VARCHAR(60)); CREATE TABLE audit (what VARCHAR(200));
  CREATE TRIGGER z_first BEFORE INSERT ON t FOR EACH ROW SET NEW.note = CONCAT(NEW.note, '1');
  CREATE TRIGGER a_second BEFORE INSERT ON t FOR EACH ROW SET NEW.note = CONCAT(NEW.note, '2');
  CREATE TRIGGER written AFTER INSERT ON t FOR EACH ROW INSERT INTO audit VALUES (NEW.note);
  CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM audit WHERE what = 'never';
  CREATE EVENT off ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM audit WHERE what = 'never';
  INSERT INTO t VALUES (1, 'x');`;

test("without the privilege that shows triggers, the task does not begin and names the grant", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY)");
  await expect(catchUp(await planOf(box, { triggers: "guard" }))).rejects.toMatchObject({ code: "source-privilege-missing", context: { detail: expect.stringContaining(`GRANT TRIGGER ON \`${box.source.database}\`.*`) } });
});

test.each(["cutover-planned", "cutover-dropped", null])("cut over, interrupted at %s and called again: no guard is left, the order stays, events run that ran at the source", async (failpoint) => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(setup);
  const plan = await planOf(box, { triggers: "guard", events: "disabled" });
  await box.source.run(`GRANT TRIGGER, EVENT ON *.* TO '${plan.source.user}'@'%'`);
  await catchUp(plan);
  await box.source.run("INSERT INTO t VALUES (2, 'y')");
  await catchUp(plan);
  await expectEqual(box);
  const d = `\`${box.destination.database}\``;
  // For the applications the triggers fire already.
  await box.destination.run(`INSERT INTO ${d}.t VALUES (50, 'app'); DELETE FROM ${d}.t WHERE id = 50;`);
  expect(await box.destination.rows(`SELECT what FROM ${d}.audit WHERE what LIKE 'app%'`)).toEqual([{ what: "app12" }]);
  const crash = new Error("crash");
  if (failpoint) await expect(cutOver(plan, (name) => { if (name === failpoint) throw crash; })).rejects.toBe(crash);
  const report = await cutOver(plan);
  expect(report.events).toEqual([`${box.destination.database}.nightly`]);
  expect([...report.triggers].sort()).toEqual(["a_second", "written", "z_first"].map((name) => `${box.destination.database}.${name}`));
  expect(await cutOver(plan)).toEqual({ triggers: [], events: [] });
  const triggers = "SELECT trigger_name AS name, action_order AS n, action_statement AS body FROM information_schema.triggers WHERE trigger_schema=? ORDER BY 1";
  expect(await box.destination.rows(triggers, [box.destination.database])).toEqual(await box.source.rows(triggers, [box.source.database]));
  const events = "SELECT event_name AS name, status FROM information_schema.events WHERE event_schema=? ORDER BY 1";
  expect(await box.destination.rows(events, [box.destination.database])).toEqual(await box.source.rows(events, [box.source.database]));
});
