import { taskKeys } from "@/lib/tasks/queries";

/** The last network check of a task, as step 1 or 2 got it. Not polled: it is asked for. */
export const networkKey = (id: string) => [...taskKeys.task(id), "network"] as const;
