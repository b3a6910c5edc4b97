[9.7 mariadb to-mariadb] CREATE TABLE log (at DATETIME(6), level ENUM('a,b', 'c''d'), note TEXT, n DOUBLE, f FLOAT, j JSON, b BIT(5));
[5.6] CREATE TABLE log (at DATETIME(6), level ENUM('a,b', 'c''d'), note TEXT, n DOUBLE, f FLOAT, j TEXT, b BIT(5));
INSERT INTO log VALUES ('2024-01-01 00:00:00.000001', 1, 'x', 1.5, 0.1, '{"a": 1}', b'101'), ('2024-01-01 00:00:00.000001', 1, 'x', 1.5, 0.1, '{"a": 1}', b'101'), (NULL, NULL, NULL, NULL, NULL, NULL, NULL);
