import { expect, it } from "vitest";
import { fill, speaker } from "./text";

it("a text carries key and values for translation beside the English sentence", () => {
  const say = speaker("primary-keys", { title: "{count, plural, one {# table has} other {# tables have}} no key in {database}" });
  expect(say("title", { count: 1, database: "shop" })).toEqual({ key: "primary-keys.title", values: { count: 1, database: "shop" }, text: "1 table has no key in shop" });
  expect(say("title", { count: 1_200, database: "shop" }).text).toBe("1,200 tables have no key in shop");
});

it("a value is never read as a placeholder", () => {
  expect(fill("{name} is there", { name: "{count}", count: 3 })).toBe("{count} is there");
  expect(fill("{missing} stays", {})).toBe("{missing} stays");
});
