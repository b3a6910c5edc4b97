import type { ColumnDefinition } from "../../mysql/table-definition";
import type { KeyEquality } from "../change";

/** Types whose literal is written in one way only: equal values have equal bytes. */
const canonicalTypes = new Set([
  "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "numeric", "date", "time", "datetime", "timestamp", "year", "bit", "enum",
  "set", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "uuid", "inet4", "inet6",
]);

const textTypes = new Set(["char", "varchar", "tinytext", "text", "mediumtext", "longtext"]);

/**
 * Collations under which printable ASCII strings are different whenever they differ after folding ASCII case and cutting trailing spaces. (They need
 * not be equal when the folds are: case and padding count under some; the writer takes equal folds of different bytes for "maybe".) Held by a test that
 * asks servers about every pair of printable ASCII characters. Control characters, which UCA collations ignore, count as undecidable in `sql/key-fold.ts`.
 * Not here: language collations with contractions (czech, spanish2, hungarian …), where two letters are one, and the Chinese ones (to big5_chinese_ci a backtick
 * is an E, to gb2312_chinese_ci a tilde is a Y).
 */
const asciiFolding = new Set([
  "utf8_general_ci", "utf8mb3_general_ci", "utf8mb4_general_ci", "latin1_swedish_ci", "latin1_general_ci", "latin1_general_cs", "ascii_general_ci",
  "utf8_unicode_ci", "utf8mb3_unicode_ci", "utf8mb4_unicode_ci", "utf8mb4_unicode_520_ci",
  "utf8mb4_0900_ai_ci", "utf8mb4_0900_as_ci", "utf8mb4_0900_as_cs",
  "utf8_bin", "utf8mb3_bin", "utf8mb4_bin", "latin1_bin", "ascii_bin", "gbk_bin",
]);

/** Binary collations without padding: the bytes decide. */
const binaryNoPad = new Set(["utf8mb4_0900_bin", "binary"]);

/** How the literals of this key column tell whether the server takes two values for equal. */
export function keyEquality(column: ColumnDefinition): KeyEquality {
  if (canonicalTypes.has(column.dataType)) return "exact";
  if (!textTypes.has(column.dataType)) return "unknown";
  const collation = column.collation ?? "";
  if (binaryNoPad.has(collation) || collation.endsWith("_nopad_bin")) return "exact";
  // Binary collations with padding take 'a' and 'a ' for equal (manual, "Trailing Space Handling in Comparisons"); but a CHAR is stored and logged without trailing spaces.
  if (collation.endsWith("_bin") && column.dataType === "char") return "exact";
  return asciiFolding.has(collation) ? "ascii-fold" : "unknown";
}
