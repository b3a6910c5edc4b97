import { describe, expect, it } from "vitest";
import { displayStatus, type TaskStatus } from "@/lib/tasks/status";
import type { TaskDetail } from "@/lib/tasks/view";
import { phaseStates } from "./phase-state";

const at = (status: TaskStatus, phase: TaskDetail["status"]["phase"], initialization = { schema: true, data: true }) =>
  phaseStates({
    status: { ...displayStatus(status, phase), status, phase, sinceMs: 0 },
    phaseTimes: {},
    settings: { endpoints: null, objects: null, initialization: { ...initialization, start: { mode: "auto" }, position: { kind: "now" } } },
  });

describe("the three phases", () => {
  it("wait, run and end in order", () => {
    expect(at("not_started", null)).toEqual({ schema: "waiting", load: "waiting", incremental: "waiting" });
    expect(at("running", "load")).toEqual({ schema: "done", load: "running", incremental: "waiting" });
    expect(at("running", "catch_up")).toEqual({ schema: "done", load: "done", incremental: "running" });
    expect(at("running", "stream")).toEqual({ schema: "done", load: "done", incremental: "live" });
  });
  it("are held while nobody works and stopped by an error", () => {
    expect(at("paused", "load").load).toBe("held");
    expect(at("failed", "schema").schema).toBe("stopped");
  });
  it("are not included when the configuration leaves them out", () => {
    expect(at("running", "stream", { schema: false, data: false })).toEqual({ schema: "skipped", load: "skipped", incremental: "live" });
  });
});
