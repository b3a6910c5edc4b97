import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { ddlKinds } from "../change-kinds/change-kinds";
import { parseTaskFile, type ParsedTaskFile, taskFileJsonSchema } from "./task-file";

const variables = { SOURCE_PASSWORD: "s3cret: {x}", DEST_PASSWORD: "other" };
const read = (text: string, readText: (path: string) => string = () => "-----BEGIN CERTIFICATE-----\n"): ParsedTaskFile =>
  parseTaskFile(text, { variables, readText });

const example = `name: shop-to-polardb
source:      { host: 127.0.0.1, port: 13306, user: dts, password: \${SOURCE_PASSWORD} }   # tls: off | required | verify, ca: file
destination: { host: 127.0.0.1, port: 13308, user: dts, password: \${DEST_PASSWORD} }
objects:
  - database: shop                 # whole database, future tables included
    as: shop_copy                  # optional
  - database: crm
    tables: [orders, { name: customers, as: customers_v2 }]
existingTables: intercept          # or ignore
onlineDdlTables: skip              # or copy
retryMinutes: 720
initial: { schema: true, data: true }
`;

const faultsOf = (parsed: ParsedTaskFile) => (parsed.ok ? [] : parsed.faults.map((fault) => `${fault.line} ${fault.path}: ${fault.message}`));

describe("a task file", () => {
  it("becomes the engine's plan, with passwords from the environment", () => {
    const parsed = read(example);
    expect(parsed).toMatchObject({
      ok: true,
      file: {
        name: "shop-to-polardb",
        retryMinutes: 720,
        otherRetryMinutes: 10,
        plan: {
          taskId: "shop-to-polardb",
          source: { role: "source", host: "127.0.0.1", port: 13306, user: "dts", password: "s3cret: {x}", tls: { mode: "off" } },
          destination: { password: "other" },
          objects: [
            { database: "shop", as: "shop_copy" },
            { database: "crm", tables: [{ name: "orders" }, { name: "customers", as: "customers_v2" }] },
          ],
          existingTables: "intercept",
          conflictPolicy: "stop",
          onlineDdlTables: "skip",
          initialSchema: true,
          initialData: true,
          bookkeepingDatabase: "tributary",
        },
      },
    });
  });

  it("has the console's defaults for all that is left out", () => {
    const parsed = read("name: a\nsource: { host: s, user: u, password: p }\ndestination: { host: d, user: u, password: p }\nobjects: [{ database: shop }]\n");
    expect(parsed).toMatchObject({
      ok: true,
      file: {
        retryMinutes: 720,
        plan: {
          source: { port: 3306 },
          existingTables: "intercept",
          onlineDdlTables: "skip",
          initialSchema: true,
          initialData: true,
          ddl: [...ddlKinds],
          parallel: { appliers: 4, loaders: 4, chunkRows: 50_000 },
        },
      },
    });
  });

  it("names each fault with its line, all at once", () => {
    const text = example
      .replace("port: 13306", "port: 70000")
      .replace("retryMinutes: 720", "retryMinutes: 5")
      .replace("name: shop-to-polardb", "name: Shop To");
    expect(faultsOf(read(text))).toEqual([
      expect.stringMatching(/^1 name: A name has 1 to 64/),
      "2 source.port: A port is between 1 and 65535.",
      expect.stringMatching(/^11 retryMinutes: Between 10 and 1,440/),
    ]);
  });

  it.each([
    ["retryMinutes: 720", "retryMinuts: 720", '11 retryMinuts: Unknown key "retryMinuts"; did you mean "retryMinutes"?'],
    ["port: 13308", "prot: 13308", '3 destination.prot: Unknown key "prot"; did you mean "port"?'],
    ["as: shop_copy ", "sa: shop_copy ", '6 objects.0.sa: Unknown key "sa"; did you mean "as"?'],
    ["as: customers_v2", "filtr: x", '8 objects.1.tables.1.filtr: Unknown key "filtr"; did you mean "filter"?'],
    ["data: true }", "dta: true }", '12 initial.dta: Unknown key "dta"; did you mean "data"?'],
    ["user: dts, password: ${DEST", "password: ${DEST", '3 destination.user: "user" is missing.'],
    ["${DEST_PASSWORD}", "${NOWHERE}", "3 destination.password: The environment variable NOWHERE is not set."],
    ["database: crm", "database: mysql", "7 objects.1.database: mysql is a system database and cannot be synchronized."],
    ["as: customers_v2", "as: orders", "8 objects.1.tables.1.as: crm.customers and crm.orders both go to crm.orders."],
  ])("reports %s turned into %s", (from, to, fault) => {
    const text = example.replace(from, to);
    expect(text).not.toBe(example);
    expect(faultsOf(read(text))).toEqual([fault]);
  });

  it("says where the YAML itself is broken", () => {
    expect(faultsOf(read("name: a\nsource: { host: x\n"))[0]).toMatch(/^[23] /);
  });

  it("leaves ${…} alone outside the servers' fields, and $${…} everywhere", () => {
    const parsed = read(
      example
        .replace("{ name: customers, as: customers_v2 }", "{ name: customers, filter: \"note <> '${x}'\" }")
        .replace("${DEST_PASSWORD}", () => '"a$${DEST_PASSWORD}"'),
    );
    expect(parsed).toMatchObject({
      ok: true,
      file: { plan: { destination: { password: "a${DEST_PASSWORD}" }, objects: [{}, { tables: [{}, { filter: "note <> '${x}'" }] }] } },
    });
  });

  it("reads digits as a password as text", () => {
    expect(read(example.replace("${DEST_PASSWORD}", "0123"))).toMatchObject({ ok: true, file: { plan: { destination: { password: "0123" } } } });
  });

  it("reads the CA file that tls: verify names, and misses it without", () => {
    const withCa = example.replace("port: 13306,", "port: 13306, tls: verify, ca: ca.pem,");
    expect(read(withCa)).toMatchObject({ ok: true, file: { plan: { source: { tls: { mode: "verify", ca: "-----BEGIN CERTIFICATE-----\n" } } } } });
    expect(faultsOf(read(example.replace("port: 13306,", "port: 13306, tls: verify,")))).toEqual([
      "2 source.tls: tls: verify needs ca: the file with the CA certificate.",
    ]);
  });
});

describe("the published JSON Schema", () => {
  const published = JSON.parse(readFileSync(join(import.meta.dirname, "../../docs/task-file.schema.json"), "utf8")) as Record<string, unknown>;

  it("is the one that the parser's schema gives", () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(taskFileJsonSchema())));
  });

  it("agrees with the parser on files without variables", () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(published);
    const plain = example.replaceAll(/\$\{\w+\}/g, "x");
    const cases = [
      plain,
      plain.replace("port: 13306", "port: 70000"),
      plain.replace("retryMinutes", "retries"),
      plain.replace("database: crm", "databse: crm"),
      plain.replace("skip ", "maybe "),
      plain.replace("user: dts, ", ""),
    ];
    expect(cases.map((text) => validate(parse(text)))).toEqual(cases.map((text) => read(text).ok));
  });
});
