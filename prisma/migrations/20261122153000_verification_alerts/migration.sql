CREATE TABLE "VerificationJob" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "dueAtMs" BIGINT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "startedAtMs" BIGINT,
    "endedAtMs" BIGINT,
    "cancelRequested" BOOLEAN NOT NULL DEFAULT false,
    "leaseOwner" TEXT,
    "leaseExpiresAtMs" BIGINT,
    "errorCode" TEXT,
    "detail" TEXT,
    "structures" JSONB,
    CONSTRAINT "VerificationJob_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "VerificationJob_taskId_id_idx" ON "VerificationJob"("taskId", "id");
CREATE INDEX "VerificationJob_status_dueAtMs_idx" ON "VerificationJob"("status", "dueAtMs");

CREATE TABLE "VerificationTable" (
    "jobId" INTEGER NOT NULL,
    "sourceDatabase" TEXT NOT NULL,
    "sourceTable" TEXT NOT NULL,
    "destinationDatabase" TEXT NOT NULL,
    "destinationTable" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "sourceRows" BIGINT NOT NULL DEFAULT 0,
    "destinationRows" BIGINT NOT NULL DEFAULT 0,
    "missing" BIGINT NOT NULL DEFAULT 0,
    "extra" BIGINT NOT NULL DEFAULT 0,
    "different" BIGINT NOT NULL DEFAULT 0,
    "keys" TEXT,
    "listed" INTEGER NOT NULL DEFAULT 0,
    "startedAtMs" BIGINT,
    "endedAtMs" BIGINT,
    PRIMARY KEY ("jobId", "sourceDatabase", "sourceTable"),
    CONSTRAINT "VerificationTable_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "VerificationJob" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "CutoverMark" (
    "taskId" TEXT NOT NULL PRIMARY KEY,
    "atMs" BIGINT NOT NULL,
    "actor" TEXT NOT NULL,
    "position" JSONB NOT NULL,
    CONSTRAINT "CutoverMark_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "AlertRule" (
    "scope" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "mutedUntilMs" BIGINT,
    "updatedBy" TEXT NOT NULL,
    "updatedAtMs" BIGINT NOT NULL,
    PRIMARY KEY ("scope", "kind")
);

CREATE TABLE "AlertChannel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "shown" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL
);

CREATE TABLE "Alert" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sinceMs" BIGINT NOT NULL,
    "raisedAtMs" BIGINT,
    "clearSinceMs" BIGINT,
    "clearedAtMs" BIGINT,
    "value" REAL,
    "cause" TEXT NOT NULL,
    "quiet" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "Alert_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Alert_state_idx" ON "Alert"("state");
CREATE INDEX "Alert_taskId_id_idx" ON "Alert"("taskId", "id");

CREATE TABLE "AlertDelivery" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "alertId" INTEGER,
    "channelId" TEXT NOT NULL,
    "channelName" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAtMs" BIGINT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "sentAtMs" BIGINT,
    "lastError" TEXT
);
CREATE INDEX "AlertDelivery_state_nextAtMs_idx" ON "AlertDelivery"("state", "nextAtMs");
CREATE INDEX "AlertDelivery_alertId_idx" ON "AlertDelivery"("alertId");

CREATE TABLE "ProcessLease" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "owner" TEXT NOT NULL,
    "expiresAtMs" BIGINT NOT NULL
);
