import { expect, it } from "vitest";
import { isFlowing, taskStatuses } from "../tasks/status";
import { type AlertFacts, type AlertState, builtInRules, judge, step } from "./rules";

const calm: AlertFacts = { status: "running", lagMs: 0, lagLimitSeconds: 30, caughtUp: true, errorSentence: null, destinationFull: false, destinationFreePercent: null, runwayMs: 7 * 86_400_000, moved: true, loadingSinceMs: null, verification: null, workerAlive: true, remindAtMs: null, missedStart: false };
const found = { number: 4, failed: false, differences: 0, tables: 0, threshold: 1 };
const minute = 60_000;

it("on by default are lag above the task's limit for 5 minutes, an abnormal state, and the reminder that somebody asked for", () => {
  expect(Object.entries(builtInRules).filter(([, rule]) => rule.enabled).map(([kind, rule]) => [kind, rule.threshold, rule.forMinutes])).toEqual([
    ["lag", null, 5],
    ["state", 1, 1],
    ["reminder", 1, 0],
  ]);
});

it("lag must last, one dip in between begins anew", () => {
  const rule = builtInRules.lag;
  let state: AlertState | null = null;
  const seen: string[] = [];
  for (const [at, lagMs] of [[0, 40_000], [4, 45_000], [4.5, 10_000], [5, 31_000], [9, 31_000], [10, 31_000]] as const) {
    const { kind } = step(state, judge("lag", rule, { ...calm, lagMs, caughtUp: false }, false, at * minute).holds, rule, at * minute);
    seen.push(kind);
    if (kind === "pend") state = { state: "pending", sinceMs: at * minute, clearSinceMs: null };
    if (kind === "forget") state = null;
  }
  expect(seen).toEqual(["pend", "nothing", "forget", "pend", "nothing", "raise"]);
});

it("an active alert clears well below its limit and only when it stays there", () => {
  expect(judge("lag", { threshold: 30 }, { ...calm, lagMs: 26_000 }, true, 0).holds).toBe(true);
  expect(judge("lag", { threshold: 30 }, { ...calm, lagMs: 26_000 }, false, 0).holds).toBe(false);
  const active: AlertState = { state: "active", sinceMs: 0, clearSinceMs: null };
  expect(step(active, false, builtInRules.lag, minute).kind).toBe("clearing");
  expect(step({ ...active, clearSinceMs: minute }, true, builtInRules.lag, minute + 1).kind).toBe("holding");
  expect(step({ ...active, clearSinceMs: minute }, false, builtInRules.lag, minute + 59_999).kind).toBe("nothing");
  expect(step({ ...active, clearSinceMs: minute }, false, builtInRules.lag, 2 * minute).kind).toBe("clear");
});

it("what is unknown neither raises nor clears", () => {
  expect(judge("lag", { threshold: 30 }, { ...calm, lagMs: null, caughtUp: null }, true, 0).holds).toBeNull();
  expect(step({ state: "active", sinceMs: 0, clearSinceMs: null }, null, builtInRules.lag, minute).kind).toBe("nothing");
  expect(step(null, null, builtInRules.lag, minute).kind).toBe("nothing");
});

it("a rule that is switched off ends what it raised", () => {
  const off = { ...builtInRules.lag, enabled: false };
  expect(step({ state: "active", sinceMs: 0, clearSinceMs: null }, true, off, 1).kind).toBe("clear");
  expect(step({ state: "pending", sinceMs: 0, clearSinceMs: null }, true, off, 1).kind).toBe("forget");
});

it("each condition is told by its cause", () => {
  const cases = [
    judge("state", { threshold: 1 }, { ...calm, status: "failed", errorSentence: "The destination is full." }, false, 0),
    judge("runway", { threshold: 24 }, { ...calm, runwayMs: 5.55 * 3_600_000 }, false, 0),
    judge("no-progress", { threshold: 1 }, { ...calm, caughtUp: false, moved: false }, false, 0),
    judge("full-load", { threshold: 2 }, { ...calm, loadingSinceMs: 0 }, false, 3 * 3_600_000),
    judge("verification", { threshold: 1 }, { ...calm, verification: { ...found, differences: 2 } }, false, 0),
    judge("verification", { threshold: 5 }, { ...calm, verification: { ...found, tables: 1 } }, false, 0),
    judge("verification", { threshold: 5 }, { ...calm, verification: { ...found, failed: true } }, false, 0),
    judge("worker-lost", { threshold: 1 }, { ...calm, workerAlive: false }, false, 0),
    judge("destination-full", { threshold: 1 }, { ...calm, status: "failed", destinationFull: true }, false, 0),
    judge("destination-space", { threshold: 10 }, { ...calm, destinationFreePercent: 9.5 }, false, 0),
  ];
  expect(cases.map(({ holds, cause }) => [holds, cause])).toEqual([
    [true, "The destination is full."],
    [true, "The source may purge the binary log that this task needs in 5.5 hours."],
    [true, "Nothing is applied although the source has more."],
    [true, "The full load has run for 3 hours; the limit is 2 hours."],
    [true, "Verification 4 found 2 differing rows."],
    [true, "Verification 4 found 0 differing rows; missing or not comparable tables: 1."],
    [true, "Verification 4 could not be finished."],
    [true, "No runner has shown itself lately: the task does not move."],
    [true, "The destination has no space left: nothing can be written."],
    [true, "About 9.5 % of the destination's storage is free, by what was entered in Resources and copied since; the limit is 10 %."],
  ]);
  expect(judge("destination-space", { threshold: 10 }, { ...calm, destinationFreePercent: 10 }, false, 0).holds).toBe(false);
  expect(judge("destination-space", { threshold: 10 }, calm, true, 0).holds).toBe(false);
  expect(judge("verification", { threshold: 1 }, { ...calm, verification: { ...found, differences: 2, threshold: 3 } }, false, 0).holds).toBe(false);
});

it("objects that are modified, a lost connection and a border that is being reached end no alert of a task that works", () => {
  const bad = { ...calm, lagMs: 60_000, caughtUp: false, moved: false, workerAlive: false };
  const seen = Object.fromEntries(taskStatuses.map((status) => [status, (["lag", "no-progress", "worker-lost"] as const).filter((kind) => judge(kind, { threshold: 30 }, { ...bad, status }, true, 0).holds !== false)]));
  expect(seen).toEqual({
    not_configured: [],
    not_started: [],
    prechecking: ["worker-lost"],
    precheck_failed: [],
    ready: [],
    starting: ["worker-lost"],
    running: ["lag", "no-progress", "worker-lost"],
    modifying: ["lag", "no-progress", "worker-lost"],
    retrying: ["lag", "no-progress", "worker-lost"],
    pausing: ["lag", "no-progress", "worker-lost"],
    paused: [],
    failed: ["lag", "no-progress"],
    releasing: ["worker-lost"],
    released: [],
  });
  // What is as bad while objects are modified is raised as well.
  for (const status of taskStatuses.filter(isFlowing)) expect(judge("lag", { threshold: 30 }, { ...bad, status }, false, 0).holds).toBe(true);
  expect(judge("lag", { threshold: 30 }, { ...bad, status: "failed" }, false, 0).holds).toBeNull();
});

it("a lag rule without a limit of its own has the limit at which the task's screens warn", () => {
  const late = { ...calm, lagMs: 45_000, caughtUp: false, lagLimitSeconds: 60 };
  expect(judge("lag", builtInRules.lag, late, false, 0).holds).toBe(false);
  expect(judge("lag", builtInRules.lag, { ...late, lagMs: 61_000 }, false, 0)).toMatchObject({ holds: true, cause: "Lag is 61 s; the limit is 60 s." });
  expect(judge("lag", { threshold: 40 }, late, false, 0).cause).toBe("Lag is 45 s; the limit is 40 s.");
});

it("tells of a task that did not start at its time, until somebody looks after it", () => {
  const waits = { ...calm, status: "ready" as const };
  expect(judge("state", { threshold: 1 }, { ...waits, missedStart: true }, false, 0)).toMatchObject({ holds: true, cause: "The task did not start at its appointed time." });
  expect(judge("state", { threshold: 1 }, waits, true, 0).holds).toBe(false);
});
