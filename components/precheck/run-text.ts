/** Plain text of a run, to paste into a ticket or a terminal. Pure; no secrets are in a run. */
import type { LabelledValue } from "@/lib/precheck/check";
import type { PrecheckItemView, PrecheckRunView } from "@/lib/precheck/view";

const bad = (item: PrecheckItemView) => item.status === "failed" || item.status === "error" || item.status === "warning";

/** `binlog_format STATEMENT`, or the value alone where it has no name. */
export function valueLine(values: readonly LabelledValue[]): string {
  return values.map(({ label, value }) => (label.text === "" ? value.text : `${label.text} ${value.text}`)).join(", ");
}

/** The first way to cure each open finding, on each server that it is about; what could destroy data is left out. Lines are comments except the commands. */
export function allFixes(items: readonly PrecheckItemView[]): string {
  return items
    .filter(bad)
    .flatMap((item) => {
      const { result } = item;
      if (result === null) return [];
      const safe = result.fixes.filter((fix) => fix.risk !== "high");
      return safe.flatMap((fix, index) => {
        if (safe.findIndex((each) => each.side === fix.side) !== index) return [];
        const where = [fix.side, fix.appliesTo].filter((part) => part !== "").join(", ");
        return [`-- ${item.code}: ${result.title.text} (${where})\n${fix.body}`];
      });
    })
    .join("\n\n");
}

export interface TicketTask {
  readonly id: string;
  readonly name: string;
  readonly source: { readonly id: string | null; readonly address: string | null };
  readonly destination: { readonly id: string | null; readonly address: string | null };
}

/** Lines of the ticket, and names of statuses, in the language of the screen. */
export interface Say {
  readonly line: (key: "task" | "source" | "destination" | "run" | "observed" | "required" | "why" | "affected" | "raw" | "fix" | "riskyFix", values: Record<string, string | number>) => string;
  readonly status: (status: PrecheckItemView["status"]) => string;
}

/** Open findings in the language of the screen; names, values and statements are the same in every language. */
export function ticket(task: TicketTask, run: PrecheckRunView, say: Say): string {
  const end = (side: TicketTask["source"]) => [side.address, side.id].filter((part) => part !== null).join(" · ");
  const open = run.items.filter(bad);
  const { line } = say;
  const head = [
    line("task", { name: task.name, id: task.id }), line("source", { end: end(task.source) }), line("destination", { end: end(task.destination) }),
    line("run", { number: run.number, time: new Date(run.startedAtMs).toISOString(), open: open.length, total: run.total }),
  ];
  const body = open.map((item) => {
    const { result } = item;
    const lines = [`[${say.status(item.status)}] ${item.code}: ${result?.title.text ?? item.topic.text}`];
    if (result?.observed.length) lines.push(`  ${line("observed", { values: valueLine(result.observed) })}`);
    if (result?.required.length) lines.push(`  ${line("required", { values: valueLine(result.required) })}`);
    if (result?.why) lines.push(`  ${line("why", { text: result.why.text })}`);
    if (result?.affected.total)
      lines.push(`  ${line("affected", { count: result.affected.total, names: `${result.affected.sample.slice(0, 10).map((each) => (each.database === null ? each.name : `${each.database}.${each.name}`)).join(", ")}${result.affected.total > 10 ? ", …" : ""}` })}`);
    if (result?.raw) lines.push(`  ${line("raw", { text: result.raw.message })}`);
    for (const fix of result?.fixes ?? []) lines.push(`  ${line(fix.risk === "high" ? "riskyFix" : "fix", { title: fix.title.text })}`, ...fix.body.split("\n").map((each) => `    ${each}`));
    return lines.join("\n");
  });
  return [head.join("\n"), ...body].join("\n\n");
}
