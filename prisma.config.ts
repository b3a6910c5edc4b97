import { defineConfig } from "prisma/config";

// For the command line (npm run db). The product itself applies the migrations at start and takes its file from TRIBUTARY_DATA_DIR.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "file:./data/development.db" },
});
