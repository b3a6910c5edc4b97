CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20), UNIQUE KEY (v));
CREATE TABLE log (n INT);
INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'three');
INSERT INTO log VALUES (1), (1);
