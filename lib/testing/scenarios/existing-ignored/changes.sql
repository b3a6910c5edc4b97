UPDATE t SET v = 'changed' WHERE id = 2;
DELETE FROM t WHERE id = 3;
INSERT INTO t VALUES (60, 'new', 60), (61, 'new', 50);
