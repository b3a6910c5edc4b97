import { describe, expect, it } from "vitest";
import { buildPlan } from "../../runner/build-plan";
import { configuredTask, controlDatabase } from "../../testing/control-database";
import { getTaskRow } from "../data";
import { objectsSliceSchema } from "../schema";
import { parseTaskFile } from "../task-file";
import { taskFileText } from "./data";

const objects = objectsSliceSchema.parse({
  objects: [
    { database: "shop: 'x' #1", as: "${shop}", ddl: ["alter-table"], tables: [{ name: "order`s", as: "no", dml: ["insert"], filter: "id > 100 AND name <> '#'", excludeColumns: ["a\tb"], columnNames: { "c: d": "#e" } }, { name: "0123" }] },
    { database: "crm", rules: [{ kind: "replace", text: ": #", replacement: "'", like: "t_*" }, { kind: "upper" }], overrides: [{ name: "true", as: "null" }] },
  ],
  capitalization: "lower",
  existingTables: "ignore",
  ignoreAccepted: true,
  onlineDdlTables: "copy",
  retryMinutes: 30,
  otherRetryMinutes: 5,
  dml: ["insert", "delete"],
  conflictPolicy: "ignore",
  triggers: "guard",
  events: "disabled",
  followRenames: true,
  ddl: ["alter-table", "truncate-table"],
  heartbeatSeconds: 20,
  caps: { full: { queriesPerSecond: 3, rowsPerSecond: 5, bytesPerSecond: 7 }, incremental: { bytesPerSecond: 9 } },
  parallel: { appliers: 3, loaders: 1, chunkRows: 2_000 },
});

describe("a task's configuration as a task file", () => {
  it("makes the command line do what the runner does, whatever the names look like, and holds no password", { timeout: 60_000 }, async () => {
    await using control = await controlDatabase();
    for (const initialization of [
      { schema: false, data: false, position: { kind: "file", file: "binlog.000042", offset: 157 } },
      { schema: false, data: false, position: { kind: "gtid", gtidSet: "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5" } },
      { schema: true, data: false, position: { kind: "now" } },
      {},
    ]) {
      const id = await configuredTask(control, { objects, initialization, source: { address: "10.0.0.1", port: 3306, account: "0123${HOME}", password: "s3cret" } });
      const text = await taskFileText(id);
      expect(text).not.toContain("s3cret");
      const parsed = parseTaskFile(text, { variables: { SOURCE_PASSWORD: "s3cret", DESTINATION_PASSWORD: "secret" }, readText: () => "" });
      if (!parsed.ok) throw new Error(`${text}\n${JSON.stringify(parsed.faults)}`);
      const { epoch: _epoch, ...plan } = await buildPlan(await getTaskRow(id), 1);
      const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_key, each: unknown) => (each instanceof Object && "reveal" in each ? String(each) : each)));
      expect(plain({ ...parsed.file.plan, source: { ...parsed.file.plan.source, password: "" }, destination: { ...parsed.file.plan.destination, password: "" } })).toEqual(
        plain({ ...plan, source: { ...plan.source, password: "" }, destination: { ...plan.destination, password: "" } }),
      );
      expect(parsed.file).toMatchObject({ name: id, retryMinutes: 30, otherRetryMinutes: 5 });
    }
  });
});
