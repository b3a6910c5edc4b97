import type { Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("different-servers", {
  topic: "Source and destination differ",
  title: "Source and destination are the same server",
  required: "Another server",
  why: "The task would read its own writes from the binlog as new changes. Choose another source or destination.",
});

export const differentServers: Check = {
  id: "different-servers", code: "CHECK_SAME_SERVER", side: "both", severity: "blocker", ignorable: false, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [source, destination] = [await context.facts("source"), await context.facts("destination")];
    const observed = [value(source.serverUuid ? "server_uuid" : "hostname:port:datadir", source.identity), value(destination.serverUuid ? "server_uuid" : "hostname:port:datadir", destination.identity)];
    if (source.identity !== destination.identity) return { status: "passed", observed };
    return { status: "failed", title: say("title"), observed, required: [{ ...value("server_uuid", ""), value: say("required") }], why: say("why"), step: "endpoints" };
  },
};
