import type { Figures } from "../engine/plan";
import { database } from "../db/client";
import { Prisma } from "../generated/prisma/client";
import { type BucketSums, resolutions } from "./buckets";

/** Overwrites the newest figures of a task; figures of an older epoch change nothing. */
export async function saveFigures(taskId: string, epoch: number, figures: Figures): Promise<void> {
  const json = JSON.stringify(figures);
  await database().$executeRaw`
    INSERT INTO "TaskFigure" ("taskId", "atMs", "epoch", "figures") VALUES (${taskId}, ${figures.atMs}, ${epoch}, ${json})
    ON CONFLICT ("taskId") DO UPDATE SET "atMs" = excluded."atMs", "epoch" = excluded."epoch", "figures" = excluded."figures"
    WHERE excluded."epoch" >= "TaskFigure"."epoch"`;
}

/** Adds sums to a bucket: half a bucket from before a restart and half from after become one. */
export async function addToBucket(taskId: string, resolutionSeconds: number, atMs: number, sums: BucketSums): Promise<void> {
  const { lagMaxMs, ...added } = sums;
  const names = Object.keys(added).map((name) => Prisma.raw(`"${name}"`));
  await database().$executeRaw`
    INSERT INTO "TaskFigureBucket" ("taskId", "resolutionSeconds", "atMs", "lagMaxMs", ${Prisma.join(names)})
    VALUES (${taskId}, ${resolutionSeconds}, ${atMs}, ${lagMaxMs}, ${Prisma.join(Object.values(added))})
    ON CONFLICT ("taskId", "resolutionSeconds", "atMs") DO UPDATE SET
      ${Prisma.join(names.map((name) => Prisma.sql`${name} = ${name} + excluded.${name}`))},
      "lagMaxMs" = CASE WHEN excluded."lagMaxMs" IS NULL THEN "lagMaxMs" WHEN "lagMaxMs" IS NULL THEN excluded."lagMaxMs" ELSE MAX("lagMaxMs", excluded."lagMaxMs") END`;
}

/** Forgets what is older than its grain is kept. */
export async function dropOldBuckets(now = Date.now()): Promise<void> {
  await database().taskFigureBucket.deleteMany({
    where: { OR: resolutions.map((each): Prisma.TaskFigureBucketWhereInput => ({ resolutionSeconds: each.seconds, atMs: { lt: now - each.keptMs } })) },
  });
}
