import { expect, test } from "vitest";
import { withMariadbJson } from "./mariadb-json";

const text = "LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

test.each([
  ["ALTER TABLE t ADD COLUMN j JSON", `ALTER TABLE t ADD COLUMN j ${text}`],
  ["ALTER TABLE t CHANGE a json JSON NOT NULL, DROP json, ADD INDEX (json)", `ALTER TABLE t CHANGE a json ${text} NOT NULL, DROP json, ADD INDEX (json)`],
  ["CREATE TABLE t (`json` JSON CHECK (JSON_VALID(json)), b json, c INT COMMENT 'json JSON')", `CREATE TABLE t (\`json\` ${text} CHECK (JSON_VALID(json)), b ${text}, c INT COMMENT 'json JSON')`],
])("%s", (statement, expected) => {
  expect(withMariadbJson(statement, { mariadb: true })).toBe(expected);
});
