"use client";
import { useQuery } from "@tanstack/react-query";
import { taskTablesOptions } from "@/lib/tasks/queries";
import type { TaskDetail, TaskErrorView } from "@/lib/tasks/view";
import { TableDecisions } from "./table-decisions";

/** The table that an error names, `database.table` of either side; null = none. */
export function namedTable({ context }: Pick<TaskErrorView, "context">): { readonly name: string; readonly table: string } | null {
  const { database, table } = context;
  if (typeof table !== "string" || table === "") return null;
  if (typeof database === "string") return { name: `${database}.${table}`, table };
  const at = table.indexOf(".");
  return at < 0 ? null : { name: table, table: table.slice(at + 1) };
}

/** On the error card: go on without the table that the error names, where the task carries it. */
export function SetErrorTableAside({ task, error }: { task: TaskDetail; error: TaskErrorView }) {
  const named = namedTable(error);
  const { data } = useQuery({ ...taskTablesOptions(task.id, { state: [], q: named?.table ?? "", sort: "name", dir: "asc", page: 1, pageSize: 50 }), enabled: named !== null, refetchInterval: false });
  const row = data?.rows.find(({ source, destination }) => [source, destination].some((one) => `${one.database}.${one.table}` === named?.name));
  return row && task.allowed.modifyObjects ? <TableDecisions row={row} as="buttons" only="aside" /> : null;
}
