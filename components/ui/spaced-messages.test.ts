import { afterEach, expect, it, vi } from "vitest";
import { SpacedMessages } from "./spaced-messages";

afterEach(() => void vi.useRealTimers());

it("who listens hears one message at a time: the rest follows together, five seconds later, each thing once", () => {
  vi.useFakeTimers();
  const said: string[] = [];
  const messages = new SpacedMessages((message) => said.push(message));
  messages.add("Copied.");
  messages.add("billing-sync: Paused");
  messages.add("Undone.");
  messages.add("Undone.");
  expect(said).toEqual(["Copied."]);
  vi.advanceTimersByTime(4_999);
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(said[1]).toBe("billing-sync: Paused Undone.");
  messages.add("Copied.");
  vi.advanceTimersByTime(5_000);
  messages.add("Copied.");
  expect(said.slice(2)).toEqual(["Copied."]);
  messages.stop();
  vi.advanceTimersByTime(60_000);
  expect(said).toHaveLength(3);
});
