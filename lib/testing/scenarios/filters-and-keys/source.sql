CREATE TABLE u (id INT PRIMARY KEY, a INT, b VARCHAR(10) CHARACTER SET utf8mb4 COLLATE {ai_ci}, region CHAR(1), UNIQUE KEY (a), UNIQUE KEY (b));
CREATE TABLE h (region CHAR(1), v INT);
CREATE TABLE q (a INT, b INT, region CHAR(1), UNIQUE KEY (a, b));
INSERT INTO u VALUES (1, 1, 'one', 'n'), (2, 2, 'two', 's'), (3, 3, 'three', 'n'), (4, 4, 'four', 's'), (5, NULL, NULL, 'n');
INSERT INTO h VALUES ('n', 1), ('n', 1), ('n', 1), ('s', 1), ('s', 1), (NULL, 1), ('n', 2);
INSERT INTO q VALUES (1, NULL, 'n'), (1, NULL, 'n'), (1, NULL, 's'), (2, 2, 'n'), (3, 3, 's');
