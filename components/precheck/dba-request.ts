import type { CheckResult, Fix } from "@/lib/precheck/check";
import { valueLine } from "./run-text";

type Part = "intro" | "observed" | "required" | "run" | "mycnf" | "restart" | "unknown";
type Say = (key: Part, values: Record<string, string>) => string;

/** Is the cure in the hands of whoever administers the server, and nothing that destroys? */
function isForDba(fix: Fix): boolean {
  return (fix.kind === "sql" || fix.kind === "mycnf") && fix.risk !== "high" && fix.side !== "runner";
}

/** What to hand on to a DBA, by server: finding, what is needed, and the statements. Null: nothing here is a DBA's. Pure. */
export function dbaRequest(result: Pick<CheckResult, "title" | "why" | "observed" | "required" | "fixes">, say: Say): string | null {
  const parts = (["source", "destination"] as const).flatMap((side) => {
    const fixes = result.fixes.filter((fix) => isForDba(fix) && fix.side === side);
    const [first] = fixes;
    if (first === undefined) return [];
    // Lines of my.cnf beside statements say the same in another way.
    const chosen = fixes.some((fix) => fix.kind === "sql") ? fixes.filter((fix) => fix.kind === "sql" || !fix.needsRestart) : fixes;
    return [
      [
        say("intro", { side, server: first.appliesTo === "" ? say("unknown", {}) : first.appliesTo }),
        result.title.text,
        ...(result.observed.length > 0 ? [say("observed", { values: valueLine(result.observed) })] : []),
        ...(result.required.length > 0 ? [say("required", { values: valueLine(result.required) })] : []),
        ...(result.why ? [result.why.text] : []),
        ...chosen.flatMap((fix) => ["", say(fix.kind === "sql" ? "run" : "mycnf", { title: fix.title.text }), fix.body, ...(fix.note ? [fix.note.text] : []), ...(fix.needsRestart ? [say("restart", {})] : [])]),
      ].join("\n"),
    ];
  });
  return parts.length === 0 ? null : parts.join("\n\n");
}
