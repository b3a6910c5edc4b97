ALTER TABLE "Task" ADD COLUMN "conflictCount" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "DdlOverride" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "changeId" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "replacement" JSONB,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "appliedAtMs" BIGINT,
    CONSTRAINT "DdlOverride_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "DdlOverride_taskId_id_idx" ON "DdlOverride"("taskId", "id");

CREATE TABLE "NotCarriedObject" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "statement" TEXT,
    "atMs" BIGINT NOT NULL,
    CONSTRAINT "NotCarriedObject_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "NotCarriedObject_taskId_kind_object_key" ON "NotCarriedObject"("taskId", "kind", "object");
