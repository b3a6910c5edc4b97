import { database } from "../db/client";
import { verificationSchema } from "./schema";

/** What a task's verification that ended last found. Without rows to count: `tables`, which are missing, lack columns, or were refused by a server. */
export interface Verdict {
  readonly number: number;
  readonly failed: boolean;
  readonly differences: number;
  readonly tables: number;
  /** Differing rows from which it is to be spoken of. */
  readonly threshold: number;
}

/** By task. Reads sums, no tables: it is asked every few seconds. */
export async function newestVerdicts(): Promise<Map<string, Verdict>> {
  const db = database();
  const ended = { status: { in: ["passed", "different", "failed"] } };
  const newest = await db.verificationJob.groupBy({ by: ["taskId"], where: ended, _max: { endedAtMs: true } });
  const endOf = new Map(newest.map(({ taskId, _max }) => [taskId, _max.endedAtMs]));
  const moments = newest.flatMap(({ _max }) => (_max.endedAtMs === null ? [] : [_max.endedAtMs]));
  const jobs = (await db.verificationJob.findMany({ where: { ...ended, endedAtMs: { in: moments } }, omit: { structures: true }, orderBy: { id: "asc" } })).filter((job) => endOf.get(job.taskId) === job.endedAtMs);
  const sums = await db.verificationTable.groupBy({
    by: ["jobId", "state", "reason"],
    where: { jobId: { in: jobs.map((job) => job.id) } },
    _sum: { missing: true, extra: true, different: true },
    _count: { _all: true },
  });
  return new Map(
    jobs.map((job) => {
      const parts = sums.filter((part) => part.jobId === job.id);
      return [
        job.taskId,
        {
          number: job.id,
          failed: job.status === "failed",
          differences: parts.reduce((total, { _sum }) => total + Number(_sum.missing ?? 0) + Number(_sum.extra ?? 0) + Number(_sum.different ?? 0), 0),
          tables: parts.filter(({ state, reason }) => (state === "different" && reason !== null) || reason === "unreadable").reduce((total, { _count }) => total + _count._all, 0),
          threshold: verificationSchema.parse(job.settings).threshold,
        },
      ];
    }),
  );
}
