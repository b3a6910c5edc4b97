/** The list as a file: comma-separated, one line a task, exact values, times in ISO. Pure. */
import type { TaskSummary } from "./view";

const columns: readonly (readonly [name: string, value: (task: TaskSummary) => string | number | null])[] = [
  ["instance_id", (task) => task.id],
  ["name", (task) => task.name],
  ["status", (task) => task.status.value],
  ["status_since", (task) => iso(task.status.sinceMs)],
  ["needs_attention", (task) => task.attention.kind],
  ["error", (task) => task.error?.code ?? task.retry?.code ?? null],
  ["lag_state", (task) => task.lag.state],
  ["lag_ms", (task) => task.lag.lagMs],
  ["runway_until", (task) => iso(task.runway.deadlineMs)],
  ["phase", (task) => task.status.phase],
  ["full_percent", (task) => task.progress?.load.percent ?? null],
  ["tables_done", (task) => task.progress?.load.tablesDone ?? null],
  ["tables", (task) => task.progress?.load.tables ?? null],
  ["rows_per_second", (task) => task.rowsPerSecond],
  ["bytes_per_second", (task) => task.bytesPerSecond],
  ["source_region", (task) => task.source.regionId],
  ["source", (task) => task.source.id],
  ["source_address", (task) => task.source.address],
  ["destination_region", (task) => task.destination.regionId],
  ["destination", (task) => task.destination.id],
  ["destination_address", (task) => task.destination.address],
  ["class", (task) => task.instanceClass],
  ["metering", (task) => task.metering],
  ["ends", (task) => iso(task.endsAtMs)],
  ["topology", (task) => task.topology],
  [
    "tags",
    (task) =>
      Object.entries(task.tags)
        .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
        .join(" "),
  ],
  ["created", (task) => iso(task.createdAtMs)],
  ["created_by", (task) => task.createdBy],
];

export function tasksCsv(tasks: readonly TaskSummary[]): string {
  return [columns.map(([name]) => name).join(","), ...tasks.map((task) => columns.map(([, value]) => cell(value(task))).join(","))].map((line) => `${line}\r\n`).join("");
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Text that a spreadsheet would take for a formula is made plain text. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) || plain !== value ? `"${plain.replaceAll('"', '""')}"` : plain;
}
