INSERT INTO log VALUES ('2024-01-01 00:00:00.000001', 1, 'x', 1.5, 0.1, '{"a": 1}', b'101');
DELETE FROM log WHERE note = 'x' LIMIT 1;
UPDATE log SET note = 'y' WHERE note = 'x' LIMIT 1;
INSERT INTO log VALUES (NULL, 2, 'X', 1e-300, 3.4e38, '[1.0, -0.0, "é"]', b'0');
UPDATE log SET n = 2 WHERE note IS NULL;
DELETE FROM log WHERE note = 'y';
