import { defineConfig } from "vitest/config";

const ignored = ["**/node_modules/**", "**/.next/**", "**/dist/**", "**/.local/**", "e2e/**"];

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", sequence: { groupOrder: 0 }, include: ["**/*.test.ts"], exclude: [...ignored, "**/*.mysql.test.ts"], environment: "node" },
      },
      {
        extends: true,
        test: { name: "dom", sequence: { groupOrder: 1 }, include: ["**/*.test.tsx"], exclude: ignored, environment: "happy-dom" },
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
          // Generous bounds against hanging, not expectations of speed: the first test of a run starts the servers.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
