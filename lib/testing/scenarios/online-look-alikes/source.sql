CREATE TABLE orders (id INT PRIMARY KEY, v VARCHAR(10));
CREATE TABLE purged (id INT PRIMARY KEY, v VARCHAR(10));
INSERT INTO orders VALUES (1, 'a'), (2, 'b');
INSERT INTO purged VALUES (1, 'old'), (2, 'old'), (3, 'new');
