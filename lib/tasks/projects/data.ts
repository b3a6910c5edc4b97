import { database } from "../../db/client";

/** Every project that a task belongs to, by name. */
export async function listProjects(): Promise<string[]> {
  const rows = await database().task.findMany({ distinct: ["project"], select: { project: true }, orderBy: { project: "asc" } });
  return rows.map(({ project }) => project);
}
