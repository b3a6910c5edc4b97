-- CreateTable
CREATE TABLE "Region" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "note" TEXT NOT NULL DEFAULT '',
    "createdAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Host" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "regionId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "port" INTEGER NOT NULL DEFAULT 3306,
    "labels" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "serverVersion" TEXT,
    "lastSeenAtMs" BIGINT,
    "createdAtMs" BIGINT NOT NULL,
    CONSTRAINT "Host_regionId_fkey" FOREIGN KEY ("regionId") REFERENCES "Region" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Cluster" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "regionId" TEXT NOT NULL,
    "engineVersion" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL,
    "port" INTEGER NOT NULL DEFAULT 3306,
    "labels" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "serverVersion" TEXT,
    "lastSeenAtMs" BIGINT,
    "createdAtMs" BIGINT NOT NULL,
    CONSTRAINT "Cluster_regionId_fkey" FOREIGN KEY ("regionId") REFERENCES "Region" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RunnerNode" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "hostname" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "addresses" JSONB NOT NULL,
    "startedAtMs" BIGINT NOT NULL,
    "heartbeatAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Task" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'not_configured',
    "phase" TEXT,
    "statusSinceMs" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "sourceEngine" TEXT NOT NULL DEFAULT 'MySQL',
    "destinationEngine" TEXT NOT NULL DEFAULT 'PolarDB',
    "sourceRegionId" TEXT NOT NULL,
    "destinationRegionId" TEXT NOT NULL,
    "topology" TEXT NOT NULL DEFAULT 'one-way',
    "instanceClass" TEXT NOT NULL DEFAULT 'small',
    "metering" TEXT NOT NULL DEFAULT 'metered',
    "endsAtMs" BIGINT,
    "project" TEXT NOT NULL DEFAULT 'default',
    "tags" JSONB NOT NULL,
    "endpoints" JSONB,
    "network" JSONB,
    "objects" JSONB,
    "initialization" JSONB,
    "unsaved" JSONB NOT NULL,
    "sourceSecret" TEXT,
    "destinationSecret" TEXT,
    "hostId" TEXT,
    "clusterId" TEXT,
    "sourceAddress" TEXT,
    "destinationAddress" TEXT,
    "configHash" TEXT,
    "draftSavedAtMs" BIGINT,
    "leaseOwner" TEXT,
    "leaseExpiresAtMs" BIGINT,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "firstStartedAtMs" BIGINT,
    "startRequested" BOOLEAN NOT NULL DEFAULT false,
    "startAtMs" BIGINT,
    "warningsAcceptedFor" TEXT,
    "retryNudge" INTEGER NOT NULL DEFAULT 0,
    "retry" JSONB,
    "errorCode" TEXT,
    "errorContext" JSONB,
    "errorAtMs" BIGINT,
    "phaseTimes" JSONB NOT NULL,
    "pausedBy" TEXT,
    "pausedAtMs" BIGINT,
    "pauseReason" TEXT,
    "releasedAtMs" BIGINT,
    "createdBy" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "updatedAtMs" BIGINT NOT NULL,
    CONSTRAINT "Task_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Task_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TaskFigure" (
    "taskId" TEXT NOT NULL PRIMARY KEY,
    "atMs" BIGINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "figures" JSONB NOT NULL,
    CONSTRAINT "TaskFigure_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TaskFigureBucket" (
    "taskId" TEXT NOT NULL,
    "resolutionSeconds" INTEGER NOT NULL,
    "atMs" BIGINT NOT NULL,
    "samples" INTEGER NOT NULL DEFAULT 0,
    "rowsSum" REAL NOT NULL DEFAULT 0,
    "transactionsSum" REAL NOT NULL DEFAULT 0,
    "bytesSum" REAL NOT NULL DEFAULT 0,
    "lagSamples" INTEGER NOT NULL DEFAULT 0,
    "lagSumMs" REAL NOT NULL DEFAULT 0,
    "lagMaxMs" REAL,
    "commitSamples" INTEGER NOT NULL DEFAULT 0,
    "commitSumMs" REAL NOT NULL DEFAULT 0,

    PRIMARY KEY ("taskId", "resolutionSeconds", "atMs"),
    CONSTRAINT "TaskFigureBucket_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TaskTable" (
    "taskId" TEXT NOT NULL,
    "sourceDatabase" TEXT NOT NULL,
    "sourceTable" TEXT NOT NULL,
    "destinationDatabase" TEXT NOT NULL,
    "destinationTable" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "rowsEstimated" BIGINT NOT NULL DEFAULT 0,
    "rowsCopied" BIGINT NOT NULL DEFAULT 0,
    "bytesCopied" BIGINT NOT NULL DEFAULT 0,
    "startedAtMs" BIGINT,
    "endedAtMs" BIGINT,
    "inserts" BIGINT NOT NULL DEFAULT 0,
    "updates" BIGINT NOT NULL DEFAULT 0,
    "deletes" BIGINT NOT NULL DEFAULT 0,
    "ddls" BIGINT NOT NULL DEFAULT 0,
    "insertsBefore" BIGINT NOT NULL DEFAULT 0,
    "updatesBefore" BIGINT NOT NULL DEFAULT 0,
    "deletesBefore" BIGINT NOT NULL DEFAULT 0,
    "ddlsBefore" BIGINT NOT NULL DEFAULT 0,
    "lastAppliedAtMs" BIGINT,
    "errorCode" TEXT,

    PRIMARY KEY ("taskId", "sourceDatabase", "sourceTable"),
    CONSTRAINT "TaskTable_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TaskEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "code" TEXT,
    "position" TEXT,
    "detail" JSONB NOT NULL,
    CONSTRAINT "TaskEvent_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Conflict" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "sourceDatabase" TEXT NOT NULL,
    "sourceTable" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "position" TEXT,
    CONSTRAINT "Conflict_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AcceptedRisk" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "revokedAtMs" BIGINT,
    CONSTRAINT "AcceptedRisk_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PrecheckReport" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taskId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "configHash" TEXT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "startedAtMs" BIGINT NOT NULL,
    "endedAtMs" BIGINT,
    "only" JSONB,
    CONSTRAINT "PrecheckReport_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PrecheckItem" (
    "reportId" INTEGER NOT NULL,
    "checkId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "ignorable" BOOLEAN NOT NULL DEFAULT false,
    "result" JSONB,
    "topic" JSONB NOT NULL,
    "ignoredBy" TEXT,
    "ignoredAtMs" BIGINT,
    "ignoreReason" TEXT,

    PRIMARY KEY ("reportId", "checkId"),
    CONSTRAINT "PrecheckItem_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "PrecheckReport" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OperationLog" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "atMs" BIGINT NOT NULL,
    "actor" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "taskId" TEXT,
    "object" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "code" TEXT,
    "reason" TEXT,
    "detail" JSONB NOT NULL,
    "requestId" TEXT
);

-- CreateTable
CREATE TABLE "RequestResult" (
    "requestId" TEXT NOT NULL PRIMARY KEY,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "answer" JSONB,
    "atMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "username" TEXT,
    "displayUsername" TEXT,
    "role" TEXT NOT NULL DEFAULT 'admin',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "token" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" DATETIME,
    "refreshTokenExpiresAt" DATETIME,
    "scope" TEXT,
    "password" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "FirstRun" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "atMs" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "Host_regionId_idx" ON "Host"("regionId");

-- CreateIndex
CREATE INDEX "Cluster_regionId_idx" ON "Cluster"("regionId");

-- CreateIndex
CREATE INDEX "RunnerNode_heartbeatAtMs_idx" ON "RunnerNode"("heartbeatAtMs");

-- CreateIndex
CREATE INDEX "Task_status_leaseExpiresAtMs_idx" ON "Task"("status", "leaseExpiresAtMs");

-- CreateIndex
CREATE INDEX "Task_destinationRegionId_createdAtMs_idx" ON "Task"("destinationRegionId", "createdAtMs");

-- CreateIndex
CREATE INDEX "Task_createdAtMs_idx" ON "Task"("createdAtMs");

-- CreateIndex
CREATE INDEX "TaskTable_taskId_state_idx" ON "TaskTable"("taskId", "state");

-- CreateIndex
CREATE INDEX "TaskEvent_taskId_id_idx" ON "TaskEvent"("taskId", "id");

-- CreateIndex
CREATE INDEX "Conflict_taskId_id_idx" ON "Conflict"("taskId", "id");

-- CreateIndex
CREATE INDEX "AcceptedRisk_taskId_idx" ON "AcceptedRisk"("taskId");

-- CreateIndex
CREATE UNIQUE INDEX "PrecheckReport_taskId_number_key" ON "PrecheckReport"("taskId", "number");

-- CreateIndex
CREATE INDEX "OperationLog_taskId_id_idx" ON "OperationLog"("taskId", "id");

-- CreateIndex
CREATE INDEX "OperationLog_atMs_idx" ON "OperationLog"("atMs");

-- CreateIndex
CREATE INDEX "RequestResult_atMs_idx" ON "RequestResult"("atMs");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "user_username_key" ON "user"("username");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "session"("userId");

-- CreateIndex
CREATE INDEX "account_userId_idx" ON "account"("userId");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");


