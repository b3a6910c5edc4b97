import type { Check } from "../check";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("max-allowed-packet", {
  topic: "max_allowed_packet",
  title: "The destination accepts smaller packets than the source",
  why: "A row that the source holds can be too large for one statement at the destination. The task stops at such a row.",
});

export const maxAllowedPacket: Check = {
  id: "max-allowed-packet", code: "CHECK_MAX_PACKET", side: "both", severity: "warning", ignorable: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [source, destination] = [await context.facts("source"), await context.facts("destination")];
    const observed = [value("source", source.maxAllowedPacket), value("destination", destination.maxAllowedPacket)];
    if (destination.maxAllowedPacket >= source.maxAllowedPacket) return { status: "passed", observed };
    return {
      status: "warning", title: say("title"), observed, required: [value("destination", `≥ ${source.maxAllowedPacket}`)], why: say("why"),
      fixes: settingFixes("destination", destination, context.endpoint("destination"), { max_allowed_packet: source.maxAllowedPacket }),
    };
  },
};
