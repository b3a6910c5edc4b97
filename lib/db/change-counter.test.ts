import { expect, it } from "vitest";
import { controlDatabase } from "../testing/control-database";
import { ChangeCounter } from "./change-counter";

it("stays the same while nothing is written, changes with every commit, and takes what it cannot know for a change", async () => {
  await using control = await controlDatabase();
  const counter = new ChangeCounter(control.file);
  const before = counter.value();
  await control.db.region.count();
  expect(counter.value()).toBe(before);
  await control.db.region.update({ where: { id: "local" }, data: { name: "Other" } });
  const after = counter.value();
  expect(after).not.toBe(before);
  expect(counter.value()).toBe(after);
  counter.close();
  const nowhere = new ChangeCounter(`${control.file}.missing`);
  expect(nowhere.value()).not.toBe(nowhere.value());
});
