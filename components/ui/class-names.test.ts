import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extendTailwindMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { cn } from "./class-names";

// The theme has its own text sizes; without this, tailwind-merge takes `text-muted` and `text-sm` for rivals.
const reference = extendTailwindMerge({ cacheSize: 0, extend: { classGroups: { "font-size": [{ text: ["xs", "sm", "base", "lg", "xl", "2xl"] }] } } });

/** All words in the texts of the sources that tailwind-merge takes for classes: two equal ones are merged to one. */
function classesInUse(): string[] {
  const root = join(import.meta.dirname, "../..");
  const words = new Set<string>();
  for (const folder of ["app", "components"])
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(file) || /\.test\.|class-names/.test(file)) continue;
      for (const [, plain, template] of readFileSync(join(root, folder, file), "utf8").matchAll(/"([^"\n]*)"|`([^`]*)`/g))
        for (const word of (plain ?? template ?? "").split(/\s+/)) if (/^-?[a-z[@][^\s"'{}$]*$/.test(word)) words.add(word);
    }
  return [...words].filter((word) => reference(`${word} ${word}`) === word);
}

test("two classes of the console are merged as tailwind-merge would", () => {
  // Variants are treated alike whatever they are, and so are numbers: two of a kind stand for all.
  const kinds = new Map<string, string[]>();
  for (const name of classesInUse()) {
    const plain = name.replace(/^(?:[^[(]*:|\[[^\]]*\]:)+/, "");
    if (plain.includes(":")) continue;
    const kind = plain.replace(/\d+(\.\d+)?(\/\d+)?|\[.*\]|\(.*\)/, "#");
    const alike = kinds.get(kind) ?? [];
    if (alike.length < 2 && !alike.includes(plain)) kinds.set(kind, [...alike, plain]);
  }
  const plain = [...kinds.values()].flat();
  expect(plain.length).toBeGreaterThan(200);
  const wrong: string[] = [];
  for (const first of plain)
    for (const second of plain) {
      const pair = `${first} ${second}`;
      if (first !== second && cn(pair) !== reference(pair)) wrong.push(`${pair} → ${cn(pair)}`);
    }
  expect(wrong).toEqual([]);
  // Each with each.
}, 60_000);

test.each([
  ["h-8 px-2.5 hover:bg-hover", "h-auto p-0 hover:bg-bg"],
  ["md:hover:text-ink data-disabled:opacity-55", "md:hover:text-muted text-sm"],
  ["[&_svg]:size-4 [tbody>&]:hover:bg-hover", "[&_svg]:size-3 size-3.5!"],
])("variants keep classes apart: %s + %s", (first, second) => {
  expect(cn(first, second)).toBe(reference(`${first} ${second}`));
});
