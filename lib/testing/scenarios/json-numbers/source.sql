CREATE TABLE docs (id INT PRIMARY KEY, j JSON NOT NULL, n INT);
CREATE TABLE keyed (id INT PRIMARY KEY, code VARCHAR(10), j JSON, n INT, UNIQUE KEY (code));
INSERT INTO docs VALUES (1, '{"a": 1.0}', 1), (2, '[1, 2]', 1), (3, '{"a": 1}', 1), (4, '0.0', 1);
INSERT INTO keyed SELECT id, CONCAT('c', id), j, n FROM docs;
