import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";

const build = join(import.meta.dirname, "../.next");

/** Scripts that the first view of a page asks for: those of the framework, of its layouts and of its page, and what its first view fetches by itself, as the charts' library. Not what waits for somebody's hand. */
function firstLoadScripts(route: string, fetched: readonly string[]): string[] {
  const { rootMainFiles } = JSON.parse(readFileSync(join(build, "build-manifest.json"), "utf8")) as { rootMainFiles: string[] };
  const text = readFileSync(join(build, "server/app/(console)", route, "page_client-reference-manifest.js"), "utf8");
  const { entryJSFiles } = JSON.parse(text.slice(text.indexOf("] = ") + 4).replace(/;\s*$/, "")) as { entryJSFiles: Record<string, string[]> };
  return [...new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat(), ...fetched.map(chunkWith)])];
}

/** The one script that holds this text. */
function chunkWith(text: string): string {
  const files = readdirSync(join(build, "static/chunks")).filter((file) => file.endsWith(".js") && readFileSync(join(build, "static/chunks", file), "utf8").includes(text));
  expect(files, `scripts with ${text}`).toHaveLength(1);
  return `static/chunks/${files[0]}`;
}

const kilobytes = (files: readonly string[]) => Math.round(files.reduce((sum, file) => sum + gzipSync(readFileSync(join(build, file))).length, 0) / 1024);

/** Gzipped kilobytes. */
for (const { page, route, fetched, budget } of [
  { page: "list", route: "sync", fetched: [], budget: 220 },
  { page: "status", route: "sync/[id]/(task)", fetched: ["u-hz"], budget: 260 },
  { page: "objects", route: "sync/[id]/configure/objects", fetched: [], budget: 280 },
])
  test(`the scripts of the ${page} page are at most ${budget} KB`, () => {
    expect(kilobytes(firstLoadScripts(route, fetched))).toBeLessThanOrEqual(budget);
  });
