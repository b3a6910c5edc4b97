import { expect, it } from "vitest";
import { configuredTask, controlDatabase } from "../testing/control-database";
import { liveRead, liveReads } from "./reads";

it("answers what the route of an address answers, and nothing else", async () => {
  await using control = await controlDatabase();
  const id = await configuredTask(control);
  expect(await liveRead(`/api/tasks/${id}`)?.read()).toMatchObject({ id });
  expect(await liveRead(`/api/tasks/${id}/events?limit=3`)?.read()).toMatchObject({ rows: [{ message: "Instance created." }], nextBefore: null });
  expect(await liveRead("/api/tasks?q=nothing")?.read()).toMatchObject({ rows: [], total: 0 });
  await expect(liveRead("/api/tasks/dts0/precheck/1")?.read()).rejects.toMatchObject({ code: "not-found" });
  for (const address of Object.keys(liveReads)) {
    const path = address.replace("[taskId]", id).replace("[number]", "1").replace("[database]", "a%20b").replace("[table]", "c");
    expect(liveRead(path), path).not.toBeNull();
  }
  for (const other of ["/api/session", "/api/users", "/api/tasks/", "/api/tasks/a/b/c", "/api/tasks/../users", "//elsewhere/api/tasks", "https://elsewhere/api/tasks", "/api/tasks#x", "/api/tasks/%2e%2e/users", ""])
    expect(liveRead(other), other).toBeNull();
});

it("reads lines over long windows less often", () => {
  expect([liveRead("/api/tasks/a/figures?from=now-1h&to=now")?.everyMs, liveRead("/api/tasks/a/figures?from=now-24h&to=now")?.everyMs]).toEqual([5_000, 30_000]);
});
