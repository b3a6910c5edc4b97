-- Rows of the shop, made by the server from numbers: the same on every machine, in seconds. `numbers` holds 0 … 99999.
-- CRC32 of a text with the number in it stands in for chance.
INSERT INTO countries (code, name, vat_percent) VALUES
  ('AT','Austria',20.00),('BE','Belgium',21.00),('BR','Brazil',17.00),('CH','Switzerland',8.10),('CN','中国',13.00),('CZ','Czechia',21.00),('DE','Germany',19.00),('DK','Denmark',25.00),
  ('ES','Spain',21.00),('FI','Finland',25.50),('FR','France',20.00),('GB','United Kingdom',20.00),('GR','Ελλάδα',24.00),('IE','Ireland',23.00),('IT','Italy',22.00),('JP','日本',10.00),
  ('NL','Netherlands',21.00),('NO','Norway',25.00),('PL','Polska',23.00),('PT','Portugal',23.00),('SE','Sweden',25.00),('SG','Singapore',9.00),('US','United States',0.00),('ZA','South Africa',15.00);

INSERT INTO categories (id, parent_id, name, sort_order)
  SELECT n + 1, IF(n < 8, NULL, n MOD 8 + 1), CONCAT(ELT(n MOD 8 + 1, 'Kitchen', 'Garden', 'Office', 'Outdoor', 'Music', 'Lighting', 'Tools', 'Toys'), IF(n < 8, '', CONCAT(' ', ELT(n DIV 8, 'basics', 'premium', 'gifts', 'spare parts', 'for children', 'second hand', '季节性')))), n
  FROM numbers WHERE n < 64 ORDER BY n;

INSERT INTO suppliers (id, name, country_code, rating, contact, location, since)
  SELECT n + 1, CONCAT(ELT(CRC32(CONCAT('s', n)) MOD 12 + 1, 'Alder', 'Birch', 'Cedar', 'Elm', 'Fir', 'Hazel', 'Juniper', 'Larch', 'Maple', 'Oak', 'Pine', 'Willow'), ' ', ELT(CRC32(CONCAT('t', n)) MOD 5 + 1, 'Trading', '& Sons', 'GmbH', '有限公司', 'S.p.A.'), ' ', n + 1),
    ELT(CRC32(CONCAT('c', n)) MOD 8 + 1, 'DE', 'CN', 'IT', 'PL', 'JP', 'FR', 'NL', 'US'), IF(n MOD 17 = 0, NULL, ROUND(1 + CRC32(CONCAT('r', n)) MOD 400 / 100, 2)),
    JSON_OBJECT('mail', CONCAT('sales', n + 1, '@supplier.example'), 'phones', JSON_ARRAY(CONCAT('+49 30 ', 100000 + n), NULL), 'terms', JSON_OBJECT('days', 14 + n MOD 3 * 15, 'discount', 0.5 * (n MOD 5), 'prepaid', n MOD 2 = 0)),
    POINT(ROUND(-10 + CRC32(CONCAT('x', n)) MOD 4000 / 100, 6), ROUND(36 + CRC32(CONCAT('y', n)) MOD 2400 / 100, 6)), 1990 + n MOD 35
  FROM numbers WHERE n < 200 ORDER BY n;

INSERT INTO products (id, sku, name, category_id, supplier_id, price, weight_kg, flags, labels, status, attributes, photo_digest, description, available_from, created_at, updated_at)
  SELECT n + 1, CONCAT('P-', LPAD(CONV(CRC32(CONCAT('k', n)) MOD 1000, 10, 36), 2, '0'), '-', LPAD(n + 1, 6, '0')),
    CONCAT(ELT(CRC32(CONCAT('a', n)) MOD 10 + 1, 'Folding', 'Silent', 'Classic', 'Compact', 'Heavy', 'Travel', 'Solar', 'Wooden', 'Enamel', 'Ünïversal'), ' ', ELT(CRC32(CONCAT('b', n)) MOD 12 + 1, 'kettle', 'lamp', 'chair', 'spade', 'speaker', 'notebook', 'drill', 'tent', 'piano', '茶壶', 'clock', 'scale'), ' ', n + 1),
    IF(n MOD 97 = 0, NULL, n MOD 64 + 1), n MOD 200 + 1, ROUND(1 + CRC32(CONCAT('p', n)) MOD 99900 / 100, 2), IF(n MOD 13 = 0, NULL, CRC32(CONCAT('w', n)) / 100000000), CRC32(CONCAT('f', n)) MOD 4096,
    CRC32(CONCAT('l', n)) MOD 64, ELT(CRC32(CONCAT('u', n)) MOD 8 + 1, 'active', 'active', 'active', 'active', 'active', 'paused', 'draft', 'retired'),
    IF(n MOD 11 = 0, NULL, JSON_OBJECT('colour', ELT(n MOD 6 + 1, 'red', 'green', 'blue', 'black', '白色', 'ivory'), 'size', JSON_ARRAY(n MOD 90, n MOD 70 + 0.5, n MOD 40), 'warrantyMonths', n MOD 4 * 12, 'ean', 4000000000000 + n, 'note', CONCAT('line 1\nline "', n, '" \\ 🫖'))),
    UNHEX(LEFT(SHA2(CONCAT('photo', n), 256), 32)), IF(n MOD 7 = 0, NULL, REPEAT(CONCAT('Made to last. Item ', n + 1, '. '), 1 + n MOD 12)), IF(n MOD 5 = 0, SEC_TO_TIME(n MOD 86400), NULL),
    '2023-01-01 08:00:00.000' + INTERVAL n * 37 MINUTE + INTERVAL (n MOD 1000) * 1000 MICROSECOND, '2025-01-01 00:00:00' + INTERVAL n MINUTE
  FROM numbers WHERE n < 4000 ORDER BY n;

INSERT INTO product_texts (product_id, language, title, body)
  SELECT n DIV 3 + 1, ELT(n MOD 3 + 1, 'en', 'zh-CN', 'de'), CONCAT(ELT(n MOD 3 + 1, 'Article ', '商品 ', 'Artikel '), n DIV 3 + 1),
    REPEAT(CONCAT(ELT(n MOD 3 + 1, 'A good choice. ', '质量可靠,发货迅速。', 'Schöne Lösung für Küche und Büro. ')), 1 + n MOD 20)
  FROM numbers WHERE n < 12000 ORDER BY n;

INSERT INTO product_prices (product_id, valid_from, price)
  SELECT n MOD 4000 + 1, '2024-01-01 00:00:00.000000' + INTERVAL n DIV 4000 MONTH + INTERVAL n MICROSECOND, ROUND(1 + CRC32(CONCAT('h', n)) MOD 99900 / 100, 2)
  FROM numbers WHERE n < 12000 ORDER BY n MOD 4000, n DIV 4000;

INSERT INTO warehouses (id, name, location, area)
  SELECT n + 1, CONCAT(ELT(n + 1, 'Hamburg', 'Rotterdam', 'Gdańsk', 'Milano', 'Lyon', 'Leipzig', '上海', '深圳', 'Madrid', 'Praha', 'Malmö', 'Wien'), ' depot'), POINT(4 + n, 44 + n MOD 9),
    ST_GeomFromText(CONCAT('POLYGON((', 4 + n, ' 44,', 4.5 + n, ' 44,', 4.5 + n, ' 44.5,', 4 + n, ' 44.5,', 4 + n, ' 44))'))
  FROM numbers WHERE n < 12 ORDER BY n;

INSERT INTO stock (product_id, warehouse_id, quantity, reserved, counted_on)
  SELECT n DIV 6 + 1, n MOD 6 * 2 + 1 + (n DIV 6) MOD 2, CAST(CRC32(CONCAT('q', n)) MOD 500 AS SIGNED) - 5, CRC32(CONCAT('v', n)) MOD 20, IF(n MOD 9 = 0, NULL, '2025-06-30' - INTERVAL n MOD 300 DAY)
  FROM numbers WHERE n < 24000 ORDER BY n;

INSERT INTO customers (id, email, full_name, born_on, country_code, newsletter, preferences, loyalty_points, score, registered_at)
  SELECT n + 1, CONCAT('customer', n + 1, '@mail.example'),
    CONCAT(ELT(CRC32(CONCAT('g', n)) MOD 16 + 1, 'Ada', 'Björn', 'Chloé', 'Dmitri', 'Emeka', 'Fatima', 'Grace', 'Hiroshi', 'Ines', 'José', 'Kateřina', 'Li', 'Mehmet', 'Nora', 'Øyvind', '伟'), ' ', ELT(CRC32(CONCAT('z', n)) MOD 14 + 1, 'Andersson', 'Brown', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'García', 'Horváth', 'Ito', 'Jansen', 'Kowalski', 'O''Neill', '王', 'Zhang')),
    IF(n MOD 19 = 0, NULL, '1950-01-01' + INTERVAL CRC32(CONCAT('o', n)) MOD 20000 DAY), ELT(CRC32(CONCAT('i', n)) MOD 12 + 1, 'DE', 'DE', 'FR', 'GB', 'US', 'CN', 'IT', 'ES', 'NL', 'PL', 'SE', 'JP'), n MOD 3 = 0,
    IF(n MOD 4 = 0, NULL, JSON_OBJECT('language', ELT(n MOD 3 + 1, 'en', 'zh-CN', 'de'), 'topics', JSON_ARRAY('garden', n MOD 7, TRUE), 'limit', CAST(n / 7 AS DECIMAL(12,4)))), CRC32(CONCAT('y', n)) MOD 5000, IF(n MOD 6 = 0, NULL, n / 3e5 - 0.01),
    '2022-01-01 00:00:00' + INTERVAL n * 47 MINUTE
  FROM numbers WHERE n < 25000 ORDER BY n;

INSERT INTO addresses (id, customer_id, kind, street, postcode, city, country_code)
  SELECT n + 1, n MOD 25000 + 1, IF(n < 25000, 'billing', 'delivery'), CONCAT(1 + n MOD 180, ' ', ELT(CRC32(CONCAT('st', n)) MOD 8 + 1, 'Main Street', 'Rue de la Paix', 'Gartenweg', '人民路', 'Calle Mayor', 'Lindenallee', 'High Street', 'Via Roma')), LPAD(CRC32(CONCAT('pc', n)) MOD 99999, 5, '0'),
    ELT(CRC32(CONCAT('ci', n)) MOD 10 + 1, 'Berlin', 'Paris', 'London', '杭州', 'Milano', 'Madrid', 'Utrecht', 'Kraków', 'Lund', 'Kyoto'), ELT(CRC32(CONCAT('i', n MOD 25000)) MOD 12 + 1, 'DE', 'DE', 'FR', 'GB', 'US', 'CN', 'IT', 'ES', 'NL', 'PL', 'SE', 'JP')
  FROM numbers WHERE n < 32000 ORDER BY n;

INSERT INTO coupons (code, discount_percent, valid_until, uses_left)
  SELECT CONCAT('SAVE', LPAD(n, 4, '0')), 5 + n MOD 40 + 0.5 * (n MOD 2), '2027-01-01' + INTERVAL n DAY, IF(n MOD 10 = 0, NULL, n MOD 100)
  FROM numbers WHERE n < 500 ORDER BY n;

INSERT INTO carts (id, customer_id, coupon_code, touched_at)
  SELECT CONCAT(LEFT(LEFT(SHA2(CONCAT('cart', n), 256), 32), 8), '-', MID(LEFT(SHA2(CONCAT('cart', n), 256), 32), 9, 4), '-4', MID(LEFT(SHA2(CONCAT('cart', n), 256), 32), 14, 3), '-a', MID(LEFT(SHA2(CONCAT('cart', n), 256), 32), 18, 3), '-', RIGHT(LEFT(SHA2(CONCAT('cart', n), 256), 32), 12)),
    IF(n MOD 3 = 0, NULL, CRC32(CONCAT('cc', n)) MOD 25000 + 1), IF(n MOD 5 = 0, CONCAT('SAVE', LPAD(n MOD 500, 4, '0')), NULL), '2025-06-01 00:00:00' + INTERVAL n * 11 SECOND
  FROM numbers WHERE n < 3000;

INSERT INTO cart_items (cart_id, product_id, quantity)
  SELECT CONCAT(LEFT(LEFT(SHA2(CONCAT('cart', n DIV 3), 256), 32), 8), '-', MID(LEFT(SHA2(CONCAT('cart', n DIV 3), 256), 32), 9, 4), '-4', MID(LEFT(SHA2(CONCAT('cart', n DIV 3), 256), 32), 14, 3), '-a', MID(LEFT(SHA2(CONCAT('cart', n DIV 3), 256), 32), 18, 3), '-', RIGHT(LEFT(SHA2(CONCAT('cart', n DIV 3), 256), 32), 12)),
    (CRC32(CONCAT('ci', n DIV 3)) + n MOD 3 * 977) MOD 4000 + 1, 1 + n MOD 4
  FROM numbers WHERE n < 9000;

INSERT INTO orders (id, customer_id, status, placed_at, total, currency, note)
  SELECT n + 1, CRC32(CONCAT('oc', n)) MOD 25000 + 1, ELT(CRC32(CONCAT('os', n)) MOD 8 + 1, 'delivered', 'delivered', 'delivered', 'shipped', 'packed', 'paid', 'placed', 'cancelled'), '2024-01-01 00:00:00.000000' + INTERVAL n * 17 MINUTE + INTERVAL n * 7 MICROSECOND,
    0, ELT(n MOD 4 + 1, 'EUR', 'EUR', 'USD', 'CNY'), IF(n MOD 10 = 0, CONCAT('Please ring twice 🔔 — nº ', n), NULL)
  FROM numbers WHERE n < 40000 ORDER BY n;

INSERT INTO order_items (order_id, line_no, product_id, quantity, unit_price)
  SELECT n MOD 40000 + 1, n DIV 40000 + 1, CRC32(CONCAT('ip', n)) MOD 4000 + 1, 1 + CRC32(CONCAT('iq', n)) MOD 5, ROUND(1 + CRC32(CONCAT('iu', n)) MOD 9990 / 100, 2)
  FROM numbers WHERE n < 90000 ORDER BY n MOD 40000, n DIV 40000;

UPDATE orders SET total = (SELECT SUM(amount) FROM order_items WHERE order_items.order_id = orders.id);

INSERT INTO payments (id, order_id, method, amount, paid_at, reference, receipt)
  SELECT id, id, ELT(id MOD 4 + 1, 'card', 'transfer', 'invoice', 'wallet'), total, IF(id MOD 23 = 0, NULL, placed_at + INTERVAL 1 + id MOD 90 MINUTE), UNHEX(LEFT(LEFT(SHA2(CONCAT('ref', id), 256), 40), 24)), IF(id MOD 50 = 0, UNHEX(REPEAT(LEFT(SHA2(CONCAT('rc', id), 256), 40), 40)), NULL)
  FROM orders WHERE status <> 'placed' AND status <> 'cancelled';

INSERT INTO shipments (order_id, warehouse_id, route, handed_over_at, transit, delivered)
  SELECT id, id MOD 12 + 1, IF(id MOD 6 = 0, NULL, ST_GeomFromText(CONCAT('LINESTRING(', 4 + id MOD 12, ' 44,', ROUND(5 + id MOD 100 / 10, 1), ' ', ROUND(45 + id MOD 70 / 10, 1), ',', ROUND(6 + id MOD 130 / 10, 1), ' 50.25)'))),
    placed_at + INTERVAL 1 DAY, SEC_TO_TIME(3600 + CRC32(CONCAT('tr', id)) MOD 500000 + 0.125), status = 'delivered'
  FROM orders WHERE status IN ('shipped', 'delivered') ORDER BY id;

INSERT INTO reviews (id, product_id, customer_id, stars, body, written_at)
  SELECT n + 1, CRC32(CONCAT('vp', n)) MOD 4000 + 1, IF(n MOD 12 = 0, NULL, CRC32(CONCAT('vc', n)) MOD 25000 + 1), 1 + CRC32(CONCAT('vs', n)) MOD 5, ELT(n MOD 6 + 1, 'Just right.', '很满意 👍', 'Kam zu spät, aber heil.', NULL, 'It''s "fine"; 100% \\ ok', REPEAT('Very long story. ', 40)), '2024-03-01 12:00:00' + INTERVAL n * 31 MINUTE
  FROM numbers WHERE n < 12000 ORDER BY n;

INSERT INTO page_views (seen_at, session_id, path, answered_in_ms)
  SELECT '2025-06-01 00:00:00' + INTERVAL n DIV 3 SECOND, LEFT(LEFT(SHA2(CONCAT('se', n DIV 9), 256), 32), 16), ELT(n MOD 5 + 1, '/', '/search?q=茶壶', '/cart', '/checkout', CONCAT('/product/', n MOD 400)), CRC32(CONCAT('ms', n DIV 3)) MOD 900
  FROM numbers WHERE n < 20000;

INSERT INTO audit_log (at, what, key_value, detail)
  SELECT placed_at, 'order status', id, CONCAT('placed -> ', status) FROM orders WHERE id <= 2000 AND status <> 'placed' ORDER BY id;
