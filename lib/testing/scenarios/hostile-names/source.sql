CREATE TABLE `we``ird 'na"me` (`a``b` INT PRIMARY KEY, `select` INT, `c "d' e` VARCHAR(10), `%\_` INT, KEY `k``ey` (`select`), UNIQUE KEY `ü"k` (`c "d' e`));
CREATE TABLE `order` (`key` INT PRIMARY KEY, `группа` VARCHAR(10) COMMENT 'it''s; -- /* `x`');
CREATE TABLE `表 -- x` (`列` INT PRIMARY KEY, `#` INT, FOREIGN KEY (`#`) REFERENCES `order` (`key`) ON DELETE CASCADE);
CREATE TABLE `a.b` (id INT PRIMARY KEY, `tributary_row` INT, `new` INT);
CREATE VIEW `vi``ew` AS SELECT `we``ird 'na"me`.`a``b` AS `x``y` FROM `we``ird 'na"me`;
INSERT INTO `we``ird 'na"me` VALUES (1, 1, 'x', 1), (2, 2, 'y', 2);
INSERT INTO `order` VALUES (1, 'я'), (2, NULL);
INSERT INTO `表 -- x` VALUES (1, 1), (2, 2);
INSERT INTO `a.b` VALUES (1, 1, 1);
