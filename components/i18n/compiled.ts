import compile from "icu-minify/compile";
import type { Messages } from "./messages";

const compiled = new WeakMap<Messages, Messages>();

/**
 * Messages as what their parser makes of them. The browser then needs no parser: next.config.js puts use-intl's small formatter, which takes
 * nothing else, in the place of the large one, for the browser and the server alike. Server only.
 */
export function compiledMessages(messages: Messages): Messages {
  let made = compiled.get(messages);
  if (made === undefined) {
    // The parser's objects have no prototype, and such do not go to the browser.
    made = JSON.parse(JSON.stringify(transform(messages))) as Messages;
    compiled.set(messages, made);
  }
  return made;
}

function transform(value: unknown): unknown {
  return typeof value === "string" ? compile(value) : Object.fromEntries(Object.entries(value as object).map(([key, entry]) => [key, transform(entry)]));
}
