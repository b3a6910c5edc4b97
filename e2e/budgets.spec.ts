import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";

const build = join(import.meta.dirname, "../.next");

/** Scripts that the first view of a page asks for: those of the framework and those of its layouts and its page. Not what it loads later, as dialogs and charts. */
function firstLoadScripts(route: string): string[] {
  const { rootMainFiles } = JSON.parse(readFileSync(join(build, "build-manifest.json"), "utf8")) as { rootMainFiles: string[] };
  const text = readFileSync(join(build, "server/app/(console)", route, "page_client-reference-manifest.js"), "utf8");
  const { entryJSFiles } = JSON.parse(text.slice(text.indexOf("] = ") + 4).replace(/;\s*$/, "")) as { entryJSFiles: Record<string, string[]> };
  return [...new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()])];
}

const kilobytes = (files: readonly string[]) => Math.round(files.reduce((sum, file) => sum + gzipSync(readFileSync(join(build, file))).length, 0) / 1024);

/** Gzipped kilobytes. A ceiling is lowered when a page gets lighter. */
for (const { page, route, budget } of [
  { page: "list", route: "sync", budget: 335 },
  { page: "status", route: "sync/[id]/(task)", budget: 340 },
  { page: "objects", route: "sync/[id]/configure/objects", budget: 375 },
])
  test(`the scripts of the ${page} page are at most ${budget} KB`, () => {
    expect(kilobytes(firstLoadScripts(route))).toBeLessThanOrEqual(budget);
  });
