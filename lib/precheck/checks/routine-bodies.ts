import { atLeast } from "../../mysql/server-facts";
import { quoteAccount } from "../../mysql/grants";
import type { Check } from "../check";
import { grantFix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("routine-bodies", {
  topic: "Functions and procedures readable",
  title: "Functions and procedures of the source are hidden from the account",
  onlyTables: "No whole database is selected, so no functions or procedures are carried.",
  noSchema: "Without initial schema synchronization no functions or procedures are copied.",
  why: "The server shows routines only to accounts with a further privilege. If the selected databases hold functions or procedures, they are not created at the destination.",
  required: "SHOW_ROUTINE, or SELECT on *.*",
  requiredProc: "SELECT on mysql.proc",
});

/** With SELECT on single databases the server does not even list routines (measured on 5.6, 9.7, MariaDB 10.11). */
export const routineBodies: Check = {
  id: "routine-bodies", code: "CHECK_ROUTINE_BODIES", side: "source", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  appliesTo: (context) => (!context.input.options.initialSchema ? say("noSchema") : context.input.objects.every((object) => object.tables !== undefined) ? say("onlyTables") : null),
  async run(context) {
    const [facts, grants] = [await context.facts("source"), await context.grants("source")];
    const hasDictionary = facts.flavour === "mysql" && atLeast(facts.version, 8, 0, 20);
    const readable = grants.hasPrivilege("SELECT") || (hasDictionary ? grants.hasPrivilege("SHOW_ROUTINE") : grants.hasPrivilege("SELECT", "mysql", "proc"));
    const count = (await context.selected()).routines.length;
    const observed = [value("information_schema.ROUTINES", count)];
    if (readable) return { status: "passed", observed };
    const account = quoteAccount(facts.account);
    return {
      status: "warning", title: say("title"), observed, why: say("why"),
      required: [{ ...value("GRANT", ""), value: hasDictionary ? say("required") : say("requiredProc") }],
      fixes: [grantFix("source", facts, [hasDictionary ? `GRANT SHOW_ROUTINE ON *.* TO ${account};` : `GRANT SELECT ON \`mysql\`.\`proc\` TO ${account};`])],
      step: "endpoints",
    };
  },
};
