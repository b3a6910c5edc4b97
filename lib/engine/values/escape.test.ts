import fc from "fast-check";
import { expect, test } from "vitest";
import { appendBinary, LiteralWriter } from "./escape";
import { ImageSlab } from "./image-slab";

/** What the server's lexer makes of `_binary'…'`. */
function read(literal: Buffer): Buffer {
  const text = literal.toString("latin1");
  expect(text.startsWith("_binary'") && text.endsWith("'")).toBe(true);
  const inner = text.slice(8, -1);
  expect(/^(?:[^'\\]|\\['\\])*$/s.test(inner)).toBe(true);
  return Buffer.from(inner.replaceAll(/\\(.)/gs, "$1"), "latin1");
}

const special = fc.uint8Array({ maxLength: 400 }).map((bytes) => bytes.map((byte) => (byte % 5 === 0 ? 0x27 : byte % 7 === 0 ? 0x5c : byte)));

test("binary literals mean exactly their bytes, short and long, from any part of a buffer", () => {
  fc.assert(
    fc.property(special, fc.nat(20), (bytes, skip) => {
      const out = new LiteralWriter(4);
      const start = Math.min(skip, bytes.length);
      appendBinary(out, bytes, start);
      expect(read(out.view())).toEqual(Buffer.from(bytes.subarray(start)));
    }),
  );
});

test("whole numbers are written in decimal", () => {
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(0, -0, 9, 10, 99, 100, 0xffffffff, 0x100000000, 1e9, 1e18 / 1000)), (value) => {
      const out = new LiteralWriter(1);
      out.integer(value);
      expect(out.view().toString()).toBe(String(value + 0));
    }),
  );
});

test("row images keep their bytes when a slab is full in the middle of a row", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.oneof(fc.nat(50), fc.integer({ min: 50_000, max: 300_000 })), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }), (rows) => {
      const slab = new ImageSlab();
      const images = rows.map((sizes) => {
        slab.begin(sizes.length);
        sizes.forEach((size, i) => {
          slab.startColumn();
          appendBinary(slab, Buffer.alloc(size, 65 + i));
          slab.comma();
        });
        return slab.end();
      });
      images.forEach((image, row) => {
        rows[row]!.forEach((size, i) => expect(image.literal(i).equals(Buffer.from(`_binary'${String.fromCharCode(65 + i).repeat(size)}'`))).toBe(true));
        expect(image.run(rows[row]!.length).length).toBe(rows[row]!.reduce((sum, size) => sum + size + 10, 0) - 1);
      });
    }),
    { numRuns: 30 },
  );
});
