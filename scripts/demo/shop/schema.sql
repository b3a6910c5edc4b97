-- A web shop: what a real one has, in one of each kind that is hard to carry.
CREATE TABLE countries (
  code CHAR(2) CHARACTER SET ascii NOT NULL,
  name VARCHAR(60) NOT NULL,
  vat_percent DECIMAL(4,2) NOT NULL,
  PRIMARY KEY (code),
  UNIQUE KEY countries_name (name)
) ENGINE=InnoDB COMMENT='Countries we deliver to';

CREATE TABLE categories (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  parent_id INT UNSIGNED NULL,
  name VARCHAR(80) NOT NULL,
  sort_order SMALLINT NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  UNIQUE KEY categories_parent_name (parent_id, name),
  CONSTRAINT categories_parent FOREIGN KEY (parent_id) REFERENCES categories (id) ON DELETE SET NULL ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE suppliers (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(120) NOT NULL,
  country_code CHAR(2) CHARACTER SET ascii NOT NULL,
  rating FLOAT NULL,
  contact JSON NULL,
  location POINT NOT NULL,
  since YEAR NOT NULL,
  PRIMARY KEY (id),
  KEY suppliers_country (country_code),
  SPATIAL KEY suppliers_location (location),
  CONSTRAINT suppliers_country FOREIGN KEY (country_code) REFERENCES countries (code) ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE products (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  sku VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name VARCHAR(160) NOT NULL,
  category_id INT UNSIGNED NULL,
  supplier_id INT UNSIGNED NOT NULL,
  price DECIMAL(10,2) NOT NULL,
  weight_kg DECIMAL(12,6) NULL,
  flags BIT(12) NOT NULL DEFAULT b'0',
  labels SET('new','sale','eco','gift','fragile','oversize') NOT NULL DEFAULT '',
  status ENUM('draft','active','paused','retired') NOT NULL DEFAULT 'draft',
  attributes JSON NULL,
  photo_digest BINARY(16) NULL,
  description TEXT NULL,
  available_from TIME NULL,
  created_at DATETIME(3) NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (id),
  UNIQUE KEY products_sku (sku),
  KEY products_category (category_id, status),
  KEY products_supplier (supplier_id),
  KEY products_name (name(32)),
  CONSTRAINT products_category FOREIGN KEY (category_id) REFERENCES categories (id) ON DELETE SET NULL,
  CONSTRAINT products_supplier FOREIGN KEY (supplier_id) REFERENCES suppliers (id)
) ENGINE=InnoDB;

CREATE TABLE product_texts (
  product_id BIGINT UNSIGNED NOT NULL,
  language VARCHAR(5) CHARACTER SET ascii NOT NULL,
  title VARCHAR(200) NOT NULL,
  body MEDIUMTEXT NULL,
  PRIMARY KEY (product_id, language),
  FULLTEXT KEY product_texts_title (title),
  CONSTRAINT product_texts_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE product_prices (
  product_id BIGINT UNSIGNED NOT NULL,
  valid_from DATETIME(6) NOT NULL,
  price DECIMAL(10,2) NOT NULL,
  PRIMARY KEY (product_id, valid_from),
  CONSTRAINT product_prices_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE warehouses (
  id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(60) NOT NULL,
  location POINT NOT NULL,
  area POLYGON NULL,
  PRIMARY KEY (id),
  SPATIAL KEY warehouses_location (location)
) ENGINE=InnoDB;

CREATE TABLE stock (
  product_id BIGINT UNSIGNED NOT NULL,
  warehouse_id SMALLINT UNSIGNED NOT NULL,
  quantity MEDIUMINT NOT NULL DEFAULT 0,
  reserved MEDIUMINT UNSIGNED NOT NULL DEFAULT 0,
  counted_on DATE NULL,
  PRIMARY KEY (product_id, warehouse_id),
  KEY stock_warehouse (warehouse_id, quantity),
  CONSTRAINT stock_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT stock_warehouse FOREIGN KEY (warehouse_id) REFERENCES warehouses (id)
) ENGINE=InnoDB;

CREATE TABLE customers (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  email VARCHAR(190) NOT NULL,
  full_name VARCHAR(120) NOT NULL,
  born_on DATE NULL,
  country_code CHAR(2) CHARACTER SET ascii NOT NULL,
  newsletter BIT(1) NOT NULL DEFAULT b'0',
  preferences JSON NULL,
  loyalty_points INT NOT NULL DEFAULT 0,
  score DOUBLE NULL,
  registered_at DATETIME NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY customers_email (email),
  KEY customers_country (country_code),
  CONSTRAINT customers_country FOREIGN KEY (country_code) REFERENCES countries (code) ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE addresses (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  customer_id BIGINT UNSIGNED NOT NULL,
  kind ENUM('billing','delivery') NOT NULL,
  street VARCHAR(120) NOT NULL,
  postcode VARCHAR(12) NOT NULL,
  city VARCHAR(60) NOT NULL,
  country_code CHAR(2) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (id),
  KEY addresses_customer (customer_id, kind),
  KEY addresses_country (country_code),
  CONSTRAINT addresses_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT addresses_country FOREIGN KEY (country_code) REFERENCES countries (code) ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE coupons (
  code VARCHAR(20) CHARACTER SET ascii NOT NULL,
  discount_percent DECIMAL(5,2) NOT NULL,
  valid_until DATE NOT NULL,
  uses_left INT UNSIGNED NULL,
  PRIMARY KEY (code)
) ENGINE=InnoDB;

CREATE TABLE carts (
  id CHAR(36) CHARACTER SET ascii NOT NULL,
  customer_id BIGINT UNSIGNED NULL,
  coupon_code VARCHAR(20) CHARACTER SET ascii NULL,
  touched_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  KEY carts_customer (customer_id),
  KEY carts_coupon (coupon_code),
  CONSTRAINT carts_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT carts_coupon FOREIGN KEY (coupon_code) REFERENCES coupons (code) ON DELETE SET NULL ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE cart_items (
  cart_id CHAR(36) CHARACTER SET ascii NOT NULL,
  product_id BIGINT UNSIGNED NOT NULL,
  quantity SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (cart_id, product_id),
  KEY cart_items_product (product_id),
  CONSTRAINT cart_items_cart FOREIGN KEY (cart_id) REFERENCES carts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT cart_items_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  customer_id BIGINT UNSIGNED NOT NULL,
  status ENUM('placed','paid','packed','shipped','delivered','cancelled') NOT NULL DEFAULT 'placed',
  placed_at DATETIME(6) NOT NULL,
  total DECIMAL(12,2) NOT NULL DEFAULT 0,
  currency CHAR(3) CHARACTER SET ascii NOT NULL DEFAULT 'EUR',
  note VARCHAR(500) NULL,
  PRIMARY KEY (id),
  KEY orders_customer (customer_id, placed_at),
  KEY orders_status (status, placed_at),
  CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE=InnoDB;

CREATE TABLE order_items (
  order_id BIGINT UNSIGNED NOT NULL,
  line_no TINYINT UNSIGNED NOT NULL,
  product_id BIGINT UNSIGNED NOT NULL,
  quantity SMALLINT UNSIGNED NOT NULL,
  unit_price DECIMAL(10,2) NOT NULL,
  amount DECIMAL(14,2) GENERATED ALWAYS AS (quantity * unit_price) STORED,
  PRIMARY KEY (order_id, line_no),
  KEY order_items_product (product_id),
  CONSTRAINT order_items_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT order_items_product FOREIGN KEY (product_id) REFERENCES products (id)
) ENGINE=InnoDB;

CREATE TABLE payments (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  order_id BIGINT UNSIGNED NOT NULL,
  method ENUM('card','transfer','invoice','wallet') NOT NULL,
  amount DECIMAL(12,2) NOT NULL,
  paid_at TIMESTAMP(3) NULL,
  reference VARBINARY(32) NULL,
  receipt BLOB NULL,
  PRIMARY KEY (id),
  KEY payments_order (order_id),
  CONSTRAINT payments_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE shipments (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  order_id BIGINT UNSIGNED NOT NULL,
  warehouse_id SMALLINT UNSIGNED NOT NULL,
  route LINESTRING NULL,
  handed_over_at DATETIME NULL,
  transit TIME(3) NULL,
  delivered TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  KEY shipments_order (order_id),
  KEY shipments_warehouse (warehouse_id),
  CONSTRAINT shipments_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT shipments_warehouse FOREIGN KEY (warehouse_id) REFERENCES warehouses (id)
) ENGINE=InnoDB;

CREATE TABLE reviews (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  product_id BIGINT UNSIGNED NOT NULL,
  customer_id BIGINT UNSIGNED NULL,
  stars TINYINT UNSIGNED NOT NULL,
  body TEXT NULL,
  written_at DATETIME NOT NULL,
  PRIMARY KEY (id),
  KEY reviews_product (product_id, stars),
  KEY reviews_customer (customer_id),
  CONSTRAINT reviews_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT reviews_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE SET NULL ON UPDATE CASCADE
) ENGINE=InnoDB;

-- No primary key and no unique key.
CREATE TABLE page_views (
  seen_at DATETIME(3) NOT NULL,
  session_id CHAR(16) CHARACTER SET ascii NOT NULL,
  path VARCHAR(120) NOT NULL,
  answered_in_ms INT UNSIGNED NOT NULL,
  KEY page_views_seen (seen_at)
) ENGINE=InnoDB;

-- Written by the triggers below.
CREATE TABLE audit_log (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  at DATETIME(6) NOT NULL,
  what VARCHAR(40) NOT NULL,
  key_value BIGINT UNSIGNED NOT NULL,
  detail VARCHAR(200) NULL,
  PRIMARY KEY (id),
  KEY audit_log_at (at)
) ENGINE=InnoDB;

-- Filled, altered and emptied again and again.
CREATE TABLE campaign_clicks (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  campaign VARCHAR(40) NOT NULL,
  clicked_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB;

CREATE VIEW active_products AS
  SELECT p.id, p.sku, p.name, p.price, c.name AS category FROM products p LEFT JOIN categories c ON c.id = p.category_id WHERE p.status = 'active';

CREATE VIEW customer_totals AS
  SELECT c.id, c.full_name, COUNT(o.id) AS orders, COALESCE(SUM(o.total), 0) AS spent FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.full_name;

-- A view on a view.
CREATE VIEW good_customers AS SELECT id, full_name, spent FROM customer_totals WHERE spent > 1000;

DELIMITER //
CREATE FUNCTION net_price(gross DECIMAL(12,2), vat_percent DECIMAL(4,2)) RETURNS DECIMAL(12,2)
  DETERMINISTIC NO SQL
  COMMENT 'Price without VAT'
BEGIN
  RETURN ROUND(gross / (1 + vat_percent / 100), 2);
END//

CREATE PROCEDURE place_order(IN the_customer BIGINT UNSIGNED, IN the_product BIGINT UNSIGNED, IN the_quantity SMALLINT UNSIGNED)
  MODIFIES SQL DATA
BEGIN
  DECLARE the_price DECIMAL(10,2);
  DECLARE the_order BIGINT UNSIGNED;
  SELECT price INTO the_price FROM products WHERE id = the_product;
  INSERT INTO orders (customer_id, placed_at, total, note) VALUES (the_customer, NOW(6), the_price * the_quantity, 'by procedure');
  SET the_order = LAST_INSERT_ID();
  INSERT INTO order_items (order_id, line_no, product_id, quantity, unit_price) VALUES (the_order, 1, the_product, the_quantity, the_price);
END//

CREATE TRIGGER products_price_history AFTER UPDATE ON products FOR EACH ROW
BEGIN
  IF NEW.price <> OLD.price THEN
    INSERT INTO product_prices (product_id, valid_from, price) VALUES (NEW.id, NOW(6), NEW.price) ON DUPLICATE KEY UPDATE price = NEW.price;
  END IF;
END//

CREATE TRIGGER orders_status_log AFTER UPDATE ON orders FOR EACH ROW
BEGIN
  IF NEW.status <> OLD.status THEN
    INSERT INTO audit_log (at, what, key_value, detail) VALUES (NOW(6), 'order status', NEW.id, CONCAT(OLD.status, ' -> ', NEW.status));
  END IF;
END//
DELIMITER ;
