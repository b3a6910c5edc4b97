import type { TableName } from "../../mysql/table-definition";
import { destinationDatabase, destinationTable } from "../../object-names/capitalization";
import type { AffectedObject, Check, OtherTask, PrecheckInput } from "../check";
import { value } from "../fixes";
import { findLoop, ServerNames } from "../task-graph";
import { speaker } from "../text";

const say = speaker("topology", {
  topic: "Other tasks",
  twoWriters: "Another task writes into {count, plural, one {# destination object} other {# destination objects}} of this task",
  loop: "{count, plural, one {Another task carries the destination back to the source} other {# other tasks together carry the destination back to the source}}",
  compared: "Tasks compared",
  whyTwo: "Two tasks that write one table overwrite each other's rows. Give the objects another name in the destination, or release the other task.",
  whyLoop: "Changes would go round in a circle for ever. Choose other objects, or release the other task.",
  same: "written by {task} too",
  step: "step {number} of the way back",
});

/** Servers are told apart by what they say of themselves (server_uuid) where a precheck has asked them, else by address: other tasks' servers are not asked here. */
export const topology: Check = {
  id: "topology", code: "CHECK_TOPOLOGY", side: "both", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const others = context.input.otherTasks ?? [];
    const observed = [{ ...value("", others.length), label: say("compared") }];
    const { tables } = await context.selected();
    const [source, destination] = [await context.facts("source"), await context.facts("destination")];
    const own = { source: { ...context.input.source, identity: source.identity }, destination: { ...context.input.destination, identity: destination.identity }, objects: context.input.objects };
    const names = new ServerNames([own.source, own.destination, ...others.flatMap((other) => [other.source, other.destination])]);
    const twice = others.filter((other) => names.of(other.destination) === names.of(own.destination)).flatMap((other) => findOverlap(context.input, other, tables, destination.lowerCaseTableNames));
    if (twice.length > 0) {
      return { status: "failed", title: say("twoWriters", { count: twice.length }), observed, why: say("whyTwo"), step: "objects", affected: twice.map(({ task, ...object }): AffectedObject => ({ ...object, note: say("same", { task: task.name }), ...linkOf(task) })) };
    }
    const way = findLoop(own, tables, others, names);
    if (way !== null) {
      return { status: "failed", title: say("loop", { count: way.length }), observed, why: say("whyLoop"), step: "objects", affected: way.map((other, index): AffectedObject => ({ kind: "task", database: null, name: other.name, note: say("step", { number: index + 1 }), ...linkOf(other) })) };
    }
    return { status: "passed", observed };
  },
};

type Mapped = { readonly source: TableName; readonly target: TableName };

/** Whole databases that meet in one destination database share its later tables; otherwise named tables are compared. */
function findOverlap(input: PrecheckInput, other: OtherTask, tables: readonly Mapped[], folding: number) {
  const wholeTargets = (objects: PrecheckInput["objects"]) => objects.filter((object) => object.tables === undefined).map((object) => destinationDatabase(object, folding));
  const shared = wholeTargets(input.objects).filter((name) => wholeTargets(other.objects).includes(name));
  const named = new Set(other.objects.flatMap((object) => (object.tables ?? []).map((table) => `${destinationDatabase(object, folding)}\0${destinationTable(object, table, folding)}`)));
  const ofOther = new Set(wholeTargets(other.objects));
  return [
    ...shared.map((name) => ({ kind: "database" as const, database: null, name, task: other })),
    ...tables
      .filter(({ target }) => !shared.includes(target.database) && (named.has(`${target.database}\0${target.table}`) || ofOther.has(target.database)))
      .map(({ source, target }) => ({ kind: "table" as const, database: target.database, name: target.table, task: other, source })),
    ...wholeTargets(input.objects).flatMap((name) => (shared.includes(name) ? [] : [...named].filter((key) => key.startsWith(`${name}\0`) && !tables.some(({ target }) => `${target.database}\0${target.table}` === key)).map((key) => ({ kind: "table" as const, database: name, name: key.slice(name.length + 1), task: other })))),
  ];
}

const linkOf = (other: OtherTask): Pick<AffectedObject, "task"> => (other.consoleId === undefined ? {} : { task: { id: other.consoleId, name: other.name } });
