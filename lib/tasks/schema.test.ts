import { describe, expect, it } from "vitest";
import type { SelectedDatabase } from "../engine/plan";
import { ddlKinds } from "../change-kinds/change-kinds";
import { createInstanceSchema, endpointsFormSchema, initializationSliceSchema, objectsSliceSchema } from "./schema";

const messages = (input: unknown) => objectsSliceSchema.safeParse(input).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];

describe("the objects slice", () => {
  it("has the console's defaults", () => {
    const slice = objectsSliceSchema.parse({ objects: [{ database: "shop" }] });
    expect(slice).toMatchObject({
      existingTables: "intercept",
      onlineDdlTables: "skip",
      onlineDdlTool: "dms",
      retryMinutes: 720,
      otherRetryMinutes: 10,
      dml: ["insert", "update", "delete"],
      ddl: [...ddlKinds],
    });
    const objects: readonly SelectedDatabase[] = slice.objects;
    expect(objects).toEqual([{ database: "shop" }]);
  });

  it("takes Ignore only with its consequences accepted", () => {
    expect(messages({ objects: [{ database: "shop" }], existingTables: "ignore" })).toEqual([
      "ignoreAccepted: Accept the consequences, or choose Pre-check and Intercept.",
    ]);
    expect(messages({ objects: [{ database: "shop" }], existingTables: "ignore", ignoreAccepted: true })).toEqual([]);
  });

  it("refuses two objects that would meet in one table", () => {
    expect(
      messages({
        objects: [
          { database: "a", as: "x", tables: [{ name: "t" }] },
          { database: "b", as: "x", tables: [{ name: "t" }] },
        ],
      }),
    ).toEqual(["objects.1.tables.0.as: b.t and a.t both go to x.t."]);
    expect(
      messages({
        objects: [
          { database: "a", as: "x" },
          { database: "b", as: "x", tables: [{ name: "t" }] },
        ],
      }),
    ).toEqual([expect.stringContaining("a whole database needs a destination database of its own")]);
    expect(
      messages({
        objects: [
          { database: "a", as: "x", tables: [{ name: "t" }] },
          { database: "b", as: "x", tables: [{ name: "u" }] },
        ],
      }),
    ).toEqual([]);
  });

  it.each([
    [{ objects: [] }, "objects: Select at least one database or table."],
    [{ objects: [{ database: "mysql" }] }, "objects.0.database: mysql is a system database and cannot be synchronized."],
    [{ objects: [{ database: "shop", as: "tributary" }] }, "objects.0.as: tributary is the bookkeeping database of the destination."],
    [{ objects: [{ database: "shop" }], retryMinutes: 5 }, "retryMinutes: Between 10 and 1,440 minutes."],
    [
      { objects: [{ database: "shop" }], retryMinutes: 20, otherRetryMinutes: 20 },
      "otherRetryMinutes: Must be smaller than the retry time for failed connections.",
    ],
    [{ objects: [{ database: "x".repeat(65) }] }, "objects.0.database: A name has at most 64 characters."],
  ])("says of %j: %s", (input, message) => {
    expect(messages(input)).toContain(message);
  });
});

it("takes form values of the endpoint step as text", () => {
  const form = endpointsFormSchema.parse({
    name: " my task ",
    source: { kind: "self-managed", address: "10.0.0.1", port: "3307", account: "dts" },
    destination: { kind: "polardb", clusterId: "pc-1", account: "dts" },
    sourcePassword: "x",
  });
  expect(form).toMatchObject({ name: "my task", source: { port: 3307, encryption: { mode: "off" } }, destinationPassword: "" });
});

it("says the range of a port", () => {
  const result = endpointsFormSchema.safeParse({
    name: "t",
    source: { kind: "self-managed", address: "h", port: 70_000, account: "a" },
    destination: { kind: "polardb", clusterId: "pc-1", account: "a" },
  });
  expect(result.error?.issues[0]).toMatchObject({ path: ["source", "port"], message: "A port is between 1 and 65535." });
});

it("asks for an end date with fixed-term metering only", () => {
  const input = { sourceRegionId: "a", destinationRegionId: "a" };
  expect(createInstanceSchema.parse(input)).toMatchObject({ instanceClass: "small", metering: "metered", quantity: 1, topology: "one-way" });
  expect(createInstanceSchema.safeParse({ ...input, metering: "fixed-term" }).error?.issues[0]?.path).toEqual(["endsAt"]);
  const ending = (at: number) => createInstanceSchema.safeParse({ ...input, metering: "fixed-term", endsAt: new Date(at).toISOString() });
  expect(ending(Date.now() - 60_000).error?.issues).toMatchObject([{ path: ["endsAt"], message: "The end date has passed. Choose a later one." }]);
  expect(ending(Date.now() + 86_400_000).success).toBe(true);
});

it("starts by itself and copies everything by default", () => {
  expect(initializationSliceSchema.parse({})).toEqual({ schema: true, data: true, start: { mode: "auto" }, position: { kind: "now" } });
});

it("schema changes were once carried all or not at all: what was saved so is still read", () => {
  const objects = [{ database: "shop" }];
  expect(objectsSliceSchema.parse({ objects, ddl: true }).ddl).toEqual([...ddlKinds]);
  expect(objectsSliceSchema.parse({ objects, ddl: false }).ddl).toEqual([]);
  expect(objectsSliceSchema.parse({ objects, ddl: ["drop-table"] }).ddl).toEqual(["drop-table"]);
  expect(objectsSliceSchema.safeParse({ objects: [{ database: "shop", tables: [{ name: "t", dml: [] }] }] }).success).toBe(false);
});

it("a task that was saved before there was a policy for names keeps those of the source; upper and lower case are refused where names would meet", () => {
  expect(objectsSliceSchema.parse({ objects: [{ database: "shop" }] }).capitalization).toBe("source");
  const tables = [{ name: "t" }, { name: "T" }];
  expect(objectsSliceSchema.safeParse({ objects: [{ database: "shop", tables }] }).success).toBe(true);
  const refused = (capitalization: string, objects: unknown) => objectsSliceSchema.safeParse({ capitalization, objects }).error?.issues.map(({ path, message }) => [path.join("."), message]);
  expect(refused("upper", [{ database: "shop", tables }])).toEqual([["objects.0.tables.1.as", "shop.T and shop.t both go to SHOP.T."]]);
  expect(refused("lower", [{ database: "shop", tables: [{ name: "t" }, { name: "T", as: "T" }] }])).toBeUndefined();
  expect(refused("lower", [{ database: "Tributary" }, { database: "Sys1" }])).toEqual([["objects.0.database", "tributary is the bookkeeping database of the destination."]]);
  expect(refused("lower", [{ database: "shop" }, { database: "Shop", tables: [{ name: "a" }] }])?.[0]?.[0]).toBe("objects.1.database");
});
