/**
 * A schema change of the source that gives two of its objects one name at the destination: `t` and `T` where the policy makes all names lower case, or a table that takes the
 * name which another one was given there. Rows of both would end in one table: the task stops before anything happens.
 */
import { tableKey } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import type { SchemaEffect } from "../schema/schema-history";
import type { Decider } from "./decide";
import { stop } from "./decision";
import type { DdlDecision } from "./decision";

const same = (a: TableName, b: TableName) => tableKey(a) === tableKey(b);

/** The decision, or a stop; whoever decides to go on then leaves the newcomer out, so that its rows go nowhere. */
export function withoutMeetings(decider: Decider, decision: DdlDecision): DdlDecision {
  if (decision.kind !== "apply") return decision;
  const { schema, mapping, selection } = decider.input;
  const leaving = [...decision.effects.flatMap((effect) => (effect.kind === "remove-table" ? [effect.name] : [])), ...decision.renames.map(({ from }) => from)];
  const staying = schema.tables.map(({ name }) => name).filter((name) => !leaving.some((one) => same(one, name)));
  const put = [...decision.effects.flatMap((effect) => (effect.kind === "put-table" ? [effect.definition.name] : [])), ...decision.evolutions.map(({ name }) => name)];
  const coming = put.filter((name, index) => put.findIndex((one) => same(one, name)) === index && !staying.some((one) => same(one, name)) && selection.selects(name) && !schema.shadow(name));
  const followed = new Map(decision.effects.flatMap((effect) => (effect.kind === "put-followed" ? [[tableKey(effect.name), effect.origin] as const] : [])));
  const targetOf = (name: TableName) => mapping.renamed(followed.get(tableKey(name)) ?? selection.originOf(name), name);
  const taken = new Map(staying.map((name) => [placeOf(decider, targetOf(name)), name]));
  for (const name of coming) {
    const target = targetOf(name);
    const other = taken.get(placeOf(decider, target));
    if (other) return stop("ddl-names-meet", say(name, other, target), leftOut(decision, name, leaving));
    taken.set(placeOf(decider, target), name);
  }
  for (const { kind, name, gone } of decision.steps.flatMap((step) => step.touches)) {
    const other = kind === "view" && !gone ? taken.get(placeOf(decider, name)) : undefined;
    if (other) return stop("ddl-names-meet", `a view and ${other.database}.${other.table} would both be ${name.database}.${name.table} at the destination`, []);
  }
  return decision;
}

/** As the destination compares names. */
function placeOf({ input: { mapping } }: Decider, name: TableName): string {
  return mapping.folding === 0 ? tableKey(name) : tableKey(name).toLowerCase();
}

function say(name: TableName, other: TableName, target: TableName): string {
  return `${name.database}.${name.table} and ${other.database}.${other.table} would both be ${target.database}.${target.table} at the destination`;
}

function leftOut(decision: Extract<DdlDecision, { kind: "apply" }>, name: TableName, leaving: readonly TableName[]): SchemaEffect[] {
  return [
    ...leaving.map((one) => ({ kind: "remove-table" as const, name: one })),
    ...decision.effects.filter((effect) => effect.kind !== "remove-table" && effect.kind !== "put-followed" && !(effect.kind === "put-table" && same(effect.definition.name, name))),
    { kind: "put-ignored", name, reason: "another table has its name at the destination" },
  ];
}
