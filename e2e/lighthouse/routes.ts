import type { Page } from "@playwright/test";
import type { Database } from "@/lib/db/client";
import { checkDraft } from "../fixtures/configured-task";
import { seededTasks, seedTaskStates } from "../fixtures/task-states";

const task = "dtsexjk1alb116ab2c9";

/** The routes that console.md §7.5 names, with tasks to show. Address by pattern. */
export async function lighthouseRoutes(page: Page, db: Database): Promise<Readonly<Record<string, string>>> {
  const name = "shop for Lighthouse";
  await checkDraft(page, name);
  const { id: draft } = await db.task.findFirstOrThrow({ where: { name } });
  await seedTaskStates(db, Date.now());
  return {
    "/sync": "/sync",
    "/sync/[id]": `/sync/${task}`,
    "/sync/[id]/precheck/[number]": `/sync/${draft}/precheck/1`,
    "/sync/[id]/configure/objects": `/sync/${draft}/configure/objects`,
  };
}

export async function clearLighthouseRoutes(db: Database): Promise<void> {
  await db.task.deleteMany({ where: { id: { in: [...seededTasks] } } });
  await db.runnerNode.deleteMany({ where: { id: "worker-2" } });
}
