import { expect, it } from "vitest";
import { checks } from "@/lib/precheck/checks/index";
import { messages as english } from "../i18n/messages-en";
import { messages as chinese } from "../i18n/messages-zh-cn";

it("whoever ignores a failure ticks what follows from that very check", () => {
  const ignorable = checks.filter((check) => check.ignorable && check.severity === "blocker").map((check) => check.id).sort();
  for (const { precheck } of [english, chinese]) {
    expect(Object.keys(precheck.ignore.accept).sort()).toEqual(ignorable);
    expect(new Set(Object.values(precheck.ignore.accept)).size).toBe(ignorable.length);
  }
});
