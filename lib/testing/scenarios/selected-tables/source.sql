CREATE TABLE orders (id INT PRIMARY KEY, region VARCHAR(10), amount DECIMAL(10,2), secret VARCHAR(20) DEFAULT 's', KEY (region), KEY (secret));
CREATE TABLE plain (id INT PRIMARY KEY, v INT);
CREATE TABLE unselected (id INT PRIMARY KEY, v INT);
CREATE TABLE docs (id INT PRIMARY KEY, j TEXT, n INT);
INSERT INTO orders VALUES (1, 'north', 1.00, 'a'), (2, 'south', 2.00, 'b'), (3, 'North', 3.00, 'c'), (4, NULL, 4.00, 'd');
INSERT INTO plain VALUES (1, 1);
INSERT INTO unselected VALUES (1, 1);
