import type { Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("time-zone", {
  topic: "Time zones",
  title: "The destination does not know the source's time zone {zone}",
  why: "Schema changes run in the time zone of the session that made them. A zone that the destination does not know stops the task at the first one.",
  independent: "The task's own sessions run in UTC: DATETIME and TIMESTAMP values arrive unchanged.",
  load: "Load the time zone tables at the destination",
  loadNote: "Needs an account that may write to the database mysql.",
});

export const timeZone: Check = {
  id: "time-zone", code: "CHECK_TIME_ZONE", side: "both", severity: "warning", ignorable: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [source, destination] = [await context.facts("source"), await context.facts("destination")];
    const spell = (facts: typeof source) => (facts.timeZone === "SYSTEM" ? `SYSTEM (${facts.systemTimeZone})` : facts.timeZone);
    const observed = [value("source", spell(source)), value("destination", spell(destination))];
    const isNamed = source.timeZone !== "SYSTEM" && !/^[+-]\d/.test(source.timeZone);
    const [row] = isNamed ? await context.query("destination", "SELECT CONVERT_TZ('2020-01-01 00:00:00', '+00:00', ?) AS at", [source.timeZone]) : [{ at: "known" }];
    if (row?.at !== null) return { status: "passed", observed, why: say("independent") };
    return {
      status: "warning", title: say("title", { zone: source.timeZone }), observed, why: say("why"),
      fixes: [fix("shell", "destination", destination, say("load"), `mysql_tzinfo_to_sql /usr/share/zoneinfo | mysql -h ${context.settings("destination").host} -P ${context.settings("destination").port} -u <administrator> -p mysql`, { risk: "low", note: say("loadNote") })],
    };
  },
};
