import { describe, expect, it } from "vitest";
import { displayStatus, displayValues, statusesOf } from "@/lib/tasks/status";
import { taskActionKinds, type AllowedActions } from "@/lib/tasks/action-rules";
import type { AttentionView } from "@/lib/tasks/view";
import { primaryAction } from "./action-model";

const every = (allowed: boolean) => Object.fromEntries(taskActionKinds.map((kind) => [kind, allowed])) as AllowedActions;
const all = every(true);
const none = every(false);
const at = (value: (typeof displayValues)[number], allowed: AllowedActions, attention: AttentionView = { kind: "none" }) => {
  const { status, initializing } = statusesOf(value);
  const phase = initializing === true ? "load" : initializing === false ? "stream" : null;
  return primaryAction({ status: { ...displayStatus(status, phase), status, phase, sinceMs: 0 }, allowed, attention });
};

describe("the button of a state", () => {
  it("is the step that brings the task forward", () => {
    expect(at("NotConfigured", all)).toBe("configure");
    expect(at("PreCheckPass", all)).toBe("start");
    expect(at("Synchronizing", all)).toBe("pause");
    expect(at("Suspending", all)).toBe("resume");
    expect(at("Failed", all)).toBe("retryNow");
  });
  it("leads to the warnings when they wait for an acknowledgement", () => {
    expect(at("PreCheckPass", all, { kind: "precheck-warnings", warnings: 2, reportNumber: 1, startsAtMs: null })).toBe("viewPrecheck");
  });
  it("begins anew where the source no longer has what comes next: trying again cannot help", () => {
    const failed = (code: "binlog-purged" | "destination-query-failed") => at("Failed", all, { kind: "failed", code, sentence: "" });
    expect([failed("binlog-purged"), failed("destination-query-failed")]).toEqual(["reset", "retryNow"]);
  });
  it("never is an action that the server would refuse", () => {
    for (const value of displayValues) expect([null, "configure", "viewPrecheck"]).toContain(at(value, none));
  });
});
