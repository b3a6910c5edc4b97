/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  serverExternalPackages: ["better-sqlite3", "mysql2", "@vlasky/zongji", "dt-sql-parser", "pino"],
  // The development log would print the arguments of actions: passwords among them.
  logging: { serverFunctions: false },
  devIndicators: false,
  // `npm run dev` prints this address; without it the page there gets no scripts.
  allowedDevOrigins: ["127.0.0.1"],
  // `npm run typecheck` (part of `npm test`) holds the types; a build need not do it a second time.
  typescript: { ignoreBuildErrors: true },
  // 50,000 tables chosen by name are more than the default megabyte.
  experimental: { serverActions: { bodySizeLimit: "4mb" } },
  // Where a page names no icon, as one that does not exist, browsers ask for this one.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  // Otherwise it guesses from lock files further up.
  turbopack: {
    root: import.meta.dirname,
    // The server hands out messages that are parsed already (components/i18n/compiled.ts).
    resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" },
  },
  productionBrowserSourceMaps: process.env.TRIBUTARY_SOURCE_MAPS === "1",
};
