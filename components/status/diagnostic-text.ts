import type { TaskDetail } from "@/lib/tasks/view";
import type { Format } from "../formatting/use-format";

/** What somebody needs who looks at a failed task without this console: no credentials, no row values. Always in English. */
export function diagnosticText(task: TaskDetail, format: Format): string {
  const { error, figures } = task;
  const position = (at: { file: string; offset: number } | null | undefined) => (at ? `${at.file}:${at.offset}` : "unknown");
  const lines = [
    `Task ${task.name} (${task.id}), generation ${task.generation}`,
    `Status ${task.status.value}, phase ${task.status.phase ?? "none"}, since ${format.timestamp(task.status.sinceMs)}`,
    `Source ${task.source.address ?? "unknown"} (${task.source.regionId}), destination ${task.destination.address ?? "unknown"} (${task.destination.regionId})`,
    ...(error
      ? [
          `Error ${error.code}: ${error.sentence}`,
          `At ${format.timestamp(error.atMs)}`,
          ...(error.detail ? [`Detail: ${error.detail}`] : []),
          ...(error.serverMessage ? [`Server: ${error.serverMessage}`] : []),
          ...Object.entries(error.context).map(([key, value]) => `${key}: ${String(value)}`),
        ]
      : []),
    ...(figures ? [`Applied ${position(figures.applied)}, read ${position(figures.read)}, source ${position(figures.source)}`] : []),
  ];
  return lines.join("\n");
}
