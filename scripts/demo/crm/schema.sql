-- Customer relations: a small database beside the shop.
CREATE TABLE companies (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(120) NOT NULL,
  segment ENUM('small','medium','large') NOT NULL,
  yearly_revenue DECIMAL(18,2) NULL,
  facts JSON NULL,
  created_at DATETIME NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY companies_name (name)
) ENGINE=InnoDB;

CREATE TABLE contacts (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_id INT UNSIGNED NOT NULL,
  full_name VARCHAR(120) NOT NULL,
  email VARCHAR(190) NULL,
  channels SET('mail','phone','chat','letter') NOT NULL DEFAULT 'mail',
  last_seen TIMESTAMP NULL,
  PRIMARY KEY (id),
  KEY contacts_company (company_id),
  CONSTRAINT contacts_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE deals (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_id INT UNSIGNED NOT NULL,
  title VARCHAR(160) NOT NULL,
  stage ENUM('lead','offer','won','lost') NOT NULL DEFAULT 'lead',
  value DECIMAL(14,2) NOT NULL,
  probability DOUBLE NULL,
  expected_on DATE NULL,
  PRIMARY KEY (id),
  KEY deals_company (company_id),
  KEY deals_stage (stage, expected_on),
  CONSTRAINT deals_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE notes (
  deal_id INT UNSIGNED NOT NULL,
  noted_at DATETIME(6) NOT NULL,
  author VARCHAR(60) NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (deal_id, noted_at),
  CONSTRAINT notes_deal FOREIGN KEY (deal_id) REFERENCES deals (id) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB;

CREATE TABLE call_log (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  contact_id INT UNSIGNED NULL,
  started_at DATETIME(3) NOT NULL,
  seconds INT UNSIGNED NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB;

CREATE VIEW open_deals AS SELECT d.id, c.name AS company, d.title, d.value, d.stage FROM deals d JOIN companies c ON c.id = d.company_id WHERE d.stage IN ('lead', 'offer');
