import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("name-case", {
  topic: "Case of names",
  clash: "{count, plural, one {# name differs} other {# names differ}} from another in case alone, which the destination does not tell apart",
  folded: "{count, plural, one {# name is} other {# names are}} stored in lower case at the destination",
  whyClash: "Two tables of the source would be one at the destination. Give one of them another name in the destination.",
  whyFolded: "The destination ignores the case of names and stores them in lower case. Applications find the tables, but lists of tables show other names. To plan for it, choose DTS default policy under Capitalization of object names.",
  notUpper: "The destination stores names of databases and tables in lower case, not in upper case",
  whyNotUpper: "lower_case_table_names is 1 there, which nobody can change in a server that has data: upper case holds for columns alone. To say what will be there, choose DTS default policy under Capitalization of object names.",
});

export const nameCase: Check = {
  id: "name-case", code: "CHECK_CASE", side: "both", severity: "blocker", ignorable: false, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [source, destination] = [await context.facts("source"), await context.facts("destination")];
    const observed = [value("source lower_case_table_names", source.lowerCaseTableNames), value("destination lower_case_table_names", destination.lowerCaseTableNames)];
    const raised = context.input.objects.some(({ capitalization }) => capitalization === "upper") && destination.lowerCaseTableNames === 1;
    const notUpper = { status: "warning" as const, title: say("notUpper"), observed, why: say("whyNotUpper"), step: "objects" as const };
    if (destination.lowerCaseTableNames === 0 || source.lowerCaseTableNames !== 0) return raised ? notUpper : { status: "passed", observed };
    const selected = await context.selected();
    const objects = [...selected.tables, ...selected.views];
    const names = objects.map((object) => object.target);
    const groups = new Map<string, typeof objects>();
    for (const object of objects) {
      const folded = `${object.target.database}.${object.target.table}`.toLowerCase();
      groups.set(folded, [...(groups.get(folded) ?? []), object]);
    }
    const list = (found: typeof names): AffectedObject[] => found.map((name) => ({ kind: "table", database: name.database, name: name.table, note: verbatim(`${name.database}.${name.table}`.toLowerCase()) }));
    const clashing = [...groups.values()].filter((group) => group.length > 1).flatMap((group) => group.map(({ source: name }) => name));
    if (clashing.length > 0) return { status: "failed", title: say("clash", { count: clashing.length }), observed, why: say("whyClash"), affected: list(clashing), step: "objects" };
    if (raised) return notUpper;
    const folded = names.filter((name) => `${name.database}.${name.table}` !== `${name.database}.${name.table}`.toLowerCase());
    if (folded.length > 0) return { status: "warning", title: say("folded", { count: folded.length }), observed, why: say("whyFolded"), affected: list(folded), step: "objects" };
    return { status: "passed", observed };
  },
};
