/** @type {import("next").NextConfig} */
export default {
  output: "standalone",
  poweredByHeader: false,
  serverExternalPackages: ["better-sqlite3", "mysql2", "@vlasky/zongji", "dt-sql-parser", "pino"],
  // Otherwise it guesses from lock files further up.
  turbopack: { root: import.meta.dirname },
};
