import type { Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("clock-skew", {
  topic: "Clocks",
  source: "The source's clock differs from the runner's",
  destination: "The destination's clock differs from the runner's",
  required: "Less than 2 seconds",
  why: "Rows arrive unchanged. Lag is corrected by the measured difference, but times in logs of the servers do not match, and functions such as NOW() give other values at the destination.",
  ntp: "Let the clock be set by time servers",
});

const toleratedMs = 2_000;

export const clockSkew: Check = {
  id: "clock-skew", code: "CHECK_CLOCK", side: "both", severity: "warning", ignorable: true, measured: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const sides = [
      { role: "source" as const, facts: await context.facts("source") },
      { role: "destination" as const, facts: await context.facts("destination") },
    ];
    const observed = sides.map(({ role, facts }) => value(role, `${facts.clockOffsetMs >= 0 ? "+" : ""}${facts.clockOffsetMs} ms (± ${Math.ceil(facts.clockUncertaintyMs)} ms)`));
    const off = sides.find(({ facts }) => Math.abs(facts.clockOffsetMs) - facts.clockUncertaintyMs > toleratedMs);
    if (!off) return { status: "passed", observed };
    return { status: "warning", title: say(off.role), observed, required: [{ ...value(off.role, ""), value: say("required") }], why: say("why"), fixes: [fix("shell", off.role, off.facts, say("ntp"), "timedatectl set-ntp true", { risk: "low" })] };
  },
};
