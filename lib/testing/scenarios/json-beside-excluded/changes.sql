UPDATE docs SET j = '{"a": 1}', n = 2 WHERE id = 1;
UPDATE docs SET j = '[1.0, 2]', n = 2 WHERE id = 2;
UPDATE keyed SET j = IF(id = 1, '{"a": 1}', '{"a": 1.0}'), n = n + 1 WHERE id IN (1, 3);
UPDATE docs SET n = 9 WHERE id = 3;
