CREATE TABLE "PrecheckAffected" (
    "reportId" INTEGER NOT NULL,
    "checkId" TEXT NOT NULL,
    "objects" JSONB NOT NULL,

    PRIMARY KEY ("reportId", "checkId"),
    CONSTRAINT "PrecheckAffected_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "PrecheckReport" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
