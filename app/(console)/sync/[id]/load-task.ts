import { notFound } from "next/navigation";
import { AppError } from "@/lib/errors/app-error";
import { inReadersLanguage } from "@/lib/http/reader";
import { getTask } from "@/lib/tasks/data";
import type { TaskDetail } from "@/lib/tasks/view";

/** Server only: the task, or the page that says it does not exist. */
export async function loadTask(id: string): Promise<TaskDetail> {
  try {
    return await inReadersLanguage(await getTask(id));
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  }
}
