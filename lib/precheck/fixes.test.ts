import { expect, it } from "vitest";
import { parseVersion, type ServerFacts } from "../mysql/server-facts";
import { settingFixes } from "./fixes";

const facts = (flavour: ServerFacts["flavour"], version: string) => ({ flavour, version: parseVersion(version) }) as ServerFacts;
const written = (server: ServerFacts) => settingFixes("source", server, null, { binlog_format: "'ROW'" }).map(({ kind, body, survivesRestart, needsRestart }) => [kind, body, survivesRestart, needsRestart]);

it("writes a setting as the server's version keeps it", () => {
  expect(written(facts("mysql", "9.7.0"))).toEqual([
    ["sql", "SET PERSIST binlog_format = 'ROW';", true, false],
    ["mycnf", "[mysqld]\nbinlog_format = ROW", true, true],
  ]);
  // SET PERSIST came with MySQL 8.0: what SET GLOBAL sets is lost at a restart without my.cnf.
  for (const older of [facts("mysql", "5.6.51"), facts("mysql", "5.7.44"), facts("mariadb", "11.4.2")])
    expect(written(older)).toEqual([
      ["sql", "SET GLOBAL binlog_format = 'ROW';", false, false],
      ["mycnf", "[mysqld]\nbinlog_format = ROW", true, false],
    ]);
});
