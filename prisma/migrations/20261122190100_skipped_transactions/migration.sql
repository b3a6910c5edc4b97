CREATE TABLE "SkippedTransaction" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "transactionId" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "tables" JSONB NOT NULL,
    "transactionAtMs" BIGINT,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "appliedAtMs" BIGINT,
    CONSTRAINT "SkippedTransaction_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "SkippedTransaction_taskId_id_idx" ON "SkippedTransaction"("taskId", "id");
