import { expect, it } from "vitest";
import { servedTasks, servingRegion } from "./region";

it("a runner of a region takes its tasks alone, one without a region what nobody else serves", () => {
  expect(servedTasks("cn-hangzhou", ["", "cn-hangzhou"])).toEqual({ destinationRegionId: "cn-hangzhou" });
  expect(servedTasks("", ["", "cn-hangzhou", "cn-hangzhou"])).toEqual({ destinationRegionId: { notIn: ["cn-hangzhou"] } });
  expect(servedTasks("", [""])).toEqual({ destinationRegionId: { notIn: [] } });
});

it("a region is served by its own runners, else by those without a region, else by nobody", () => {
  expect(servingRegion("cn-hangzhou", ["", "cn-hangzhou"])).toBe("cn-hangzhou");
  expect(servingRegion("cn-shanghai", ["", "cn-hangzhou"])).toBe("");
  expect(servingRegion("cn-shanghai", ["cn-hangzhou"])).toBeNull();
});
