import { expect, test } from "vitest";
import { destinationTable } from "./capitalization";
import { isLike, throughRules } from "./name-rules";

test("rules run in order over the name, each only where the source's name is like it says", () => {
  const rules = [{ kind: "remove-prefix", text: "t_" }, { kind: "suffix", text: "_v2", like: "t_*" }, { kind: "replace", text: "a", replacement: "$&" }, { kind: "prefix", text: "x_", like: "z?" }] as const;
  expect(["t_data", "data", "zz", "zzz"].map((name) => throughRules(name, rules))).toEqual(["d$&t$&_v2", "d$&t$&", "x_zz", "zzz"]);
  expect(throughRules("t_data")).toBe("t_data");
});

test("a name that was given counts before the rules, and the policy comes behind them", () => {
  const entry = { capitalization: "upper", rules: [{ kind: "suffix", text: "_v2" }] } as const;
  expect([destinationTable(entry, { name: "orders" }, 0), destinationTable(entry, { name: "orders", as: "mine" }, 0)]).toEqual(["ORDERS_V2", "mine"]);
});

test.each([
  ["orders", "*", true],
  ["orders", "ORD*s", true],
  ["orders", "ord?rs", true],
  ["orders", "ord", false],
  ["or.ders", "or.d*", true],
  ["orxders", "or.d*", false],
  ["abcabd", "*ab?d*", false],
  ["abcabd", "*abd", true],
  ["a".repeat(64), `${"*a".repeat(30)}b`, false],
])("%s like %s: %s", (name, pattern, expected) => {
  expect(isLike(name, pattern)).toBe(expected);
});
