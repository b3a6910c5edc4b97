import { expect, test } from "vitest";
import { browserZoneCookie, readPreferences, timeZoneCookie } from "./preferences";

test("times are the browser's unless a zone was chosen; those of a task's region are the browser's until a task is looked at", () => {
  const zones = (cookies: Record<string, string>) => {
    const { timeZoneChoice, timeZone } = readPreferences((name) => cookies[name]);
    return [timeZoneChoice, timeZone];
  };
  expect(zones({})).toEqual(["browser", "UTC"]);
  expect(zones({ [browserZoneCookie]: "Europe/Berlin" })).toEqual(["browser", "Europe/Berlin"]);
  expect(zones({ [browserZoneCookie]: "Europe/Berlin", [timeZoneCookie]: "region" })).toEqual(["region", "Europe/Berlin"]);
  expect(zones({ [browserZoneCookie]: "Europe/Berlin", [timeZoneCookie]: "Asia/Shanghai" })).toEqual(["Asia/Shanghai", "Asia/Shanghai"]);
  expect(zones({ [timeZoneCookie]: "Mars/Olympus" })).toEqual(["browser", "UTC"]);
});
