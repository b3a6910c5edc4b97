CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10));
INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c');
CREATE /* gh-ost */ TABLE `_t_ghc` (id BIGINT AUTO_INCREMENT PRIMARY KEY, hint VARCHAR(64));
CREATE /* gh-ost */ TABLE `_t_gho` LIKE `t`;
ALTER /* gh-ost */ TABLE `_t_gho` ADD COLUMN added INT DEFAULT 5;
INSERT /* gh-ost */ IGNORE INTO `_t_gho` (id, v) SELECT id, v FROM t WHERE id < 3;
