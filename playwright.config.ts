import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

/** Written by scripts/browser.mjs (`npm test` runs it). Without it Playwright's own browser is used. */
const browserFile = join(import.meta.dirname, ".local", "browser.json");
const browser: { executable?: string; env?: Record<string, string>; args?: string[] } = existsSync(browserFile)
  ? JSON.parse(readFileSync(browserFile, "utf8"))
  : {};

// Side by side with other runs: one base for the ports of servers and console, and for the folder of the console's data.
const portBase = Number(process.env.TRIBUTARY_TEST_PORT_BASE ?? 23306);
const port = portBase + 100;
const dataFolder = join(import.meta.dirname, ".local", `e2e-${portBase}`);
process.env.TRIBUTARY_TEST_DATA_DIR = dataFolder;

export default defineConfig({
  testDir: "e2e",
  projects: [
    { name: "first run", testMatch: "first-run.setup.ts" },
    { name: "console", testMatch: "**/*.spec.ts", dependencies: ["first run"], use: { storageState: join(dataFolder, "signed-in.json") } },
  ],
  outputDir: ".local/test-results/browser",
  globalSetup: "./e2e/start-servers.ts",
  // One console with one database: journeys come one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    baseURL: `http://127.0.0.1:${port}`,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    channel: browser.executable ? undefined : "chromium",
    launchOptions: {
      executablePath: browser.executable,
      env: { ...(process.env as Record<string, string>), ...browser.env },
      args: [...(browser.args ?? (process.getuid?.() === 0 ? ["--no-sandbox"] : [])), "--disable-dev-shm-usage"],
    },
  },
  webServer: {
    name: "tributary",
    command: "exec node e2e/start-console.mjs",
    url: `http://127.0.0.1:${port}/api/health`,
    env: { TRIBUTARY_HOST: "127.0.0.1", TRIBUTARY_PORT: String(port), TRIBUTARY_DATA_DIR: dataFolder },
    stdout: "ignore",
    stderr: "pipe",
    // Also builds when a source changed since the last build.
    timeout: 600_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
  },
});
