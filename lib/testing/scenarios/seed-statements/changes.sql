INSERT INTO customers VALUES (3, 'zoe');
UPDATE orders SET amount = amount WHERE id = 1;
DELETE FROM orders WHERE customer = 1;
DELETE FROM customers WHERE id = 1;
REPLACE INTO items VALUES (2, 20.00), (3, 3.00);
ALTER TABLE items ADD COLUMN note VARCHAR(20) DEFAULT 'n' AFTER id, MODIFY price DECIMAL(12,4);
INSERT INTO items VALUES (4, 'four', 4.4444);
ALTER VIEW totals AS SELECT c.name AS name, COALESCE(SUM(o.amount), 1.00) AS total FROM customers c LEFT JOIN orders o ON o.customer = c.id GROUP BY c.name;
CREATE INDEX by_price ON items (price);
DROP INDEX old_index ON items;
CREATE TABLE added (id INT PRIMARY KEY, t TEXT CHARACTER SET latin1);
INSERT INTO added VALUES (1, 'é');
CREATE TABLE `like it` LIKE items;
INSERT INTO `like it` SELECT * FROM items;
CREATE TABLE picked AS SELECT id, price FROM items WHERE id > 1;
INSERT INTO picked VALUES (99, 9.9);
CREATE VIEW cheap AS SELECT id FROM items WHERE price < 5;
DELIMITER //
CREATE PROCEDURE refresh_prices (IN factor DECIMAL(4,2))
BEGIN
  UPDATE items SET price = price * factor;
END//
DELIMITER ;
CALL refresh_prices(1.5);
CREATE FUNCTION gross (n DECIMAL(10,2)) RETURNS DECIMAL(10,2) DETERMINISTIC RETURN n / 0.81;
TRUNCATE TABLE scratch;
INSERT INTO scratch VALUES (7);
DROP TABLE obsolete;
RENAME TABLE old_name TO new_name;
INSERT INTO new_name VALUES (2, 'y');
[9.7 mariadb to-mariadb] ALTER TABLE new_name RENAME COLUMN v TO w;
[5.6] ALTER TABLE new_name CHANGE v w VARCHAR(12);
UPDATE new_name SET w = 'z' WHERE id = 1;
