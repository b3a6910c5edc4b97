import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { segmentsOf, taskLogFolder, TaskLogWriter } from "../logging/task-log";
import { readTaskLog } from "./read";

let dataDir: string;
beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), "task-log-"))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const folder = () => taskLogFolder(dataDir, "dts1");
const record = (n: number, more: object = {}) => JSON.stringify({ level: "info", time: new Date(1_790_000_000_000 + n * 1_000).toISOString(), component: "runner", n, message: `line ${n}`, ...more });
const texts = (page: { lines: readonly { message: string }[] }) => page.lines.map((line) => line.message);

test("what is written later comes with the next question, once and in order, over the border of files", async () => {
  const log = new TaskLogWriter(dataDir, "dts1", { bytes: 400, files: 10 });
  for (let n = 0; n < 5; n++) log.write(record(n));
  const first = await readTaskLog(folder(), { limit: 100 });
  expect(texts(first)).toEqual(["line 0", "line 1", "line 2", "line 3", "line 4"]);
  for (let n = 5; n < 12; n++) log.write(record(n));
  const next = await readTaskLog(folder(), { limit: 3, after: first.end });
  expect(texts(next)).toEqual(["line 5", "line 6", "line 7"]);
  expect(texts(await readTaskLog(folder(), { limit: 100, after: next.end }))).toEqual(["line 8", "line 9", "line 10", "line 11"]);
});

test("the newest lines come first, the older ones before them on demand", async () => {
  const log = new TaskLogWriter(dataDir, "dts1", { bytes: 300, files: 10 });
  for (let n = 0; n < 9; n++) log.write(record(n));
  const page = await readTaskLog(folder(), { limit: 4 });
  expect([texts(page), page.more]).toEqual([["line 5", "line 6", "line 7", "line 8"], true]);
  const older = await readTaskLog(folder(), { limit: 10, before: page.lines[0]!.cursor });
  expect([texts(older), older.more]).toEqual([["line 0", "line 1", "line 2", "line 3", "line 4"], false]);
});

test("only so many files are kept, and a writer that begins anew goes on in the last", () => {
  for (let n = 0; n < 60; n++) new TaskLogWriter(dataDir, "dts1", { bytes: 300, files: 3 }).write(record(n));
  const kept = segmentsOf(folder());
  expect(kept).toHaveLength(3);
  expect(kept[0]!.number).toBeGreaterThan(3);
});

test("level, component, text and moment choose lines; what is no record is shown all the same", async () => {
  const log = new TaskLogWriter(dataDir, "dts1");
  log.write(record(0, { level: "debug" }));
  log.write(record(1, { level: "warn", component: "schema", table: "crm.deal" }));
  log.write(record(200, { component: "schema" }));
  log.write("no JSON");
  expect(texts(await readTaskLog(folder(), { limit: 9, level: "warn" }))).toEqual(["line 1"]);
  expect(texts(await readTaskLog(folder(), { limit: 9, component: "schema" }))).toEqual(["line 1", "line 200"]);
  expect(texts(await readTaskLog(folder(), { limit: 9, text: "CRM.deal" }))).toEqual(["line 1"]);
  expect(texts(await readTaskLog(folder(), { limit: 9, atMs: 1_790_000_200_000 }))).toEqual(["line 200"]);
  expect(texts(await readTaskLog(folder(), { limit: 9 }))).toContain("no JSON");
});
