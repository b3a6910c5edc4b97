/**
 * Whole-pipeline scenarios: each folder of `scenarios/` is a case in SQL.
 *
 *   source.sql    what the source holds before the task starts
 *   changes.sql   what happens later
 *   options.json  parts of the plan and of this driver; absent = defaults
 *
 * `{db}` is the case's database at the source. Every case runs twice: the changes come while the task is stopped, so that it meets them all with lag
 * (the reader is far behind every DDL), and while it runs. Afterwards both servers are compared row by row.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EnginePlan } from "../engine/plan";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { twoServers } from "./two-servers";

interface Options {
  /** What the case shows, as a sentence. */
  readonly title?: string;
  readonly plan?: Partial<EnginePlan>;
  /** Tables that are not compared, and why is said in the title. */
  readonly except?: readonly string[];
  /** Statements at the destination that must give these rows in the end: `[sql, rows]`. */
  readonly destination?: readonly (readonly [string, readonly unknown[]])[];
}

const folder = join(import.meta.dirname, "scenarios");

for (const name of readdirSync(folder).sort()) {
  const read = (file: string, otherwise: string) => {
    try {
      return readFileSync(join(folder, name, file), "utf8");
    } catch {
      return otherwise;
    }
  };
  const fill = (text: string, from: string, to: string) => text.replaceAll("{db}", from).replaceAll("{destination}", to);
  const title = (JSON.parse(read("options.json", "{}")) as Options).title ?? name;

  describe(title, () => {
    for (const way of ["with lag", "while it runs"] as const) {
      test(way, async () => {
        await using box = await twoServers({ createDestination: false });
        const { database } = box.source;
        const renamed = await box.destination.another("_copy");
        const sql = (file: string) => fill(read(file, ""), database, renamed);
        const options = JSON.parse(fill(read("options.json", "{}"), database, renamed)) as Options;
        await box.source.run(sql("source.sql"));
        const plan = await planOf(box, { objects: [{ database, as: renamed }], ...options.plan });
        if (way === "with lag") {
          await catchUp(plan);
          await box.source.run(sql("changes.sql"));
          await catchUp(plan);
        } else {
          const task = startTask(plan);
          await task.whenApplied();
          await box.source.run(sql("changes.sql"));
          await task.whenApplied();
          expect(await task.stop()).toEqual({ kind: "stopped" });
        }
        await expectEqual(box, { [database]: renamed }, options.except ?? []);
        for (const [statement, rows] of options.destination ?? []) expect(await box.destination.rows(statement)).toEqual(rows);
      });
    }
  });
}
