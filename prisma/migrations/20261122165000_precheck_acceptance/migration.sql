ALTER TABLE "AcceptedRisk" ADD COLUMN "finding" JSONB;
ALTER TABLE "AcceptedRisk" ADD COLUMN "modification" INTEGER;
ALTER TABLE "PrecheckItem" ADD COLUMN "acknowledgedBy" TEXT;
ALTER TABLE "PrecheckItem" ADD COLUMN "acknowledgedAtMs" BIGINT;
ALTER TABLE "PrecheckItem" ADD COLUMN "outgrown" JSONB;
ALTER TABLE "PrecheckReport" ADD COLUMN "configuration" JSONB;
ALTER TABLE "Task" ADD COLUMN "missedStartMs" BIGINT;
