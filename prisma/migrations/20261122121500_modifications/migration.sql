-- AlterTable
ALTER TABLE "Task" ADD COLUMN "modification" INTEGER;
ALTER TABLE "Task" ADD COLUMN "planNudge" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "PrecheckReport" ADD COLUMN "modification" INTEGER;

-- CreateTable
CREATE TABLE "TaskModification" (
    "taskId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "before" JSONB NOT NULL,
    "objects" JSONB NOT NULL,
    "reload" JSONB NOT NULL,
    "reason" TEXT,
    "reportNumber" INTEGER,
    "checkedBy" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "confirmedAtMs" BIGINT,
    "endedAtMs" BIGINT,
    "errorCode" TEXT,
    "errorDetail" TEXT,

    PRIMARY KEY ("taskId", "number"),
    CONSTRAINT "TaskModification_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "TaskModification_state_idx" ON "TaskModification"("state");
