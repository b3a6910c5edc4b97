/** Plain text of a run, to paste into a ticket or a terminal. Pure; no secrets are in a run. */
import type { LabelledValue } from "@/lib/precheck/check";
import type { PrecheckItemView, PrecheckRunView } from "@/lib/precheck/view";

const bad = (item: PrecheckItemView) => item.status === "failed" || item.status === "error" || item.status === "warning";

/** `binlog_format STATEMENT`, or the value alone where it has no name. */
export function valueLine(values: readonly LabelledValue[]): string {
  return values.map(({ label, value }) => (label.text === "" ? value.text : `${label.text} ${value.text}`)).join(", ");
}

/** The first way to cure each open finding; what could destroy data is left out. Lines are comments except the commands. */
export function allFixes(items: readonly PrecheckItemView[]): string {
  return items
    .filter(bad)
    .flatMap((item) => {
      const fix = item.result?.fixes.find((each) => each.risk !== "high");
      if (!fix || !item.result) return [];
      const where = [fix.side, fix.appliesTo].filter((part) => part !== "").join(", ");
      return [`-- ${item.code}: ${item.result.title.text} (${where})\n${fix.body}`];
    })
    .join("\n\n");
}

export interface TicketTask {
  readonly id: string;
  readonly name: string;
  readonly source: { readonly id: string | null; readonly address: string | null };
  readonly destination: { readonly id: string | null; readonly address: string | null };
}

export function ticket(task: TicketTask, run: PrecheckRunView): string {
  const end = (side: TicketTask["source"]) => [side.address, side.id].filter((part) => part !== null).join(" · ");
  const open = run.items.filter(bad);
  const head = [`Task: ${task.name} (${task.id})`, `Source: ${end(task.source)}`, `Destination: ${end(task.destination)}`, `Precheck run ${run.number}, ${new Date(run.startedAtMs).toISOString()}: ${open.length} open of ${run.total}`];
  const body = open.map((item) => {
    const { result } = item;
    const lines = [`[${item.status}] ${item.code}: ${result?.title.text ?? item.topic.text}`];
    if (result?.observed.length) lines.push(`  Observed: ${valueLine(result.observed)}`);
    if (result?.required.length) lines.push(`  Required: ${valueLine(result.required)}`);
    if (result?.why) lines.push(`  Why: ${result.why.text}`);
    if (result?.affected.total) lines.push(`  Affected: ${result.affected.total} (${result.affected.sample.slice(0, 10).map((each) => (each.database === null ? each.name : `${each.database}.${each.name}`)).join(", ")}${result.affected.total > 10 ? ", …" : ""})`);
    if (result?.raw) lines.push(`  Server: ${result.raw.message}`);
    for (const fix of result?.fixes ?? []) lines.push(`  Fix${fix.risk === "high" ? " (high risk)" : ""}: ${fix.title.text}`, ...fix.body.split("\n").map((line) => `    ${line}`));
    return lines.join("\n");
  });
  return [head.join("\n"), ...body].join("\n\n");
}
