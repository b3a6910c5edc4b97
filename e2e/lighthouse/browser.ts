/** A browser of its own that Lighthouse reaches by its debugging port, with the administrator signed in. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium, type Cookie, type LaunchOptions } from "@playwright/test";
import { signedInFile } from "../fixtures/administrator";

export interface LighthouseBrowser {
  /** Where Lighthouse finds it. */
  readonly port: number;
  close(): Promise<void>;
}

/** `options`: how playwright.config.ts starts its browser. Not by Playwright: two that steer one tab get into each other's way. */
export async function openLighthouseBrowser({ executablePath, env, args = [] }: LaunchOptions): Promise<LighthouseBrowser> {
  const folder = await mkdtemp(join(tmpdir(), "tributary-lighthouse-"));
  const browser = spawn(executablePath ?? chromium.executablePath(), [...args, "--headless=new", "--no-first-run", "--disable-gpu", `--user-data-dir=${folder}`, "--remote-debugging-port=0", "about:blank"], {
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(browser, "exit");
  const port = await portOf(browser.stderr);
  // Into its store, not by a header: pages set cookies of their own, which would take the header's place.
  const hand = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const { cookies } = JSON.parse(await readFile(signedInFile, "utf8")) as { cookies: Cookie[] };
  await hand.contexts()[0]?.addCookies(cookies);
  await hand.close();
  return {
    port,
    close: async () => {
      browser.kill();
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** The browser chooses the port and says it. */
async function portOf(stderr: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: stderr })) {
    const found = /^DevTools listening on ws:\/\/[^/]+:(\d+)\//.exec(line);
    if (!found) continue;
    // What it says from now on is not read; it must not wait for somebody who does.
    stderr.resume();
    return Number(found[1]);
  }
  throw new Error("the browser ended before it listened");
}
