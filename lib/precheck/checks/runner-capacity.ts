import type { Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("runner-capacity", {
  topic: "Free place on a runner",
  title: "No runner has a free place for this task",
  byHand: "The command line runs the task itself.",
  places: "Places of all runners",
  taken: "Taken by other tasks",
  required: "At least one free",
  why: "The task waits until another one ends, is paused or is released.",
  more: "Give the runners more places, or start another runner",
  moreNote: "Read when a runner starts.",
});

export const runnerCapacity: Check = {
  id: "runner-capacity", code: "CHECK_CAPACITY", side: "runner", severity: "blocker", ignorable: true, measured: true, dependsOn: [], topic: say("topic"),
  appliesTo: (context) => (context.input.capacity ? null : say("byHand")),
  async run(context) {
    const { places, taken } = context.input.capacity!;
    const observed = [{ ...value("", places), label: say("places") }, { ...value("", taken), label: say("taken") }];
    if (taken < places) return { status: "passed", observed };
    return {
      status: "failed", title: say("title"), observed, required: [{ label: say("places"), value: say("required") }], why: say("why"),
      fixes: [fix("shell", "runner", null, say("more"), `TRIBUTARY_RUNNER_TASKS=${places + 5}`, { risk: "low", note: say("moreNote"), needsRestart: true })],
    };
  },
};
