import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { environment } from "../../config/env";
import { taskLogFolder } from "../../logging/task-log";
import { configuredTask, controlDatabase } from "../../testing/control-database";
import { diagnosticBundle } from "./data";
import { bundleText } from "./text";

test("what is handed to a helper has the error, the settings, events, log and versions, and no secret", async () => {
  await using control = await controlDatabase();
  const id = await configuredTask(control, {
    status: "failed",
    objects: { objects: [{ database: "shop", tables: [{ name: "orders", filter: "owner = 'bob-the-customer'" }] }] },
    source: { password: "s3cret-of-the-source", address: "10.0.0.1", port: 3306, account: "dts_sync" },
  });
  const row = await control.db.task.findUniqueOrThrow({ where: { id } });
  const endpoints = row.endpoints as { source: object; destination: object };
  await control.db.task.update({
    where: { id },
    data: {
      endpoints: { ...endpoints, source: { ...endpoints.source, encryption: { mode: "verify", ca: "-----BEGIN CERTIFICATE-----abc" } } },
      unsaved: { endpoints: { password: "typed-but-not-saved" } },
      errorCode: "destination-rejects-row",
      errorAtMs: Date.now(),
      errorContext: { table: "shop.orders", key: "id=4711-of-bob", serverMessage: "Out of range value", password: "in-a-context" },
    },
  });
  await control.db.taskEvent.create({ data: { taskId: id, atMs: Date.now(), kind: "status", severity: "error", actor: "runner", message: "The destination rejects a row.", code: "destination-rejects-row", position: "binlog.000073:4", detail: { key: "id=4711-of-bob" } } });
  await control.db.verificationJob.create({ data: { taskId: id, status: "failed", settings: {}, dueAtMs: 0, startedBy: "li", createdAtMs: 0, errorCode: "source-unreachable" } });
  const folder = taskLogFolder(environment().dataDir, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/000001.jsonl`, `${JSON.stringify({ time: Date.now(), level: "error", component: "writer", msg: "task failed", lane: 3, key: "id=4711-of-bob" })}\n`);
  const text = await diagnosticBundle(id);
  for (const part of ["== Versions ==", "Node v", "== State ==", "destination-rejects-row at", "table: shop.orders", "server: Out of range value", '"filter": "(a condition)"', '"account": "dts_sync"', "The destination rejects a row.", "binlog.000073:4", "task failed", "lane=3", "error source-unreachable"]) expect(text).toContain(part);
  for (const secret of ["s3cret-of-the-source", "bob-the-customer", "BEGIN CERTIFICATE", "typed-but-not-saved", "4711-of-bob", "in-a-context", row.sourceSecret ?? "sealed"]) expect(text).not.toContain(secret);
});

test("a section without lines is left out, and a line of megabytes is cut", () => {
  const text = bundleText("head", [
    { title: "Empty", lines: [] },
    { title: "Long", lines: ["x".repeat(5_000)] },
  ]);
  expect(text).not.toContain("Empty");
  expect(text).toContain("… (5000 characters)");
  expect(text.length).toBeLessThan(2_200);
});
