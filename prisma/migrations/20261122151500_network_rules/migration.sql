-- AlterTable
ALTER TABLE "Host" ADD COLUMN "networkAdapter" TEXT NOT NULL DEFAULT 'none';
ALTER TABLE "Host" ADD COLUMN "networkUrl" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Host" ADD COLUMN "removeRuleOnRelease" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN "networkAdapter" TEXT NOT NULL DEFAULT 'none';
ALTER TABLE "Cluster" ADD COLUMN "networkUrl" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Cluster" ADD COLUMN "removeRuleOnRelease" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "NetworkRule" (
    "taskId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "rule" JSONB NOT NULL,
    "url" TEXT NOT NULL,
    "removeOnRelease" BOOLEAN NOT NULL DEFAULT true,
    "actor" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,

    PRIMARY KEY ("taskId", "side"),
    CONSTRAINT "NetworkRule_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
