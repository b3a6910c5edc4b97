import { expect, test } from "vitest";
import type { TableDefinition } from "../../mysql/table-definition";
import { createTableText } from "../schema/definition-text";
import { ColumnNames } from "./column-names";

const definition: TableDefinition = {
  name: { database: "d", table: "t" },
  engine: "InnoDB",
  charset: null,
  collation: null,
  columns: [],
  keys: [],
  foreignKeys: [],
  createStatement: [
    "CREATE TABLE `t` (",
    "  `a` int NOT NULL COMMENT '`a`, (`a`)',",
    "  `g` int GENERATED ALWAYS AS ((`a` + abs(`A`))) STORED,",
    "  PRIMARY KEY (`a`),",
    "  KEY `a` (`g`,`a`),",
    "  KEY `f` ((lower(`a`))),",
    "  CONSTRAINT `k` FOREIGN KEY (`a`) REFERENCES `p` (`a`) ON DELETE CASCADE,",
    "  CONSTRAINT `a` CHECK ((`a` > 0))",
    ") ENGINE=InnoDB DEFAULT CHARSET=latin1 COMMENT='`a`'",
    "/*!50100 PARTITION BY RANGE (year(a))",
    "(PARTITION a VALUES LESS THAN (10) ENGINE = InnoDB) */",
  ].join("\n"),
};

test("a definition of the source gets the destination's names wherever columns stand, and nowhere else", () => {
  const text = createTableText(definition, { target: { database: "e", table: "u" }, parent: (name) => name, columnNames: ColumnNames.of({ a: "x", g: "a" }), parentColumns: () => ColumnNames.of({ a: "pa" }), utf8mb4Collation: "utf8mb4_bin" });
  expect(text.split("\n").map((line) => line.trim())).toEqual([
    "CREATE TABLE `e`.`u` (",
    "`x` int NOT NULL COMMENT '`a`, (`a`)',",
    "`a` int GENERATED ALWAYS AS ((`x` + abs(`x`))) STORED,",
    "PRIMARY KEY (`x`),",
    "KEY `a` (`a`,`x`),",
    "KEY `f` ((lower(`x`))),",
    "CONSTRAINT `k` FOREIGN KEY (`x`) REFERENCES `d`.`p` (`pa`) ON DELETE CASCADE,",
    "CONSTRAINT `a` CHECK ((`x` > 0))",
    ") ENGINE=InnoDB DEFAULT CHARSET=latin1 COMMENT='`a`'",
    "PARTITION BY RANGE (year(`x`))",
    "(PARTITION a VALUES LESS THAN (10) ENGINE = InnoDB)",
  ]);
});
