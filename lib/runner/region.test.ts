import { expect, it } from "vitest";
import { servedTasks } from "./region";

it("a runner of a region takes its tasks alone, one without a region what nobody else serves", () => {
  expect(servedTasks("cn-hangzhou", ["", "cn-hangzhou"])).toEqual({ destinationRegionId: "cn-hangzhou" });
  expect(servedTasks("", ["", "cn-hangzhou", "cn-hangzhou"])).toEqual({ destinationRegionId: { notIn: ["cn-hangzhou"] } });
  expect(servedTasks("", [""])).toEqual({ destinationRegionId: { notIn: [] } });
});
