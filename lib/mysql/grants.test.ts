import { describe, expect, it } from "vitest";
import { Grants } from "./grants";

const account = { user: "dts", host: "10.0.%" };
const of = (lines: readonly string[], options: { literalDatabases?: boolean; ignoresCase?: boolean } = {}) => new Grants(lines, { account, ...options });

describe("grants of MySQL 9.7", () => {
  const mixed = of([
    "GRANT USAGE ON *.* TO `g``o'x`@`%`",
    "GRANT SHOW_ROUTINE ON *.* TO `g``o'x`@`%`",
    "GRANT UPDATE ON `a%`.* TO `g``o'x`@`%`",
    "GRANT ALL PRIVILEGES ON `a\\_b`.* TO `g``o'x`@`%` WITH GRANT OPTION",
    "GRANT SELECT, SELECT (`a`, `b`), INSERT (`a`) ON `shop`.`t` TO `g``o'x`@`%`",
    "GRANT EXECUTE ON PROCEDURE `shop`.`p` TO `g``o'x`@`%`",
  ]);

  it("reads dynamic privileges, tables and databases", () => {
    expect(mixed.hasPrivilege("SHOW_ROUTINE")).toBe(true);
    expect(mixed.hasPrivilege("SELECT")).toBe(false);
    expect(mixed.hasPrivilege("SELECT", "shop")).toBe(false);
    expect(mixed.hasPrivilege("SELECT", "shop", "t")).toBe(true);
    expect(mixed.hasPrivilege("TRIGGER", "a_b")).toBe(true);
  });

  it("does not take a privilege on columns for one on the table", () => expect(mixed.hasPrivilege("INSERT", "shop", "t")).toBe(false));
  it("does not take a privilege on a routine for one on a table of that name", () => expect(mixed.hasPrivilege("EXECUTE", "shop", "p")).toBe(false));
  it("does not find server-wide privileges in ALL on a database", () => expect(mixed.hasPrivilege("REPLICATION SLAVE", "a_b")).toBe(false));

  it("lets an escaped underscore match itself alone", () => {
    expect(mixed.hasPrivilege("SELECT", "axb")).toBe(false);
    expect(mixed.hasPrivilege("UPDATE", "axb")).toBe(true);
  });

  it("lets only the most specific of several matching patterns count", () => {
    const grants = of(["GRANT INSERT ON `shop%`.* TO `dts`@`10.0.%`", "GRANT SELECT ON `shop\\_eu`.* TO `dts`@`10.0.%`"]);
    expect(grants.hasPrivilege("INSERT", "shop_eu")).toBe(false);
    expect(grants.hasPrivilege("INSERT", "shop_us")).toBe(true);
  });

  it("takes partial revokes off a global privilege, for that database alone", () => {
    const grants = of(["GRANT SELECT, INSERT ON *.* TO `pr`@`%`", "REVOKE SELECT ON `shop`.* FROM `pr`@`%`"], { literalDatabases: true });
    expect(grants.hasPrivilege("SELECT", "shop")).toBe(false);
    expect(grants.hasPrivilege("INSERT", "shop")).toBe(true);
    expect(grants.hasPrivilege("SELECT", "crm", "orders")).toBe(true);
    expect(grants.missingGrants([{ privilege: "SELECT", database: "shop_1" }, { privilege: "SELECT", database: "shop" }]).statements).toEqual(["GRANT SELECT ON `shop`.* TO 'dts'@'10.0.%';"]);
  });

  it("reads privileges without a blank after the comma, and roles that are active", () => {
    const grants = of(["GRANT SELECT ON *.* TO `r1`@`%`", "GRANT XA_RECOVER_ADMIN,SHOW_ROUTINE ON *.* TO `r1`@`%`", "GRANT `reader`@`%`,`writer`@`10.%` TO `r1`@`%`"]);
    expect(grants.hasPrivilege("SELECT", "shop", "t")).toBe(true);
    expect(grants.hasPrivilege("XA_RECOVER_ADMIN")).toBe(true);
    expect(grants.hasPrivilege("INSERT", "shop")).toBe(false);
  });
});

describe("grants of MySQL 5.6", () => {
  const grants = of([
    "GRANT USAGE ON *.* TO 'x'y'@'10.0.0.0/255.0.0.0' IDENTIFIED BY PASSWORD '*3FBEFEC33FD8E842761B011670846D73057E67BE'",
    "GRANT ALL PRIVILEGES ON `sh\\_op`.* TO 'x'y'@'10.0.0.0/255.0.0.0' WITH GRANT OPTION",
    "GRANT SELECT (a), INSERT ON `shop`.`t` TO 'x'y'@'10.0.0.0/255.0.0.0'",
  ]);

  it("reads unquoted columns and broken account names", () => {
    expect(grants.hasPrivilege("INSERT", "shop", "t")).toBe(true);
    expect(grants.hasPrivilege("SELECT", "shop", "t")).toBe(false);
    expect(grants.hasPrivilege("DROP", "sh_op")).toBe(true);
    expect(grants.hasPrivilege("DROP", "shxop")).toBe(false);
  });

  it("keeps no password hash", () => expect(grants.lines.join()).not.toContain("3FBEFEC"));

  it("finds everything in ALL PRIVILEGES on *.*", () => {
    const all = of(["GRANT ALL PRIVILEGES ON *.* TO 'repl'@'%' IDENTIFIED BY PASSWORD '*A424' WITH GRANT OPTION"]);
    expect(all.hasPrivilege("REPLICATION SLAVE")).toBe(true);
    expect(all.hasPrivilege("SELECT", "any", "thing")).toBe(true);
  });
});

describe("grants of MariaDB 10.11", () => {
  it("adds the lines of active roles and knows BINLOG MONITOR as REPLICATION CLIENT", () => {
    const grants = of([
      "GRANT `reader` TO `r1`@`%`",
      "GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO `r1`@`%` IDENTIFIED BY PASSWORD '*5C1E'",
      "GRANT `sub` TO `reader`",
      "GRANT USAGE ON *.* TO `reader`",
      "GRANT SELECT ON `shop`.* TO `sub`",
      "SET DEFAULT ROLE `reader` FOR `r1`@`%`",
    ]);
    expect(grants.hasPrivilege("REPLICATION CLIENT")).toBe(true);
    expect(grants.hasPrivilege("SELECT", "shop")).toBe(true);
    expect(grants.hasPrivilege("SHOW VIEW", "shop")).toBe(false);
  });
});

describe("missing grants", () => {
  it("names each missing privilege once and writes one statement per level, for this account and host", () => {
    const result = of(["GRANT REPLICATION CLIENT ON *.* TO `dts`@`10.0.%`"]).missingGrants([
      { privilege: "REPLICATION CLIENT" },
      { privilege: "REPLICATION SLAVE" },
      { privilege: "SELECT", database: "my_shop" },
      { privilege: "SHOW VIEW", database: "my_shop" },
      { privilege: "SELECT", database: "cr`m", table: "or_ders" },
    ]);
    expect(result.missing.map((item) => item.privilege)).toEqual(["REPLICATION SLAVE", "SELECT", "SHOW VIEW", "SELECT"]);
    expect(result.statements).toEqual([
      "GRANT REPLICATION SLAVE ON *.* TO 'dts'@'10.0.%';",
      "GRANT SELECT, SHOW VIEW ON `my\\_shop`.* TO 'dts'@'10.0.%';",
      "GRANT SELECT ON `cr``m`.`or_ders` TO 'dts'@'10.0.%';",
    ]);
  });

  it("quotes the account so that the statement can be run as it is", () => {
    const grants = new Grants([], { account: { user: "o'neil", host: "%" } });
    expect(grants.missingGrants([{ privilege: "REPLICATION SLAVE" }]).statements).toEqual(["GRANT REPLICATION SLAVE ON *.* TO 'o''neil'@'%';"]);
  });

  it("ignores the case of names where the server does", () => {
    const grants = of(["GRANT SELECT ON `Shop`.* TO `dts`@`%`"], { ignoresCase: true });
    expect(grants.hasPrivilege("SELECT", "SHOP")).toBe(true);
    expect(of(["GRANT SELECT ON `Shop`.* TO `dts`@`%`"]).hasPrivilege("SELECT", "SHOP")).toBe(false);
  });
});
