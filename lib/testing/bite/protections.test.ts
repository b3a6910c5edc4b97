/** `npm run bite` shows that tests notice when a protection is gone; this one sees that its table still fits the program. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { protections } from "./protections";

const read = (file: string) => readFileSync(join(import.meta.dirname, "..", "..", "..", file), "utf8");

test.each(protections)("the protection $name stands in its place, once", ({ file, from, also, test: testFile }) => {
  expect(read(file).split(from)).toHaveLength(2);
  if (also) expect(read(also.file).split(also.from)).toHaveLength(2);
  expect(read(testFile)).toContain("test");
});
