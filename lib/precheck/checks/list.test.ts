import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checks } from "./index";

it("every check has its own id and code, and stands behind those it depends on", () => {
  const before = new Set<string>();
  for (const check of checks) {
    expect(check.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(check.code).toMatch(/^CHECK_[A-Z_]+$/);
    for (const id of check.dependsOn) expect(before, `${check.id} depends on ${id}`).toContain(id);
    expect(before).not.toContain(check.id);
    before.add(check.id);
  }
  expect(new Set(checks.map((check) => check.code)).size).toBe(checks.length);
});

it("every check of the folder is on the list", () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && !name.includes(".test.") && name !== "index.ts" && name !== "connectivity.ts");
  expect(files.map((name) => name.replace(/\.ts$/, "")).sort()).toEqual(checks.map((check) => check.id).sort());
});

it("sentences say source and destination, and send nobody away", () => {
  for (const name of readdirSync(import.meta.dirname).filter((file) => file.endsWith(".ts") && !file.includes(".test."))) {
    const messages = /speaker\("[^"]+", \{\n([\s\S]*?)\n\}\)/.exec(readFileSync(join(import.meta.dirname, name), "utf8"))?.[1] ?? "";
    expect(`${name}: ${messages}`).not.toMatch(/\b(master|slave|[Pp]lease|support|upstream|downstream|job)\b/);
  }
});

it("every check stands in the list of what it is proven on, once", () => {
  const rows = readFileSync(join(import.meta.dirname, "../../../docs/prechecks.md"), "utf8").split("\n").filter((line) => line.startsWith("| `"));
  expect(rows.flatMap((line) => line.match(/`CHECK_\w+`/g) ?? []).sort()).toEqual(checks.map((check) => `\`${check.code}\``).sort());
});
