UPDATE `we``ird 'na"me` SET `select` = `select` + 1;
DELETE FROM `order` WHERE `key` = 1;
INSERT INTO `order` VALUES (7, 'x');
ALTER TABLE `we``ird 'na"me` ADD COLUMN `ne``w; DROP` INT DEFAULT 4 AFTER `a``b`, ADD KEY (`ne``w; DROP`);
UPDATE `we``ird 'na"me` SET `ne``w; DROP` = 9 WHERE `a``b` = 1;
ALTER TABLE `a.b` RENAME TO `c``.``d`;
UPDATE `c``.``d` SET tributary_row = 5, `new` = 6;
CREATE TABLE `{db}`.`; DROP TABLE x` LIKE `{db}`.`order`;
INSERT INTO `; DROP TABLE x` SELECT * FROM `order`;
RENAME TABLE `{db}`.`表 -- x` TO `{db}` . `表'`;
DELETE FROM `表'`;
INSERT INTO `表'` VALUES (3, 7);
CREATE /* comment `with` quote's */ TABLE IF NOT EXISTS `t-1`-- trailing
 (id INT PRIMARY KEY, -- it's
  v INT) # and a hash
;
INSERT INTO `t-1` VALUES (1, 1);
SET SESSION sql_mode = 'ANSI_QUOTES';
CREATE TABLE "quo""ted" ("i d" INT PRIMARY KEY, v VARCHAR(10) DEFAULT 'a"b');
ALTER TABLE "quo""ted" ADD COLUMN "x`y" INT;
INSERT INTO "quo""ted" ("i d", "x`y") VALUES (1, 2);
