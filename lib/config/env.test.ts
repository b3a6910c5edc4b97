import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { keyOfFile, readEnvironment } from "./env";

it("has defaults for a machine of one's own", () => {
  expect(readEnvironment({}, "/srv/app")).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    url: "http://127.0.0.1:3000",
    dataDir: "/srv/app/data",
    logLevel: "info",
  });
});

it("makes every path absolute", () => {
  expect(readEnvironment({ TRIBUTARY_DATA_DIR: "var/x" }, "/srv/app").dataDir).toBe("/srv/app/var/x");
  expect(readEnvironment({ TRIBUTARY_DATA_DIR: "/var/x" }, "/srv/app").dataDir).toBe("/var/x");
});

it("lists every fault at once", () => {
  const read = () => readEnvironment({ TRIBUTARY_PORT: "70000", TRIBUTARY_LOG_LEVEL: "loud", TRIBUTARY_URL: "ftp://x", TRIBUTARY_SECRET_KEY: "short" }, "/");
  expect(read).toThrow(/TRIBUTARY_PORT.*TRIBUTARY_LOG_LEVEL|TRIBUTARY_URL.*/);
  for (const name of ["TRIBUTARY_PORT", "TRIBUTARY_LOG_LEVEL", "TRIBUTARY_URL", "TRIBUTARY_SECRET_KEY"]) expect(read).toThrow(name);
  expect(read).not.toThrow("short");
});

it("makes a key file that only its owner reads, once", () => {
  const folder = mkdtempSync(join(tmpdir(), "tributary-key-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const key = keyOfFile(join(folder, "data"));
  expect(Buffer.from(key, "base64")).toHaveLength(32);
  expect(statSync(join(folder, "data", "secret.key")).mode & 0o777).toBe(0o600);
  expect(keyOfFile(join(folder, "data"))).toBe(key);
});
