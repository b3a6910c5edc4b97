-- AlterTable
ALTER TABLE "user" ADD COLUMN "disabledAt" DATETIME;

-- CreateTable
CREATE TABLE "SavedView" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    CONSTRAINT "SavedView_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ConsoleSettings" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "settings" JSONB NOT NULL,
    "updatedBy" TEXT NOT NULL,
    "updatedAtMs" BIGINT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "SavedView_userId_name_key" ON "SavedView"("userId", "name");
