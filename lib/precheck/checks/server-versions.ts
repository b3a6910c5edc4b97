import { atLeast, compareVersions, type ServerFacts } from "../../mysql/server-facts";
import type { Check } from "../check";
import { describeServer, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("server-versions", {
  topic: "Database versions",
  unsupported: "{server} is not a supported source",
  older: "The destination is older than the source",
  flavours: "Source and destination are different products",
  supported: "MySQL 5.6 to 9.x, MariaDB 10.3 and newer",
  source: "Source",
  destination: "Destination",
  notOlder: "Not older than the source",
  whyUnsupported: "The binlog of this version is not among those that are proven to be read without loss.",
  whyOlder: "Types, collations and statements that the source knows and the destination does not stop the task when they occur.",
  whyFlavours: "MySQL and MariaDB differ in types, functions and collations. Objects that only one of them knows cannot be created at the other.",
});

/** MySQL's 5.7 and MariaDB's 10.11 cannot be compared by number. */
function isSupportedSource(facts: ServerFacts): boolean {
  return facts.flavour === "mariadb" ? atLeast(facts.version, 10, 3) : atLeast(facts.version, 5, 6) && facts.version.major < 10;
}

export const serverVersions: Check = {
  id: "server-versions", code: "CHECK_SRC", side: "both", severity: "blocker", ignorable: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [source, destination] = [await context.facts("source"), await context.facts("destination")];
    const observed = [
      { ...value("", `${describeServer(source)} (${source.version.text})`), label: say("source") },
      { ...value("", `${describeServer(destination)} (${destination.version.text})`), label: say("destination") },
    ];
    if (!isSupportedSource(source)) {
      return { status: "failed", title: say("unsupported", { server: describeServer(source) }), observed, required: [{ label: say("source"), value: say("supported") }], why: say("whyUnsupported"), step: "endpoints" };
    }
    if (source.flavour !== destination.flavour) return { status: "warning", title: say("flavours"), observed, why: say("whyFlavours"), step: "endpoints" };
    const series = (facts: ServerFacts) => ({ ...facts.version, patch: 0 });
    if (compareVersions(series(destination), series(source)) < 0) {
      return { status: "warning", title: say("older"), observed, required: [{ label: say("destination"), value: say("notOlder") }], why: say("whyOlder"), step: "endpoints" };
    }
    return { status: "passed", observed };
  },
};
