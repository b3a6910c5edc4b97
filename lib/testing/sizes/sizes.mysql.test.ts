/** The size cases at a part of their size, with the memory of the task's own process. `npm run sizes` runs them at full size. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { privateServer, type PrivateServer } from "../servers";
import { runSize } from "./run-size";
import type { SizeCaseName } from "./size-cases";
import { sizeServerLines } from "./size-servers";

let source: PrivateServer;
let destination: PrivateServer;
beforeAll(async () => {
  [source, destination] = [await privateServer("source", { lines: sizeServerLines }), await privateServer("destination", { lines: sizeServerLines })];
});
afterAll(async () => {
  await source[Symbol.asyncDispose]();
  await destination[Symbol.asyncDispose]();
});

/** What the task may hold at any size, MiB. */
const mostMemory = 400;

test.each<[SizeCaseName, number]>([
  ["transaction-rows", 0.05],
  ["transaction-bytes", 0.1],
  ["row-blob", 0.3],
  ["row-json", 0.15],
  ["tables", 0.01],
  ["narrow", 0.004],
])("%s at %f of its size arrives whole, in bounded memory", async (name, scale) => {
  const result = await runSize(name, scale, { source, destination });
  expect(result.differences).toEqual([]);
  expect(Math.max(result.loadMemory, result.logMemory)).toBeLessThan(mostMemory);
});
