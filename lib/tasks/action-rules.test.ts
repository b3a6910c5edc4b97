import { describe, expect, it } from "vitest";
import type { Phase } from "../engine/plan";
import { allowedActions, isAllowed, type TaskActionKind } from "./action-rules";
import { can, taskStatuses, type TaskAction } from "./status";

const phases: readonly (Phase | null)[] = [null, "schema", "load", "catch_up", "stream"];
const every = taskStatuses.flatMap((status) => phases.map((phase) => ({ status, phase })));

describe("what may be done to a task", () => {
  it("is never what the transition table refuses", () => {
    const behind: Partial<Record<TaskActionKind, readonly TaskAction[]>> = {
      configure: ["edit"],
      precheck: ["precheck"],
      start: ["start", "precheck"],
      resume: ["resume"],
      pause: ["pause"],
      reset: ["reset"],
      release: ["release"],
    };
    for (const task of every)
      for (const [kind, actions] of Object.entries(behind)) {
        if (isAllowed(kind as TaskActionKind, task)) expect(actions.some((action) => can(task.status, action)), `${kind} of ${task.status}`).toBe(true);
      }
  });
  it("is nothing for a tombstone but to make another like it", () => {
    const allowed = allowedActions({ status: "released", phase: "stream" });
    expect(Object.entries(allowed).flatMap(([kind, yes]) => (yes ? [kind] : []))).toEqual(["createSimilar", "createReverse"]);
  });
  it("leaves a way on or a way out in every state that nobody works on", () => {
    for (const task of every.filter(({ status }) => ["not_configured", "not_started", "precheck_failed", "ready", "paused", "failed"].includes(status))) {
      const allowed = allowedActions(task);
      expect(allowed.release && (allowed.configure || allowed.start || allowed.resume || allowed.retryNow), task.status).toBe(true);
    }
  });
});
