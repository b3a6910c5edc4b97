/** What the sales people do, and the changes of definition that come with a living database. */
import type { Connection } from "mysql2/promise";
import { below, type Deed, oneOf, rowsOf } from "./traffic-deeds";

const loadedDeals = 1_500;

export const crmDeeds: readonly Deed[] = [
  { weight: 10, run: openDeal },
  { weight: 12, run: (c) => c.query("UPDATE crm.deals SET stage = ?, probability = RAND(), value = value + 0.25 WHERE id = ?", [oneOf("lead", "offer", "won", "lost"), 1 + below(loadedDeals)]) },
  { weight: 8, run: (c) => c.query("UPDATE crm.contacts SET last_seen = NOW(), channels = ? WHERE id = ?", [1 + below(15), 1 + below(1_200)]) },
  { weight: 10, run: (c) => c.query("INSERT INTO crm.call_log (contact_id, started_at, seconds) VALUES (?, NOW(3), ?)", [1 + below(1_200), below(3_600)]) },
  { weight: 6, run: (c) => c.query("DELETE FROM crm.deals WHERE id > ? AND stage IN ('won', 'lost') LIMIT 3", [loadedDeals]) },
  { weight: 6, run: (c) => c.query("UPDATE crm.deals SET stage = 'lost' WHERE id > ? AND stage = 'lead' AND expected_on < CURRENT_DATE + INTERVAL 20 DAY LIMIT 2", [loadedDeals]) },
];

async function openDeal(connection: Connection): Promise<void> {
  await connection.beginTransaction();
  const opened = await connection.query("INSERT INTO crm.deals (company_id, title, value, expected_on) VALUES (?, ?, ?, CURRENT_DATE + INTERVAL ? DAY)", [1 + below(400), oneOf("New line", "Extension", "合作意向"), below(100_000) / 4, below(60)]);
  await connection.query("INSERT INTO crm.notes (deal_id, noted_at, author, body) VALUES (?, NOW(6), 'maria', 'First call.')", [(opened[0] as { insertId: number }).insertId]);
  await connection.commit();
}

/** One after the other, each as far as it is not done yet: a restart begins anywhere. */
export const definitionChanges: readonly ((connection: Connection) => Promise<unknown>)[] = [
  async (c) => (await hasColumn(c, "shop", "campaign_clicks", "referrer")) || c.query("ALTER TABLE shop.campaign_clicks ADD COLUMN referrer VARCHAR(60) NULL DEFAULT 'direct'"),
  async (c) => (await hasIndex(c, "shop", "campaign_clicks", "campaign_clicks_campaign")) || c.query("CREATE INDEX campaign_clicks_campaign ON shop.campaign_clicks (campaign, clicked_at)"),
  (c) => c.query("TRUNCATE TABLE crm.call_log"),
  (c) => c.query(`ALTER VIEW shop.good_customers AS SELECT id, full_name, spent FROM shop.customer_totals WHERE spent > ${oneOf(1000, 1500, 2000)}`),
  async (c) => (await hasColumn(c, "crm", "call_log", "outcome")) || c.query("ALTER TABLE crm.call_log ADD COLUMN outcome ENUM('reached','missed') NULL AFTER contact_id"),
  (c) => c.query("CREATE TABLE IF NOT EXISTS shop.flash_sales (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, title VARCHAR(60) NOT NULL, ends_at DATETIME NOT NULL)"),
  (c) => c.query("INSERT INTO shop.flash_sales (title, ends_at) VALUES ('Tonight only', NOW() + INTERVAL 6 HOUR), ('限时抢购', NOW() + INTERVAL 2 HOUR)"),
  async (c) => (await hasTable(c, "shop", "flash_sales_archive")) || c.query("RENAME TABLE shop.flash_sales TO shop.flash_sales_archive"),
  (c) => c.query("DROP TABLE IF EXISTS shop.flash_sales_archive"),
  async (c) => (await hasIndex(c, "shop", "campaign_clicks", "campaign_clicks_campaign")) && c.query("DROP INDEX campaign_clicks_campaign ON shop.campaign_clicks"),
  async (c) => (await hasColumn(c, "shop", "campaign_clicks", "referrer")) && c.query("ALTER TABLE shop.campaign_clicks DROP COLUMN referrer"),
  async (c) => (await hasColumn(c, "crm", "call_log", "outcome")) && c.query("ALTER TABLE crm.call_log DROP COLUMN outcome"),
  (c) => c.query("TRUNCATE TABLE shop.campaign_clicks"),
];

async function hasTable(connection: Connection, ...names: [string, string]): Promise<boolean> {
  return (await rowsOf(connection, "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?", names)).length > 0;
}

async function hasColumn(connection: Connection, ...names: [string, string, string]): Promise<boolean> {
  return (await rowsOf(connection, "SELECT 1 FROM information_schema.columns WHERE table_schema = ? AND table_name = ? AND column_name = ?", names)).length > 0;
}

async function hasIndex(connection: Connection, ...names: [string, string, string]): Promise<boolean> {
  return (await rowsOf(connection, "SELECT 1 FROM information_schema.statistics WHERE table_schema = ? AND table_name = ? AND index_name = ?", names)).length > 0;
}
