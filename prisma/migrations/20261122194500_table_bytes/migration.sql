ALTER TABLE "TaskTable" ADD COLUMN "bytesEstimated" BIGINT;
