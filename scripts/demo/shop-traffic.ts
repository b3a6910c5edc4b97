/** What customers and staff do in the shop, one small piece each. Numbers of rows stay about the same however long it runs. */
import type { Connection } from "mysql2/promise";
import { below, type Deed, oneOf, rowsOf } from "./traffic-deeds";

const products = 4_000;
const customers = 25_000;
/** Orders up to here came with the data; those above are ours to delete. */
const loadedOrders = 40_000;
const keptOrders = 4_000;

export const shopDeeds: readonly Deed[] = [
  { weight: 20, run: buy },
  { weight: 10, run: (c) => c.query("CALL shop.place_order(?, ?, ?)", [1 + below(customers), 1 + below(products), 1 + below(3)]) },
  { weight: 20, run: moveOrderOn },
  { weight: 8, run: (c) => c.query("UPDATE shop.products SET price = ROUND(price * ?, 2) + 0.01 WHERE id = ? AND price < 5000", [0.95 + below(100) / 1000, 1 + below(products)]) },
  { weight: 6, run: (c) => c.query("UPDATE shop.products SET labels = ?, flags = ?, attributes = JSON_SET(COALESCE(attributes, JSON_OBJECT()), '$.seen', ?) WHERE id = ?", [below(64), below(4096), new Date().toISOString(), 1 + below(products)]) },
  { weight: 8, run: (c) => c.query("UPDATE shop.stock SET quantity = quantity + ?, counted_on = CURRENT_DATE WHERE product_id = ?", [below(21) - 10, 1 + below(products)]) },
  { weight: 10, run: fillCart },
  { weight: 4, run: changeKeyOfCart },
  { weight: 8, run: (c) => c.query("DELETE FROM shop.carts WHERE touched_at < NOW(3) - INTERVAL 10 MINUTE ORDER BY touched_at LIMIT 3") },
  { weight: 2, run: renameCoupon },
  { weight: 12, run: viewPages },
  { weight: 4, run: (c) => c.query("DELETE FROM shop.page_views WHERE seen_at < NOW(3) - INTERVAL 5 MINUTE LIMIT 40") },
  { weight: 6, run: (c) => c.query("INSERT INTO shop.reviews (product_id, customer_id, stars, body, written_at) VALUES (?, ?, ?, ?, NOW())", [1 + below(products), 1 + below(customers), 1 + below(5), oneOf("Great.", "还不错 🙂", "Wackelt ein wenig.", null)]) },
  { weight: 5, run: (c) => c.query("DELETE FROM shop.reviews WHERE id > 12000 AND written_at < NOW() - INTERVAL 10 MINUTE LIMIT 5") },
  { weight: 6, run: (c) => c.query("UPDATE shop.customers SET loyalty_points = loyalty_points + ?, newsletter = ?, score = RAND() WHERE id = ?", [below(20), below(2), 1 + below(customers)]) },
  { weight: 3, run: (c) => c.query("REPLACE INTO shop.addresses (id, customer_id, kind, street, postcode, city, country_code) VALUES (?, ?, 'delivery', ?, '10115', 'Berlin', 'DE')", [25_001 + below(7_000), 1 + below(customers), `${1 + below(200)} New Street`]) },
  { weight: 10, run: (c) => c.query("INSERT INTO shop.campaign_clicks (campaign, clicked_at) VALUES ?", [Array.from({ length: 1 + below(8) }, () => [oneOf("spring", "summer", "双十一"), new Date()])]) },
  { weight: 6, run: deleteOldOrders },
];

/** Bought at once: order, items, stock and payment in one transaction. */
async function buy(connection: Connection): Promise<void> {
  await connection.beginTransaction();
  const placed = await connection.query("INSERT INTO shop.orders (customer_id, placed_at, currency, note) VALUES (?, NOW(6), 'EUR', ?)", [1 + below(customers), below(4) === 0 ? "🎁 as a gift" : null]);
  const order = (placed[0] as { insertId: number }).insertId;
  const lines = 1 + below(4);
  const first = 1 + below(products - 10);
  for (let line = 1; line <= lines; line++) {
    await connection.query("INSERT INTO shop.order_items (order_id, line_no, product_id, quantity, unit_price) SELECT ?, ?, id, ?, price FROM shop.products WHERE id = ?", [order, line, 1 + below(3), first + line]);
    await connection.query("UPDATE shop.stock SET reserved = reserved + 1 WHERE product_id = ? ORDER BY quantity DESC LIMIT 1", [first + line]);
  }
  await connection.query("UPDATE shop.orders SET total = (SELECT SUM(amount) FROM shop.order_items WHERE order_id = ?) WHERE id = ?", [order, order]);
  if (below(3) > 0) await connection.query("INSERT INTO shop.payments (order_id, method, amount, paid_at, reference) SELECT id, 'card', total, NOW(3), UNHEX(LEFT(SHA2(id, 256), 24)) FROM shop.orders WHERE id = ?", [order]);
  // Some change their mind.
  if (below(20) === 0) await connection.rollback();
  else await connection.commit();
}

async function moveOrderOn(connection: Connection): Promise<void> {
  const [from, to] = oneOf(["placed", "paid"], ["paid", "packed"], ["packed", "shipped"], ["shipped", "delivered"]);
  await connection.query("UPDATE shop.orders SET status = ? WHERE status = ? AND id > ? ORDER BY status, placed_at DESC LIMIT 2", [to, from, loadedOrders]);
}

async function fillCart(connection: Connection): Promise<void> {
  const [{ id }] = (await rowsOf<{ id: string }>(connection, "SELECT UUID() AS id")) as [{ id: string }];
  await connection.beginTransaction();
  await connection.query("INSERT INTO shop.carts (id, customer_id, coupon_code, touched_at) VALUES (?, ?, (SELECT code FROM shop.coupons ORDER BY code LIMIT ?, 1), NOW(3))", [id, 1 + below(customers), below(400)]);
  for (let item = 0; item < 3; item++) await connection.query("REPLACE INTO shop.cart_items (cart_id, product_id, quantity) VALUES (?, ?, ?)", [id, 1 + below(products), 1 + below(5)]);
  await connection.commit();
}

/** A primary key that changes, with rows that follow it. */
async function changeKeyOfCart(connection: Connection): Promise<void> {
  const [cart] = await rowsOf<{ id: string }>(connection, "SELECT id FROM shop.carts ORDER BY touched_at DESC LIMIT 1");
  if (cart) await connection.query("UPDATE shop.carts SET id = UUID(), touched_at = NOW(3) WHERE id = ?", [cart.id]);
}

async function renameCoupon(connection: Connection): Promise<void> {
  const [coupon] = await rowsOf<{ code: string }>(connection, "SELECT code FROM shop.coupons ORDER BY code LIMIT ?, 1", [below(450)]);
  // Forth and back: the number of names is bounded.
  if (coupon) await connection.query("UPDATE IGNORE shop.coupons SET code = ? WHERE code = ?", [coupon.code.startsWith("SAVE") ? coupon.code.replace("SAVE", "GIFT") : coupon.code.replace("GIFT", "SAVE"), coupon.code]);
}

async function viewPages(connection: Connection): Promise<void> {
  const session = Array.from({ length: 16 }, () => below(16).toString(16)).join("");
  // Equal rows happen: there is no key.
  const view = [new Date(), session, oneOf("/", "/cart", "/search?q=灯", "/checkout"), below(400)];
  await connection.query("INSERT INTO shop.page_views (seen_at, session_id, path, answered_in_ms) VALUES ?", [[view, view, [new Date(), session, `/product/${below(products)}`, below(900)]]]);
}

/** Items, payments and shipments go with the order. */
async function deleteOldOrders(connection: Connection): Promise<void> {
  const [newest] = await rowsOf<{ id: string }>(connection, "SELECT MAX(id) AS id FROM shop.orders");
  await connection.query("DELETE FROM shop.orders WHERE id > ? AND id < ? ORDER BY id LIMIT 8", [loadedOrders, Number(newest?.id ?? 0) - keptOrders]);
}
