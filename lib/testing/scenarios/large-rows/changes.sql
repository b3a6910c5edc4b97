INSERT INTO big SELECT id + 10, a, REPEAT(x'FF', 1500000) FROM big;
UPDATE big SET a = CONCAT(a, 'x');
DELETE FROM big WHERE id = 11;
DELETE FROM keyless LIMIT 1;
UPDATE keyless SET a = CONCAT(a, 'x');
