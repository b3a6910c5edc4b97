import { expect, it } from "vitest";
import { checkHelp } from "./help";

it("the help page of every check says why it matters", () => {
  expect(checkHelp().filter(({ why }) => why.length === 0).map(({ id }) => id)).toEqual([]);
});
