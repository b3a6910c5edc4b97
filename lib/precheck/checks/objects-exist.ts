import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("objects-exist", {
  topic: "Selected objects exist",
  title: "{count, plural, one {# selected object does} other {# selected objects do}} not exist at the source",
  misfit: "Columns of {count, plural, one {# table} other {# tables}} cannot be left out",
  found: "Tables found",
  whyMisfit: "Rows are found by their keys, so columns of a unique key are always carried.",
  why: "What does not exist cannot be read. It was dropped or renamed since it was selected, or its name is written in another case.",
});

export const objectsExist: Check = {
  id: "objects-exist", code: "CHECK_SRC_OBJECT", side: "objects", severity: "blocker", ignorable: false, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const selected = await context.selected();
    const absent: AffectedObject[] = [
      ...selected.databases.filter((database) => !database.exists).map((database): AffectedObject => ({ kind: "database", database: null, name: database.source, note: null })),
      ...selected.absent.map((name): AffectedObject => ({ kind: "table", database: name.database, name: name.table, note: null })),
      ...selected.renamedColumns.filter(({ present }) => !present).map(({ table, column }): AffectedObject => ({ kind: "column", database: table.database, name: `${table.table}.${column}`, note: null })),
    ];
    const observed = [{ ...value("", selected.tables.length), label: say("found") }];
    if (absent.length > 0) return { status: "failed", title: say("title", { count: absent.length }), observed, why: say("why"), affected: absent, step: "objects" };
    const misfits = selected.misfits.map(({ name, reason }): AffectedObject => ({ kind: "table", database: name.database, name: name.table, note: verbatim(reason) }));
    if (misfits.length > 0) return { status: "failed", title: say("misfit", { count: misfits.length }), observed, why: say("whyMisfit"), affected: misfits, step: "objects" };
    return { status: "passed", observed };
  },
};
