import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("objects-exist", {
  topic: "Selected objects exist",
  title: "{count, plural, one {# selected object does} other {# selected objects do}} not exist at the source",
  found: "Tables found",
  why: "What does not exist cannot be read. It was dropped or renamed since it was selected, or its name is written in another case.",
});

export const objectsExist: Check = {
  id: "objects-exist", code: "CHECK_SRC_OBJECT", side: "objects", severity: "blocker", ignorable: false, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const selected = await context.selected();
    const absent: AffectedObject[] = [
      ...selected.databases.filter((database) => !database.exists).map((database): AffectedObject => ({ kind: "database", database: null, name: database.source, note: null })),
      ...selected.absent.map((name): AffectedObject => ({ kind: "table", database: name.database, name: name.table, note: null })),
    ];
    const observed = [{ ...value("", selected.tables.length), label: say("found") }];
    if (absent.length > 0) return { status: "failed", title: say("title", { count: absent.length }), observed, why: say("why"), affected: absent, step: "objects" };
    return { status: "passed", observed };
  },
};
