/**
 * Whole-pipeline scenarios: each folder of `scenarios/` is a case in SQL.
 *
 *   source.sql    what the source holds before the task starts
 *   changes.sql   what happens later
 *   options.json  parts of the plan and of this driver; absent = defaults
 *
 *   destination.sql  what the destination holds before
 *
 * A line `[9.7 mariadb] …` belongs to these pairs of servers alone. `{db}` is the case's database at the source, `{destination}` the one at the
 * destination, `{ai_ci}` a collation of utf8mb4 that ignores case and accents. Every case runs with the changes made while the task is stopped, so that it meets them all with lag (the
 * reader is far behind every DDL), and between two servers of 9.7 also while it runs. Afterwards both servers are compared row by row.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EngineEvent, EnginePlan, SelectedDatabase } from "../engine/plan";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import type { ServerRole } from "./servers";
import { twoServers } from "./two-servers";

const servers = {
  "9.7": { source: "source", destination: "destination" },
  "5.6": { source: "source56", destination: "destination" },
  mariadb: { source: "mariadb", destination: "destination" },
  "to-mariadb": { source: "source", destination: "mariadb" },
} as const satisfies Record<string, { source: ServerRole; destination: ServerRole }>;
type Pair = keyof typeof servers;

interface Options {
  /** What the case shows, as a sentence. */
  readonly title?: string;
  /** Default: all. */
  readonly pairs?: readonly Pair[];
  /** Only of `objects` are database and name filled in when they are absent. */
  readonly plan?: Partial<Omit<EnginePlan, "objects">> & { readonly objects?: readonly Partial<SelectedDatabase>[] };
  /** Tables that are not compared, and why is said in the title. */
  readonly except?: readonly string[];
  /** Nothing is compared as a whole: what counts is asked at the destination. */
  readonly compare?: false;
  /** Statements at the destination that must give these rows in the end: `[sql, rows]`. */
  readonly destination?: readonly (readonly [string, readonly unknown[]])[];
  /** Codes or kinds of events that the changes must have caused. */
  readonly events?: readonly string[];
}

const folder = join(import.meta.dirname, "scenarios");

for (const name of readdirSync(folder).sort()) {
  const readFile = (file: string) => {
    try {
      return readFileSync(join(folder, name, file), "utf8");
    } catch {
      return null;
    }
  };
  const fill = (text: string, from: string, to: string) => text.replaceAll("{db}", from).replaceAll("{destination}", to);
  /** The lines that are for this pair. */
  const linesFor = (pair: Pair, text: string) =>
    text
      .replaceAll(/^\[([^\]]+)\] (.*)$/gm, (_, list: string, line: string) => (list.split(" ").includes(pair) ? line : ""))
      .replaceAll("{ai_ci}", pair === "9.7" ? "utf8mb4_0900_ai_ci" : "utf8mb4_unicode_ci");
  const optionsText = readFile("options.json") ?? "{}";
  const { title = name, pairs = Object.keys(servers) as Pair[] } = JSON.parse(optionsText) as Options;

  describe(title, () => {
    for (const pair of pairs) {
      for (const way of pair === "9.7" ? (["with lag", "while it runs"] as const) : (["with lag"] as const)) {
        test(`${pair}, ${way}`, async () => {
          await using box = await twoServers({ ...servers[pair], createDestination: false });
          const { database } = box.source;
          const renamed = await box.destination.another("_copy");
          const sql = (file: string) => fill(linesFor(pair, readFile(`${file}.sql`) ?? ""), database, renamed);
          const options = JSON.parse(fill(optionsText, database, renamed)) as Options;
          await box.destination.run(sql("destination"));
          // The newest collations of MySQL are unknown to MariaDB 10; 5.6 begins with latin1.
          if (pair !== "9.7") await box.source.run(`ALTER DATABASE \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
          await box.source.run(sql("source"));
          const objects = (options.plan?.objects ?? [{}]).map((object) => ({ database, as: renamed, ...object }));
          const plan = await planOf(box, { ...options.plan, objects });
          if (plan.triggers === "guard") await box.source.run(`GRANT TRIGGER, EVENT ON *.* TO '${plan.source.user}'@'%'`);
          const events: EngineEvent[] = [];
          if (way === "with lag") {
            events.push(...(await catchUp(plan)).events);
            await box.source.run(sql("changes"));
            events.push(...(await catchUp(plan)).events);
          } else {
            const task = startTask(plan);
            await task.whenApplied();
            await box.source.run(sql("changes"));
            await task.whenApplied();
            expect(await task.stop()).toEqual({ kind: "stopped" });
            events.push(...task.events);
          }
          if (options.compare !== false) await expectEqual(box, { [database]: renamed }, options.except ?? []);
          for (const [statement, rows] of options.destination ?? []) expect(await box.destination.rows(statement)).toEqual(rows);
          expect(events.map((event) => ("code" in event ? event.code : event.kind))).toEqual(expect.arrayContaining([...(options.events ?? [])]));
        });
      }
    }
  });
}
