#!/usr/bin/env node
// Prisma's schema engine without its native binary. The command line starts an executable and talks JSON-RPC with it, one message per
// line; this one answers with the WebAssembly build of the same engine, on top of the better-sqlite3 adapter. SQLite only.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const require = createRequire(import.meta.url);

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    datasource: { type: "string" },
    datamodels: { type: "string", multiple: true },
    "enabled-preview-features": { type: "string" },
    "extension-types": { type: "string" },
  },
});
/** @type {string} */
const url = typeof values.datasource === "string" ? (JSON.parse(values.datasource).url ?? "") : "";
const databaseFile = url.startsWith("file:") ? resolve(url.slice("file:".length).replace(/\?.*$/s, "")) : undefined;

if (positionals[0] === "cli") await databaseCommand(positionals[1] ?? "");
else if (positionals[0] === "--version" || process.argv.includes("--version")) console.log("schema-engine-wasm");
else await serve();

/** The few commands that the command line runs as a process of their own. @param {string} command */
async function databaseCommand(command) {
  const refuse = (/** @type {string} */ code, /** @type {string} */ message) => {
    const line = (/** @type {string} */ level, /** @type {object} */ fields) => process.stderr.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" })}\n`);
    line("INFO", { message: "schema engine" }); // the reader skips the first line
    line("ERROR", { is_panic: false, error_code: code, message });
    process.exit(1);
  };
  if (!databaseFile) return refuse("P1013", "Only file: addresses are supported.");
  if (command === "can-connect-to-database") {
    if (!existsSync(databaseFile)) refuse("P1003", `Database ${databaseFile} does not exist.`);
  } else if (command === "create-database") {
    mkdirSync(dirname(databaseFile), { recursive: true });
    openFile(databaseFile).close();
  } else if (command === "drop-database") {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(databaseFile + suffix, { force: true });
  } else refuse("P1000", `Unknown command ${command}.`);
}

async function serve() {
  const glue = await loadEngine();
  const { bindMigrationAwareSqlAdapterFactory } = await import("@prisma/driver-adapter-utils");
  const driver = await sqliteDriver();
  if (databaseFile) mkdirSync(dirname(databaseFile), { recursive: true });
  const files = Array.isArray(values.datamodels) ? values.datamodels.map(String) : [];
  const datamodels = files.length > 0 ? files.map((path) => [resolve(path), readFileSync(path, "utf8")]) : undefined;
  const factory = bindMigrationAwareSqlAdapterFactory(driver.factory);
  const start = () => glue.SchemaEngine.new({ datamodels }, (/** @type {string} */ text) => process.stderr.write(`${text}\n`), factory);
  /** @type {Record<string, (params: unknown) => Promise<any>> | undefined} */
  let engine;

  const answer = (/** @type {object} */ message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const call = async (/** @type {string} */ method, /** @type {any} */ params) => {
    if (method === "reset") {
      // The WebAssembly build leaves the tables in place.
      driver.closeAll();
      engine = undefined;
      return emptyDatabase();
    }
    engine ??= await start();
    const name = method === "getDatabaseVersion" ? "version" : method;
    const run = engine?.[name]?.bind(engine);
    if (!engine || !run) throw new Error(`the schema engine has no method ${method}`);
    // Both want a shadow database without the driver unless this history's schema is already known; devDiagnostic reads it with the driver.
    if (name === "evaluateDataLoss" || name === "createMigration") await engine.devDiagnostic?.({ migrationsList: params.migrationsList, filters: params.filters });
    try {
      return await run(params);
    } catch (error) {
      // A database without the table of migrations is an error to this build, where the native one says "not initialised".
      const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
      if (code !== "P1014" || !message.includes("_prisma_migrations") || !databaseFile) throw error;
      driver.closeAll(); // it may hold the file exclusively
      createMigrationsTable(databaseFile, name === "markMigrationApplied");
      engine = await start();
      return engine?.[name]?.(params);
    }
  };

  let printed = 1_000_000; // ids of our own messages, apart from those of the requests
  let waiting = 0;
  let inputEnded = false;
  const quitWhenIdle = () => {
    if (!inputEnded || waiting > 0) return;
    driver.closeAll();
    process.exit(0);
  };
  process.on("SIGTERM", () => {
    driver.closeAll();
    process.exit(0);
  });
  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (line.trim() === "") return;
    const { id, method, params } = JSON.parse(line);
    if (!method) return; // the answer to a message of ours
    waiting++;
    queue = queue.then(async () => {
      try {
        const result = await call(method, params);
        if (method === "diff" && result?.stdout) answer({ id: printed++, method: "print", params: { content: result.stdout } });
        answer({ id, result: result ?? {} });
      } catch (error) {
        const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
        answer({ id, error: { code: 4466, message, data: { is_panic: false, message, error_code: code ?? null, meta: null } } });
      }
      waiting--;
      quitWhenIdle();
    });
  });
  lines.on("close", () => {
    inputEnded = true;
    quitWhenIdle();
  });
}

async function loadEngine() {
  const gluePath = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const glue = await import(gluePath);
  const code = new WebAssembly.Module(readFileSync(gluePath.replace(/\.js$/, ".wasm")));
  const { exports } = new WebAssembly.Instance(code, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  /** @type {() => void} */ (exports.__wbindgen_start)();
  return glue;
}

/** The adapter, with every connection within reach so that the file can be let go. */
async function sqliteDriver() {
  const { PrismaBetterSqlite3 } = await import("@prisma/adapter-better-sqlite3");
  /** @type {any[]} */
  const open = [];
  const prepared = (/** @type {any} */ adapter) => {
    const executeOne = adapter.executeRaw.bind(adapter);
    // Whole scripts come this way, too.
    adapter.executeRaw = async (/** @type {{ sql: string, args: unknown[] }} */ query) => (query.args.length > 0 ? executeOne(query) : (await adapter.executeScript(query.sql), 0));
    open.push(adapter);
    return adapter;
  };
  class Driver extends PrismaBetterSqlite3 {
    async connect() {
      return prepared(await super.connect());
    }
    async connectToShadowDb() {
      return prepared(await super.connectToShadowDb());
    }
  }
  return {
    factory: new Driver({ url: databaseFile ? `file:${databaseFile}` : ":memory:" }),
    closeAll() {
      for (const adapter of open.splice(0)) {
        try {
          adapter.client.close();
        } catch {
          // closed before
        }
      }
    },
  };
}

/** @param {string} path @returns {import("better-sqlite3").Database} */
function openFile(path) {
  return new (require("better-sqlite3"))(path);
}

function emptyDatabase() {
  if (!databaseFile) return;
  const database = openFile(databaseFile);
  database.pragma("foreign_keys = OFF");
  for (const type of ["view", "trigger", "table"]) {
    const names = /** @type {{ name: string }[]} */ (database.prepare("select name from sqlite_master where type = ? and name not like 'sqlite@_%' escape '@'").all(type));
    for (const { name } of names) database.exec(`DROP ${type} "${name}"`);
  }
  database.exec("VACUUM");
  database.close();
}

/** @param {string} path @param {boolean} evenWithTables */
function createMigrationsTable(path, evenWithTables) {
  const database = openFile(path);
  try {
    const found = /** @type {{ tables: number }} */ (database.prepare("select count(*) as tables from sqlite_master where type = 'table' and name not like 'sqlite@_%' escape '@'").get());
    if (found.tables > 0 && !evenWithTables)
      throw Object.assign(new Error("The database has tables but no history of migrations. Record what they stand for with `migrate resolve --applied`."), { code: "P3005" });
    database.exec(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`);
  } finally {
    database.close();
  }
}
