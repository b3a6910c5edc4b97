CREATE TABLE "PositionReset" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "move" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "appliedAtMs" BIGINT,
    CONSTRAINT "PositionReset_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "PositionReset_taskId_id_idx" ON "PositionReset"("taskId", "id");
