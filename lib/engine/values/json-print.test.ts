import { expect, test } from "vitest";
import { LiteralWriter } from "./escape";
import { appendPrintedJson } from "./json-print";

/** MySQL's binary form of a string (server: sql-common/json_binary.h). */
function binaryString(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const length: number[] = [];
  for (let left = bytes.length; ; left >>= 7) {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    if (left <= 0x7f) break;
  }
  return Buffer.concat([Buffer.from([12, ...length]), bytes]);
}

function printed(document: Buffer): string {
  const out = new LiteralWriter(16);
  appendPrintedJson(out, document, 0, document.length);
  return out.view().toString("utf8");
}

/** What the server's parser makes of the literal. */
const parsed = (literal: string) => /^_utf8mb4'(.*)'$/s.exec(literal)![1]!.replace(/\\(.)/gs, "$1");

test("a string is printed with the escapes of JSON, and those once more with the escapes of SQL", () => {
  expect(printed(binaryString("it's \"a\\b\"\n\u0001é"))).toBe("_utf8mb4'\"it\\'s \\\\\"a\\\\\\\\b\\\\\"\\\\n\\\\u0001é\"'");
  for (const code of [...Array(0x180).keys(), 0x2028, 0xd7ff, 0xfeff, 0x1f600, 0x10ffff]) {
    const text = `'${String.fromCodePoint(code)}\\`;
    expect(parsed(printed(binaryString(text)))).toBe(JSON.stringify(text));
  }
});

test("a large string is printed like a small one", () => {
  const long = "'\"\\x".repeat(280_000);
  expect(parsed(printed(binaryString(long))) === JSON.stringify(long)).toBe(true);
});
