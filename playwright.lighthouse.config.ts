import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

/** `npm run lighthouse`: the same console and servers as the browser tests, measured. */
export default defineConfig({
  ...base,
  projects: base.projects?.map((project) => (project.name === "console" ? { ...project, name: "lighthouse", testMatch: "lighthouse/performance.ts" } : project)),
});
