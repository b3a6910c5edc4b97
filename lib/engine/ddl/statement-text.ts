import type { StatementContext } from "../change";

/** MySQL character set → WHATWG label. latin1 is windows-1252 there and here. */
const decoders: Record<string, string> = {
  utf8: "utf-8", utf8mb3: "utf-8", utf8mb4: "utf-8", ascii: "utf-8", binary: "utf-8", latin1: "windows-1252", latin2: "iso-8859-2", latin5: "windows-1254", latin7: "iso-8859-13",
  cp1250: "windows-1250", cp1251: "windows-1251", cp1256: "windows-1256", cp1257: "windows-1257", cp866: "ibm866", koi8r: "koi8-r", koi8u: "koi8-u", greek: "iso-8859-7", hebrew: "iso-8859-8",
  tis620: "windows-874", gbk: "gbk", gb2312: "gbk", gb18030: "gb18030", big5: "big5", euckr: "euc-kr", sjis: "shift_jis", cp932: "shift_jis", ujis: "euc-jp", eucjpms: "euc-jp",
};

/**
 * Statement bytes → text. Null when the character set is unknown or the bytes do not belong to it. `charset` is that of the client session
 * (`characterSetClient`); null is taken for utf8mb4.
 */
export function decodeStatement(bytes: Buffer, charset: string | null): string | null {
  const label = decoders[charset ?? "utf8mb4"];
  if (label === undefined) return bytes.every((byte) => byte < 0x80) ? bytes.toString("latin1") : null;
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** sql_mode bits (sql/system_variables.h), as far as they mean something for schema statements and every server knows them. */
const modeBits: readonly (readonly [bigint, string])[] = [
  [1n << 0n, "REAL_AS_FLOAT"],
  [1n << 1n, "PIPES_AS_CONCAT"],
  [1n << 2n, "ANSI_QUOTES"],
  [1n << 3n, "IGNORE_SPACE"],
  [1n << 5n, "ONLY_FULL_GROUP_BY"],
  [1n << 6n, "NO_UNSIGNED_SUBTRACTION"],
  [1n << 7n, "NO_DIR_IN_CREATE"],
  [1n << 19n, "NO_AUTO_VALUE_ON_ZERO"],
  [1n << 20n, "NO_BACKSLASH_ESCAPES"],
  [1n << 21n, "STRICT_TRANS_TABLES"],
  [1n << 22n, "STRICT_ALL_TABLES"],
  [1n << 23n, "NO_ZERO_IN_DATE"],
  [1n << 24n, "NO_ZERO_DATE"],
  [1n << 25n, "ALLOW_INVALID_DATES"],
  [1n << 26n, "ERROR_FOR_DIVISION_BY_ZERO"],
  [1n << 29n, "HIGH_NOT_PRECEDENCE"],
  [1n << 30n, "NO_ENGINE_SUBSTITUTION"],
  [1n << 31n, "PAD_CHAR_TO_FULL_LENGTH"],
];

/** Value for `SET sql_mode`. */
export function sqlModeNames(bits: bigint | null): string {
  return modeBits
    .filter(([bit]) => ((bits ?? 0n) & bit) !== 0n)
    .map(([, name]) => name)
    .join(",");
}

/** How the text is read: quotes and backslashes by its own sql_mode. */
export function lexicalModes(context: StatementContext): { ansiQuotes: boolean; noBackslashEscapes: boolean } {
  const bits = context.sqlMode ?? 0n;
  return { ansiQuotes: (bits & (1n << 2n)) !== 0n, noBackslashEscapes: (bits & (1n << 20n)) !== 0n };
}

/** A context for statements of our own making: plain modes, nothing inherited. */
export function neutralContext(defaultDatabase: string | null): StatementContext {
  return {
    defaultDatabase,
    sqlMode: 0n,
    characterSetClient: null,
    collationConnection: null,
    collationServer: null,
    defaultCollationForUtf8mb4: null,
    timeZone: null,
    timestamp: null,
    foreignKeyChecks: false,
    uniqueChecks: true,
    autoIncrementIncrement: 1,
    autoIncrementOffset: 1,
    explicitDefaultsForTimestamp: true,
    sqlRequirePrimaryKey: false,
  };
}
