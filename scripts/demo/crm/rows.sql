INSERT INTO companies (id, name, segment, yearly_revenue, facts, created_at)
  SELECT n + 1, CONCAT(ELT(n MOD 10 + 1, 'Nordlicht', 'Blue Harbour', '长城贸易', 'Casa Verde', 'Atelier Lune', 'Kestrel', 'Polaris', 'Sakura', 'Terrano', 'Vltava'), ' ', n + 1), ELT(n MOD 3 + 1, 'small', 'medium', 'large'), IF(n MOD 8 = 0, NULL, CRC32(CONCAT('r', n)) * 1.25),
    JSON_OBJECT('employees', n * 3 MOD 900, 'sites', JSON_ARRAY('HQ', n MOD 4), 'listed', n MOD 9 = 0), '2023-01-01 09:00:00' + INTERVAL n * 13 HOUR
  FROM numbers WHERE n < 400 ORDER BY n;
INSERT INTO contacts (id, company_id, full_name, email, channels, last_seen)
  SELECT n + 1, n MOD 400 + 1, CONCAT(ELT(n MOD 7 + 1, 'Anna', 'Bo', 'Chen', 'Dina', 'Egon', 'Fumiko', 'Gaël'), ' ', ELT(n MOD 5 + 1, 'Meyer', '李', 'Rossi', 'Novák', 'Smith')), IF(n MOD 11 = 0, NULL, CONCAT('contact', n, '@crm.example')), 1 + CRC32(CONCAT('ch', n)) MOD 15, '2025-01-01 10:00:00' + INTERVAL n HOUR
  FROM numbers WHERE n < 1200 ORDER BY n;
INSERT INTO deals (id, company_id, title, stage, value, probability, expected_on)
  SELECT n + 1, CRC32(CONCAT('dc', n)) MOD 400 + 1, CONCAT('Deal ', n + 1, ' – ', ELT(n MOD 4 + 1, 'renewal', 'pilot', 'upgrade', '试点')), ELT(n MOD 4 + 1, 'lead', 'offer', 'won', 'lost'), 100 + CRC32(CONCAT('dv', n)) MOD 9000000 / 100, IF(n MOD 6 = 0, NULL, n MOD 100 / 100), '2026-01-01' + INTERVAL n MOD 500 DAY
  FROM numbers WHERE n < 1500 ORDER BY n;
INSERT INTO notes (deal_id, noted_at, author, body)
  SELECT n MOD 1500 + 1, '2025-02-01 08:00:00.000001' + INTERVAL n SECOND, ELT(n MOD 3 + 1, 'maria', 'tom', 'wei'), CONCAT('Talked about "terms"; next step in ', n MOD 30, ' days. ', REPEAT('– ', n MOD 9), '👌')
  FROM numbers WHERE n < 3000 ORDER BY n MOD 1500, n;
