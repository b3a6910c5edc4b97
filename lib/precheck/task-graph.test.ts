import { expect, it } from "vitest";
import type { OtherTask } from "./check";
import { findLoop, ServerNames } from "./task-graph";

const at = (host: string, identity: string | null = null) => ({ host, port: 3306, identity });
const task = (name: string, source: OtherTask["source"], destination: OtherTask["source"], objects: OtherTask["objects"] = [{ database: "shop" }]): OtherTask => ({ taskId: name, name, source, destination, objects });
const own = { source: at("a"), destination: at("b"), objects: [{ database: "shop" }] };
const tables = [{ source: { database: "shop", table: "orders" }, target: { database: "shop", table: "orders" } }];
const loop = (others: readonly OtherTask[]) => findLoop(own, tables, others, new ServerNames([own.source, own.destination, ...others.flatMap((other) => [other.source, other.destination])]))?.map((each) => each.name) ?? null;

it("a way back is found through any number of servers", () => {
  expect(loop([task("back", at("b"), at("a"))])).toEqual(["back"]);
  expect(loop([task("on", at("b"), at("c")), task("home", at("c"), at("a"))])).toEqual(["on", "home"]);
  expect(loop([task("on", at("b"), at("c")), task("further", at("c"), at("d")), task("home", at("d"), at("a")), task("aside", at("c"), at("e"))])).toEqual(["on", "further", "home"]);
});

it("what ends elsewhere, or comes back under another name, is no loop", () => {
  expect(loop([task("on", at("b"), at("c")), task("away", at("c"), at("d"))])).toBeNull();
  expect(loop([task("on", at("b"), at("c")), task("other", at("c"), at("a"), [{ database: "crm" }])])).toBeNull();
  expect(loop([task("on", at("b"), at("c")), task("copy", at("c"), at("a"), [{ database: "shop", as: "archive" }])])).toBeNull();
});

it("renamed on the way and renamed back it is one", () => {
  expect(loop([task("on", at("b"), at("c"), [{ database: "shop", as: "s2" }]), task("home", at("c"), at("a"), [{ database: "s2", as: "shop" }])])).toEqual(["on", "home"]);
});

it("tasks that go round among themselves end the search", () => {
  expect(loop([task("on", at("b"), at("c")), task("back", at("c"), at("b"))])).toBeNull();
});

it("one server of two addresses is one server where it has said who it is", () => {
  const via = [task("on", at("b"), at("c.internal", "uuid-c")), task("home", at("10.0.0.3", "uuid-c"), at("A"))];
  expect(loop(via)).toEqual(["on", "home"]);
  // Known by another task of the same address.
  expect(loop([task("on", at("b"), at("c.internal")), task("home", at("10.0.0.3", "uuid-c"), at("a")), task("tells", at("c.internal", "uuid-c"), at("e"))])).toEqual(["on", "home"]);
});
