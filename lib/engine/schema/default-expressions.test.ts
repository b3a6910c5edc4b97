import { expect, test } from "vitest";
import { withDefaultsInParentheses } from "./default-expressions";

test.each([
  ["u VARCHAR(36) DEFAULT uuid(), n INT DEFAULT (1 + 2)", "u VARCHAR(36) DEFAULT (uuid()), n INT DEFAULT (1 + 2)"],
  ["t TIMESTAMP(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6), d DATETIME DEFAULT now()", null],
  ["v INT DEFAULT abs(floor(1.5)) COMMENT 'DEFAULT f()', c CHAR(3) DEFAULT `v`", "v INT DEFAULT (abs(floor(1.5))) COMMENT 'DEFAULT f()', c CHAR(3) DEFAULT (`v`)"],
  ["v INT DEFAULT NULL, b BIT(1) DEFAULT b'1', s CHAR(1) DEFAULT 'x') DEFAULT CHARSET=utf8mb4", null],
  ["v INT COLUMN_FORMAT DEFAULT CHECK (v > 0)", null],
  ["v INT DEFAULT nextval(`a`.`s`)", "v INT DEFAULT (nextval(`a`.`s`))"],
])("%s", (items, expected) => {
  expect(withDefaultsInParentheses(`CREATE TABLE t (${items})`)).toBe(`CREATE TABLE t (${expected ?? items})`);
});
