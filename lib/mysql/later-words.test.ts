import { expect, test } from "vitest";
import { reservedWords } from "./reserved-words";
import { withLaterWordsQuoted } from "./later-words";

const mysql56 = { version: 50_651 };
const mysql80 = { version: 80_035 };
const mariadb = { version: 101_119, mariadb: true };

test.each([
  [mysql56, "CREATE TABLE t (rank INT, `groups` INT, KEY rank (rank))", "CREATE TABLE t (`rank` INT, `groups` INT, KEY `rank` (`rank`))"],
  [mysql56, "ALTER TABLE Window ADD stored INT COMMENT 'rank' /*!50100 PARTITION BY HASH (lead) */", "ALTER TABLE `Window` ADD `stored` INT COMMENT 'rank' /*!50100 PARTITION BY HASH (`lead`) */"],
  [mysql56, "CREATE VIEW v AS SELECT t.rank, @rank FROM d.system AS t", "CREATE VIEW v AS SELECT t.`rank`, @rank FROM d.`system` AS t"],
  [mysql56, "CREATE FUNCTION f() RETURNS INT RETURN 1", "CREATE FUNCTION f() RETURNS INT RETURN 1"],
  [{ version: 50_744 }, "ALTER TABLE t ADD g INT GENERATED ALWAYS AS (rank + 1) STORED", "ALTER TABLE t ADD g INT GENERATED ALWAYS AS (`rank` + 1) STORED"],
  [mysql80, "CREATE VIEW v AS SELECT RANK() OVER (ORDER BY qualify) FROM t", "CREATE VIEW v AS SELECT RANK() OVER (ORDER BY `qualify`) FROM t"],
  [{ version: 90_704 }, "CREATE VIEW v AS SELECT RANK() OVER () FROM t", "CREATE VIEW v AS SELECT RANK() OVER () FROM t"],
  [mariadb, "CREATE TABLE t (rank INT, system INT, g INT GENERATED ALWAYS AS (rank) STORED) WITH SYSTEM VERSIONING", "CREATE TABLE t (`rank` INT, `system` INT, g INT GENERATED ALWAYS AS (`rank`) STORED) WITH SYSTEM VERSIONING"],
  [mariadb, "CREATE VIEW v AS SELECT RANK() OVER w, rank FROM t WINDOW w AS ()", "CREATE VIEW v AS SELECT RANK() OVER w, `rank` FROM t WINDOW w AS ()"],
  [{}, "ALTER TABLE t ADD rank INT", "ALTER TABLE t ADD rank INT"],
])("%j %s", (rules, statement, expected) => {
  expect(withLaterWordsQuoted(statement, rules)).toBe(expected);
});

test("a word that needs no quotes on the newest server is quoted where another version reserves it", () => {
  const quoted = (word: string) => withLaterWordsQuoted(`ALTER TABLE t ADD ${word} INT`, mysql56).includes("`");
  // Those of 5.6 itself cannot stand there without quotes; FUNCTION has another meaning.
  for (const word of ["CUBE", "MANUAL", "LIBRARY", "WINDOW"]) expect(quoted(word), word).toBe(true);
  for (const word of ["SELECT", "FUNCTION", "status"]) expect(quoted(word), word).toBe(false);
  expect(reservedWords.has("LIBRARY")).toBe(true);
});
