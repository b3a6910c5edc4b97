CREATE DATABASE `{destination}`;
CREATE TABLE `{destination}`.t (id INT PRIMARY KEY, v VARCHAR(10), u INT, UNIQUE KEY (u));
INSERT INTO `{destination}`.t VALUES (1, 'there', 1), (2, 'there', 2), (3, 'there', 3), (50, 'there', 50), (60, 'there', 61), (99, 'there', 99);
