UPDATE "TaskEvent" SET "kind" = 'connection' WHERE "kind" = 'configuration' AND "message" = 'Connection changed.';
UPDATE "TaskEvent" SET "kind" = 'worker' WHERE "kind" = 'status' AND "message" LIKE 'A runner has taken over: %';
