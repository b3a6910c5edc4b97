import { AppError } from "../../errors/app-error";
import { quoteTable } from "../../mysql/identifier";
import type { AffectedObject, Check, RawAnswer } from "../check";
import { value } from "../fixes";
import { rawOf } from "../raw-answer";
import { speaker, verbatim } from "../text";

const say = speaker("row-filters", {
  topic: "Row filters",
  title: "{count, plural, one {# row filter is} other {# row filters are}} not understood by the source",
  found: "Filters",
  why: "The condition decides which rows are carried. The source's answer is shown; correct the condition of the table.",
});

/** Lets the source parse and resolve each condition; no row is read. */
export const rowFilters: Check = {
  id: "row-filters", code: "CHECK_ROW_FILTER", side: "objects", severity: "blocker", ignorable: false, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const filtered = (await context.selected()).tables.filter((table) => table.routed.filter !== null);
    const bad: AffectedObject[] = [];
    let raw: RawAnswer | undefined;
    for (const { routed, source } of filtered) {
      try {
        await context.query("source", `SELECT 1 FROM ${quoteTable(source)} WHERE (${routed.filter}\n) LIMIT 0`);
      } catch (error) {
        if (!(error instanceof AppError) || error.context.serverErrno === undefined) throw error;
        raw ??= rawOf(error);
        bad.push({ kind: "table", database: source.database, name: source.table, note: verbatim(rawOf(error).message) });
      }
    }
    const observed = [{ ...value("", filtered.length), label: say("found") }];
    return bad.length === 0 ? { status: "passed", observed } : { status: "failed", title: say("title", { count: bad.length }), observed, why: say("why"), affected: bad, raw, step: "objects" };
  },
};
