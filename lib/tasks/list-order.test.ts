import { expect, test } from "vitest";
import { carries } from "./list-order";

const whole = [{ database: "shop", except: ["orders_old"] }];

test("a whole database that was never read may hold any table but those that were taken out", () => {
  expect(carries(whole, null, "shop.orders")).toBe(true);
  expect(carries(whole, null, "shop.orders_old")).toBe(false);
  expect(carries(whole, null, "crm.orders")).toBe(false);
});

test("of a task that has begun the tables themselves are asked: neither a missing one nor one that is set aside is found, a bare name is", () => {
  const tables = new Set(["shop.Orders", "shop.customers"]);
  expect(carries(whole, tables, "orders")).toBe(true);
  expect(carries(whole, tables, "shop.orders")).toBe(true);
  expect(carries(whole, tables, "shop.invoices")).toBe(false);
  expect(carries([{ database: "shop", tables: [{ name: "orders" }, { name: "set_aside" }] }], tables, "set_aside")).toBe(false);
});

test("named tables are found by any part of their names", () => {
  const named = [{ database: "Shop", tables: [{ name: "Orders" }] }];
  expect(carries(named, null, "orders")).toBe(true);
  expect(carries(named, null, "shop.ord")).toBe(true);
  expect(carries(named, null, "invoices")).toBe(false);
});
