import { defineConfig } from "vitest/config";

const ignored = ["**/node_modules/**", "**/.next/**", "**/dist/**", "**/.local/**", "e2e/**"];

/** Milliseconds. Generous bounds against hanging, not expectations of speed: a busy machine is no fault. */
const hanging = 60_000;

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", sequence: { groupOrder: 0 }, include: ["**/*.test.ts"], exclude: [...ignored, "**/*.mysql.test.ts"], environment: "node", testTimeout: hanging },
      },
      {
        extends: true,
        test: { name: "dom", sequence: { groupOrder: 1 }, include: ["**/*.test.tsx"], exclude: ignored, environment: "happy-dom", testTimeout: hanging },
      },
      {
        extends: true,
        test: {
          name: "mysql",
          sequence: { groupOrder: 2 },
          include: ["**/*.mysql.test.ts"],
          exclude: ignored,
          environment: "node",
          pool: "forks",
          globalSetup: ["lib/testing/start-servers.ts"],
          // The first test of a run starts the servers.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
