import type { AffectedObject, Check } from "../check";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("function-creation", {
  topic: "Functions can be created at the destination",
  title: "The destination refuses {count, plural, one {# function} other {# functions}} of the selection",
  noSchema: "Without initial schema synchronization and schema changes no functions are created.",
  why: "With the binlog on, the server lets only accounts with SUPER create functions, unless it is told to trust them (error 1419).",
});

export const functionCreation: Check = {
  id: "function-creation", code: "CHECK_FUNCTION_CREATE", side: "destination", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  appliesTo: ({ input: { options } }) => (options.initialSchema || options.ddl !== false ? null : say("noSchema")),
  async run(context) {
    const [facts, grants, selected] = [await context.facts("destination"), await context.grants("destination"), await context.selected()];
    const functions = selected.routines.filter((routine) => routine.kind === "function");
    const observed = [value("log_bin", facts.logBin ? "ON" : "OFF"), value("log_bin_trust_function_creators", facts.logBinTrustFunctionCreators === null ? null : facts.logBinTrustFunctionCreators ? "ON" : "OFF")];
    if (!facts.logBin || facts.logBinTrustFunctionCreators !== false || functions.length === 0 || grants.hasPrivilege("SUPER")) return { status: "passed", observed };
    return {
      status: "failed", title: say("title", { count: functions.length }), observed, required: [value("log_bin_trust_function_creators", "ON")], why: say("why"),
      fixes: settingFixes("destination", facts, context.endpoint("destination"), { log_bin_trust_function_creators: "ON" }),
      affected: functions.map((routine): AffectedObject => ({ kind: "function", database: routine.target.database, name: routine.target.table, note: null })),
    };
  },
};
