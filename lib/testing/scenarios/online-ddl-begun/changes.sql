INSERT /* gh-ost */ INTO `_t_ghc` (hint) VALUES ('state');
UPDATE t SET v = 'z' WHERE id = 1;
REPLACE /* gh-ost */ INTO `_t_gho` (id, v) SELECT id, v FROM t WHERE id = 1;
INSERT /* gh-ost */ IGNORE INTO `_t_gho` (id, v) SELECT id, v FROM t WHERE id = 3;
CREATE /* gh-ost */ TABLE `_t_del` (id INT AUTO_INCREMENT PRIMARY KEY) COMMENT = 'ghost-cut-over-sentry';
DROP /* gh-ost */ TABLE IF EXISTS `_t_del`;
RENAME /* gh-ost */ TABLE `t` TO `_t_del`, `_t_gho` TO `t`;
DROP /* gh-ost */ TABLE IF EXISTS `_t_ghc`;
INSERT INTO t VALUES (4, 'd', 6);
