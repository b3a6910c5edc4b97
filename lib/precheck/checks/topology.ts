import { NameMapping } from "../../engine/router/name-mapping";
import { ObjectSelection } from "../../engine/router/object-selection";
import type { TableName } from "../../mysql/table-definition";
import type { AffectedObject, Check, OtherTask, PrecheckInput } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("topology", {
  topic: "Other tasks",
  twoWriters: "Another task writes into {count, plural, one {# destination object} other {# destination objects}} of this task",
  loop: "Another task carries the destination back to the source",
  compared: "Tasks compared",
  whyTwo: "Two tasks that write one table overwrite each other's rows. Give the objects another name in the destination, or release the other task.",
  whyLoop: "Changes would go round in a circle for ever. Choose other objects, or release the other task.",
  same: "written by {task} too",
  goesBack: "read by {task}",
});

const isSame = (a: { host: string; port: number }, b: { host: string; port: number }) => a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port;

/** Compares by address: the servers behind other tasks' addresses are not asked. */
export const topology: Check = {
  id: "topology", code: "CHECK_TOPOLOGY", side: "both", severity: "blocker", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const others = context.input.otherTasks ?? [];
    const observed = [{ ...value("", others.length), label: say("compared") }];
    const { tables } = await context.selected();
    const twice = others.filter((other) => isSame(other.destination, context.input.destination)).flatMap((other) => findOverlap(context.input, other, tables));
    if (twice.length > 0) {
      return { status: "failed", title: say("twoWriters", { count: twice.length }), observed, why: say("whyTwo"), step: "objects", affected: twice.map(({ task, ...object }): AffectedObject => ({ ...object, note: say("same", { task }) })) };
    }
    const back = others.filter((other) => isSame(other.source, context.input.destination) && isSame(other.destination, context.input.source) && returns(other, tables));
    if (back.length > 0) return { status: "failed", title: say("loop"), observed, why: say("whyLoop"), step: "objects", affected: back.map((other): AffectedObject => ({ kind: "task", database: null, name: other.name, note: say("goesBack", { task: other.name }) })) };
    return { status: "passed", observed };
  },
};

type Mapped = { readonly source: TableName; readonly target: TableName };

/** Whole databases that meet in one destination database share its later tables; otherwise named tables are compared. */
function findOverlap(input: PrecheckInput, other: OtherTask, tables: readonly Mapped[]) {
  const wholeTargets = (objects: PrecheckInput["objects"]) => objects.filter((object) => object.tables === undefined).map((object) => object.as ?? object.database);
  const shared = wholeTargets(input.objects).filter((name) => wholeTargets(other.objects).includes(name));
  const named = new Set(other.objects.flatMap((object) => (object.tables ?? []).map((table) => `${object.as ?? object.database}\0${table.as ?? table.name}`)));
  const ofOther = new Set(wholeTargets(other.objects));
  return [
    ...shared.map((name) => ({ kind: "database" as const, database: null, name, task: other.name })),
    ...tables
      .filter(({ target }) => !shared.includes(target.database) && (named.has(`${target.database}\0${target.table}`) || ofOther.has(target.database)))
      .map(({ source, target }) => ({ kind: "table" as const, database: target.database, name: target.table, task: other.name, source })),
    ...wholeTargets(input.objects).flatMap((name) => (shared.includes(name) ? [] : [...named].filter((key) => key.startsWith(`${name}\0`) && !tables.some(({ target }) => `${target.database}\0${target.table}` === key)).map((key) => ({ kind: "table" as const, database: name, name: key.slice(name.length + 1), task: other.name })))),
  ];
}

/** Does the other task read one of our destination tables and write the source table that it came from? */
function returns(other: OtherTask, tables: readonly Mapped[]): boolean {
  const selection = new ObjectSelection(other.objects);
  const mapping = new NameMapping(selection);
  return tables.some(({ source, target }) => {
    if (!selection.selects(target)) return false;
    const back = mapping.table(target);
    return back.database === source.database && back.table === source.table;
  });
}
