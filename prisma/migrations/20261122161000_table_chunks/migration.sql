ALTER TABLE "TaskTable" ADD COLUMN "chunks" TEXT;
