import { expect, it } from "vitest";
import { checkedConfiguration, configurationChanges } from "./configuration";

const row = {
  endpoints: { source: { host: "a", port: 3306 }, destination: { host: "b", port: 3306 } },
  objects: { objects: [{ database: "shop", tables: [{ name: "orders" }, { name: "items" }] }, { database: "crm" }], ddl: true },
  initialization: { schema: true, data: true, start: { mode: "auto" } }, sourceSecret: "sealed one", destinationSecret: "sealed two",
};

it("what was edited between two runs is told by object, value and password; when the task starts is no part of it", () => {
  const after = {
    ...row,
    endpoints: { ...row.endpoints, source: { host: "c", port: 3306 } },
    objects: { objects: [{ database: "shop", tables: [{ name: "orders", as: "sales" }, { name: "a" }, { name: "b" }] }, { database: "hr" }], ddl: false },
    initialization: { ...row.initialization, start: { mode: "manual" } }, sourceSecret: "sealed anew",
  };
  expect(configurationChanges(checkedConfiguration(row), checkedConfiguration(after))).toEqual({
    added: { tables: 2, databases: 1, names: ["shop.a", "shop.b", "hr.*"] },
    removed: { tables: 1, databases: 1, names: ["shop.items", "crm.*"] },
    changed: { tables: 1, databases: 0, names: ["shop.orders"] },
    values: [{ path: "endpoints.source.host", before: "a", after: "c" }, { path: "objects.ddl", before: "true", after: "false" }],
    passwords: ["source"],
  });
  expect(JSON.stringify(checkedConfiguration(row))).not.toContain("sealed");
});

it("a proposal is compared with the task by its objects alone", () => {
  const changes = configurationChanges(checkedConfiguration(row), { objects: { objects: [{ database: "shop", tables: [{ name: "orders" }, { name: "items" }, { name: "more" }] }, { database: "crm" }] } });
  expect(changes).toEqual({ added: { tables: 1, databases: 0, names: ["shop.more"] }, removed: { tables: 0, databases: 0, names: [] }, changed: { tables: 0, databases: 0, names: [] }, values: [], passwords: [] });
});
