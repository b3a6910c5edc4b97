CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10), u INT, UNIQUE KEY (u));
INSERT INTO t VALUES (1, 'source', 1), (2, 'source', 2), (3, 'source', 3), (4, 'source', 4);
