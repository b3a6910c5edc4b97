-- CreateTable
CREATE TABLE "Diagnosis" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "durationMs" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "findings" JSONB NOT NULL,
    CONSTRAINT "Diagnosis_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Diagnosis_taskId_id_idx" ON "Diagnosis"("taskId", "id");
