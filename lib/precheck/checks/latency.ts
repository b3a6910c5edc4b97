import type { Check } from "../check";
import type { CheckContext, Role } from "../context";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("latency", {
  topic: "Way to the servers",
  source: "An answer of the source takes {ms} ms",
  destination: "An answer of the destination takes {ms} ms",
  required: "less than {ms} ms",
  why: "Every transaction waits for some answers of the destination, and every piece of the copy for some of the source. Let the runner work close to the destination.",
});

/** Round trip from which on it is felt. */
const tolerated = { source: 100, destination: 30 } as const;
const rounds = 7;

export const latency: Check = {
  id: "latency", code: "CHECK_LATENCY", side: "both", severity: "warning", ignorable: true, measured: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const measured = [{ role: "source" as const, ms: await roundTrip(context, "source") }, { role: "destination" as const, ms: await roundTrip(context, "destination") }];
    const observed = measured.map(({ role, ms }) => value(role, `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`));
    const slow = measured.filter(({ role, ms }) => ms >= tolerated[role]).sort((one) => (one.role === "destination" ? -1 : 1))[0];
    if (!slow) return { status: "passed", observed };
    return { status: "warning", title: say(slow.role, { ms: Math.round(slow.ms) }), observed, required: [{ ...value(slow.role, ""), value: say("required", { ms: tolerated[slow.role] }) }], why: say("why") };
  },
};

/** Fastest of some: what the way itself takes, without the moments in which server or runner were busy. Milliseconds. */
async function roundTrip(context: CheckContext, role: Role): Promise<number> {
  await context.facts(role);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    best = Math.min(best, await context.use(role, async (connection) => {
      const begun = performance.now();
      await connection.query("SELECT 1");
      return performance.now() - begun;
    }));
  }
  context.note(role, "SELECT 1");
  return best;
}
