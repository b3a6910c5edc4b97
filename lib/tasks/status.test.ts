import { describe, expect, it } from "vitest";
import { can, displayStatus, displayValues, isTerminal, nextStatus, runnableStatuses, type TaskAction, taskStatuses, transitions, statusesOf } from "./status";

describe("a task's status", () => {
  it("walks the main road from Not Configured to Synchronizing, pause and resume", () => {
    const road: [TaskAction, string][] = [
      ["configured", "not_started"],
      ["precheck", "prechecking"],
      ["precheck-passed", "ready"],
      ["start", "starting"],
      ["began", "running"],
      ["retry", "retrying"],
      ["recovered", "running"],
      ["pause", "pausing"],
      ["drained", "paused"],
      ["resume", "starting"],
      ["fail", "failed"],
      ["reset", "not_configured"],
      ["release", "released"],
    ];
    let status = taskStatuses[0] as (typeof taskStatuses)[number];
    for (const [action, expected] of road) {
      const next = nextStatus(status, action);
      expect(next, `${status} --${action}`).toBe(expected);
      status = next ?? status;
    }
  });

  it("never edits, resets or releases what runs", () => {
    for (const status of runnableStatuses) expect((["edit", "configured", "reset", "release"] as const).filter((action) => can(status, action))).toEqual([]);
  });

  it("ends only as a tombstone", () => {
    expect(taskStatuses.filter(isTerminal)).toEqual(["released"]);
  });

  it("can be reached, whichever it is", () => {
    const reached = new Set(["not_configured", ...Object.values(transitions).flatMap((actions) => Object.values(actions))]);
    expect([...taskStatuses].filter((status) => !reached.has(status))).toEqual([]);
  });

  it("has the vendor's word, which depends on the phase while data moves", () => {
    expect(displayStatus("running", null).value).toBe("Initializing");
    expect(displayStatus("running", "load").value).toBe("Initializing");
    expect(displayStatus("running", "catch_up").value).toBe("Synchronizing");
    expect(displayStatus("running", "stream")).toMatchObject({ value: "Synchronizing", tone: "ok", live: true });
    expect(displayStatus("failed", "schema").value).toBe("InitializeFailed");
    expect(displayStatus("failed", "stream").value).toBe("Failed");
    expect(displayStatus("paused", "stream").value).toBe("Suspending");
  });

  it("gives the same word back for every value of the filter", () => {
    for (const value of displayValues) {
      const { status, initializing } = statusesOf(value);
      expect(displayStatus(status, initializing === undefined || initializing ? null : "stream").value).toBe(value);
    }
  });
});
