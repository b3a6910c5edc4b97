/** A run as a file: the ticket's text, everything as JSON, or one line per check. */
import type { PrecheckRunView } from "@/lib/precheck/view";
import { type Say, ticket, type TicketTask, valueLine } from "./run-text";

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

export function exported(kind: "text" | "json" | "csv", task: TicketTask, run: PrecheckRunView, say: Say): string {
  if (kind === "text") return ticket(task, run, say);
  if (kind === "json") return JSON.stringify({ task: { id: task.id, name: task.name }, run }, null, 2);
  const lines = run.items.map((item) => [item.code, item.side, item.status, item.result?.title.text ?? item.topic.text, valueLine(item.result?.observed ?? []), valueLine(item.result?.required ?? []), String(item.result?.affected.total ?? 0), item.ignored?.reason ?? ""].map(cell).join(","));
  return ["code,side,status,finding,observed,required,affected,ignored", ...lines].join("\r\n");
}

/** Hands a text to the browser's downloads. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
