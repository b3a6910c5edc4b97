import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { speaker, type Text } from "../text";

const say = speaker("object-names", {
  topic: "Names in the destination",
  title: "{count, plural, one {# name} other {# names}} cannot be used in the destination",
  why: "The destination refuses the name, or two objects would become one. Give the objects another name in the destination.",
  checked: "Names checked",
  long: "longer than 64 characters",
  characters: "ends with a blank, or holds a character that names cannot hold",
  system: "belongs to the server itself",
  bookkeeping: "is the database in which the task records its progress",
  twice: "is the destination of {first} as well",
  columnTwice: "columns {first} and {second} would both have this name",
});

const systemDatabases = new Set(["mysql", "information_schema", "performance_schema", "sys"]);

/** Names hold characters of the Basic Multilingual Plane without NUL, and do not end with a blank (manual, "Schema Object Names"). */
function fault(name: string): "long" | "characters" | null {
  if ([...name].length > 64) return "long";
  return name === "" || /[\0\u{10000}-\u{10ffff}]/u.test(name) || name.endsWith(" ") ? "characters" : null;
}

export const objectNames: Check = {
  id: "object-names", code: "CHECK_NAME_CHARS", side: "objects", severity: "blocker", ignorable: false, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const selected = await context.selected();
    const bad: AffectedObject[] = [];
    const add = (kind: AffectedObject["kind"], database: string | null, name: string, note: Text) => bad.push({ kind, database, name, note });
    for (const { target } of selected.databases) {
      const wrong = fault(target);
      if (wrong) add("database", null, target, say(wrong));
      else if (systemDatabases.has(target.toLowerCase())) add("database", null, target, say("system"));
      else if (target === context.input.options.bookkeepingDatabase) add("database", null, target, say("bookkeeping"));
    }
    const taken = new Map<string, string>();
    for (const object of [...selected.tables.map((table) => ({ kind: "table" as const, ...table })), ...selected.views]) {
      const { source, target } = object;
      const wrong = fault(target.table);
      if (wrong) add(object.kind, target.database, target.table, say(wrong));
      const key = `${target.database}\0${target.table}`;
      const first = taken.get(key);
      if (first !== undefined) add(object.kind, target.database, target.table, say("twice", { first }));
      taken.set(key, `${source.database}.${source.table}`);
    }
    for (const { table, as } of selected.renamedColumns) {
      const wrong = fault(as);
      if (wrong) add("column", table.database, `${table.table}.${as}`, say(wrong));
    }
    for (const { table, name, columns: [first, second] } of selected.meetingColumns) add("column", table.database, `${table.table}.${name}`, say("columnTwice", { first, second }));
    const observed = [{ ...value("", selected.databases.length + selected.tables.length + selected.views.length + selected.renamedColumns.length), label: say("checked") }];
    return bad.length === 0 ? { status: "passed", observed } : { status: "failed", title: say("title", { count: bad.length }), observed, why: say("why"), affected: bad, step: "objects" };
  },
};
