-- AlterTable
ALTER TABLE "Task" ADD COLUMN "settingsRevision" INTEGER NOT NULL DEFAULT 0;
