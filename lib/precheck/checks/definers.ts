import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("definers", {
  topic: "Definers",
  replaced: "Views, functions and procedures get the destination account as definer and SQL SECURITY INVOKER: no account of the source has to exist at the destination.",
});

export const definers: Check = {
  id: "definers", code: "CHECK_DEFINER", side: "objects", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const selected = await context.selected();
    const objects = [...selected.views, ...selected.routines];
    return { status: "passed", why: say("replaced"), observed: [value("DEFINER", [...new Set(objects.map((object) => object.definer))].join(", ") || null)], affected: objects.map((object): AffectedObject => ({ kind: object.kind, database: object.source.database, name: object.source.table, note: verbatim(object.definer) })) };
  },
};
