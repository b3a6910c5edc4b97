import { describe, expect, test } from "vitest";
import { splitStatements } from "./sql-script";

describe("splitStatements", () => {
  test("splits at semicolons outside of strings, names and comments", () => {
    expect(splitStatements("INSERT INTO `a;b` VALUES ('x;\\';y', \"z;\"); -- c;d\nSELECT 1 /* ; */; # e;\n")).toEqual(["INSERT INTO `a;b` VALUES ('x;\\';y', \"z;\")", "-- c;d\nSELECT 1 /* ; */"]);
  });

  test("understands DELIMITER around a routine and keeps executable comments", () => {
    expect(splitStatements("CREATE TABLE t (a INT);\nDELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END//\nDELIMITER ;\n/*!40000 SET a=1 */;\nDROP TABLE t")).toEqual([
      "CREATE TABLE t (a INT)",
      "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END",
      "/*!40000 SET a=1 */",
      "DROP TABLE t",
    ]);
  });

  test("doubled quotes stay inside the string, and two hyphens without a space are arithmetic", () => {
    expect(splitStatements("SELECT 'it''s;', 5--3;SELECT 2")).toEqual(["SELECT 'it''s;', 5--3", "SELECT 2"]);
  });
});
