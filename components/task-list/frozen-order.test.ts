import { expect, it } from "vitest";
import { freeze } from "./frozen-order";

it("rows stay where they were, new ones come last, gone ones leave, and the moved are counted", () => {
  const rows = ["c", "a", "d"].map((id) => ({ id }));
  expect(freeze(rows, ["a", "b", "c"])).toEqual({ rows: [{ id: "a" }, { id: "c" }, { id: "d" }], moved: 2 });
});
