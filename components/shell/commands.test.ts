import { describe, expect, it } from "vitest";
import { matching, type Command } from "./commands";

const commands: readonly Command[] = [
  { id: "sync", group: "pages", label: "Data Synchronization", words: "list tasks" },
  { id: "new", group: "pages", label: "Create Task", words: "purchase buy new" },
  { id: "t1", group: "tasks", label: "billing-sync", words: "dtsaaa" },
  { id: "t2", group: "tasks", label: "billing-sync-eu", words: "dtsbbb" },
  { id: "pause t1", group: "actions", label: "Pause Task: billing-sync", words: "" },
  { id: "pause t2", group: "actions", label: "Pause Task: billing-sync-eu", words: "" },
];
const ids = (text: string) => matching(commands, text).map((command) => command.id);

describe("the command menu", () => {
  it("finds an action by its verb and the task's name", () => {
    expect(ids("pause billing-sync")).toEqual(["pause t1", "pause t2"]);
    expect(ids("pause eu")).toEqual(["pause t2"]);
  });
  it("knows the words of who comes from the vendor", () => {
    expect(ids("purchase")).toEqual(["new"]);
    expect(ids("buy")).toEqual(["new"]);
  });
  it("puts the exact name first, and finds an instance by its id", () => {
    expect(ids("billing-sync")[0]).toBe("t1");
    expect(ids("dtsbbb")).toEqual(["t2"]);
  });
  it("does nothing to a task before somebody typed", () => {
    expect(ids("").some((id) => id.startsWith("pause"))).toBe(false);
  });
});
