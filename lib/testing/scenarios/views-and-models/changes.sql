RENAME TABLE first TO second;
INSERT INTO t VALUES (2, 'b');
RENAME TABLE swap TO midway, midway TO third;
CREATE TABLE made LIKE model;
INSERT INTO made (id, n) VALUES (1, 1), (2, 2);
DELETE FROM made WHERE n = 1;
