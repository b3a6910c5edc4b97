-- AlterTable
ALTER TABLE "Task" ADD COLUMN "meteredAtMs" BIGINT;

-- CreateTable
CREATE TABLE "MeterHour" (
    "taskId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "taskName" TEXT NOT NULL,
    "elapsedMs" BIGINT NOT NULL DEFAULT 0,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY ("taskId", "atMs", "kind")
);

-- CreateIndex
CREATE INDEX "MeterHour_atMs_idx" ON "MeterHour"("atMs");
