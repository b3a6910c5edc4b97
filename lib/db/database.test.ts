import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { migrationsFolder } from "../testing/control-database";
import { type Database, openDatabase } from "./client";
import { migrateDatabase } from "./migrate";

let folder: string;
let file: string;
const open: Database[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tributary-db-"));
  file = join(folder, "data", "tributary.db");
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.$disconnect()));
  rmSync(folder, { recursive: true, force: true });
});

it("is made with all migrations, readable by its owner only, and not touched a second time", () => {
  const names = readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  expect(migrateDatabase(file, migrationsFolder)).toEqual(names);
  expect(migrateDatabase(file, migrationsFolder)).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("leaves nothing of a migration that breaks", () => {
  const migrations = join(folder, "migrations");
  cpSync(migrationsFolder, migrations, { recursive: true });
  mkdirSync(join(migrations, "99999999999999_broken"));
  writeFileSync(join(migrations, "99999999999999_broken", "migration.sql"), "CREATE TABLE half (a INT); CREATE TABLE half (a INT);");
  expect(() => migrateDatabase(file, migrations)).toThrow("already exists");
  expect(migrateDatabase(file, migrationsFolder)).not.toEqual([]);
});

it("refuses a changed migration, and a file of a newer version", () => {
  const migrations = join(folder, "migrations");
  cpSync(migrationsFolder, migrations, { recursive: true });
  mkdirSync(join(migrations, "99999999999999_later"));
  const later = join(migrations, "99999999999999_later", "migration.sql");
  writeFileSync(later, "CREATE TABLE later (a INT);");
  migrateDatabase(file, migrations);
  expect(() => migrateDatabase(file, migrationsFolder)).toThrow("newer version");
  writeFileSync(later, "CREATE TABLE later (b INT);");
  expect(() => migrateDatabase(file, migrations)).toThrow("was changed");
});

it("carries read-then-write transactions of two processes on one file without losing one", async () => {
  const here = openDatabase(file, migrationsFolder);
  open.push(here);
  await here.region.create({ data: { id: "r", name: "0", createdAtMs: 0 } });
  const count = 40;
  const script = `
    import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, "client.ts"))};
    const client = openDatabase(${JSON.stringify(file)}, ${JSON.stringify(migrationsFolder)});
    const add = () => client.$transaction(async (tx) => {
      const row = await tx.region.findUniqueOrThrow({ where: { id: "r" } });
      await tx.region.update({ where: { id: "r" }, data: { name: String(Number(row.name) + 1) } });
    });
    await Promise.all(Array.from({ length: ${count} }, add));
    await client.$disconnect();`;
  const run = () =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { cwd: join(import.meta.dirname, "../..") });
  await Promise.all([run(), run()]);
  expect((await here.region.findUniqueOrThrow({ where: { id: "r" } })).name).toBe(String(2 * count));
}, 60_000);

it("keeps a plain query out of somebody else's transaction that is rolled back", async () => {
  const client = openDatabase(file, migrationsFolder);
  open.push(client);
  let beside: Promise<unknown> = Promise.resolve();
  await expect(
    client.$transaction(async (tx) => {
      await tx.region.create({ data: { id: "inside", name: "x", createdAtMs: 0 } });
      beside = client.region.create({ data: { id: "beside", name: "x", createdAtMs: 0 } }).then((row) => row);
      await tx.region.count();
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  await beside;
  expect((await client.region.findMany()).map((row) => row.id)).toEqual(["beside"]);
});
