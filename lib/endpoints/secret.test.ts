import { inspect } from "node:util";
import { expect, it } from "vitest";
import { AppError } from "../errors/app-error";
import { makeLogger } from "../logging/logger";
import { redact } from "../logging/redact";
import { open, seal } from "./secret";

const key = "k".repeat(32);

it("opens what it sealed, and nothing else", () => {
  const sealed = seal("pässword ' \\", "dts1:source", key);
  expect(sealed).not.toContain("pässword");
  expect(open(sealed, "dts1:source", key).reveal()).toBe("pässword ' \\");
  const unreadable = (work: () => unknown) => expect(work).toThrow(expect.objectContaining({ code: "secret-unreadable" }) as AppError);
  unreadable(() => open(sealed, "dts1:destination", key));
  unreadable(() => open(sealed, "dts1:source", "l".repeat(32)));
  unreadable(() => open(`${sealed.slice(0, -2)}AA`, "dts1:source", key));
  unreadable(() => open("plain text", "dts1:source", key));
});

it("seals the same secret differently each time", () => {
  expect(seal("x", "p", key)).not.toBe(seal("x", "p", key));
});

it("shows an opened secret to nobody but the caller of reveal", () => {
  const secret = open(seal("hunter2", "p", key), "p", key);
  for (const shown of [`${secret}`, JSON.stringify({ secret }), inspect({ secret }), String(secret), JSON.stringify(redact({ a: [secret] }))])
    expect(shown).not.toContain("hunter2");
});

it("keeps secrets out of the log by name, and refuses opened ones in tests", () => {
  const lines: string[] = [];
  const log = makeLogger({ level: "debug", format: "json", onSecret: "throw", destination: { write: (line) => void lines.push(line) } });
  const cause = Object.assign(new Error("Access denied"), { errno: 1045, sql: "SELECT 'row value'" });
  log
    .child({ taskId: "dts1", password: "hunter2" })
    .info(
      {
        settings: { user: "u", password: "hunter2", tls: { ca: "hunter2" } },
        cookie: "hunter2",
        sourcePasswordSaved: true,
        error: new AppError("source-access-denied", { cause }),
      },
      "tested",
    );
  expect(lines.join("")).not.toContain("hunter2");
  expect(lines.join("")).not.toContain("row value");
  expect(JSON.parse(lines[0]!)).toMatchObject({
    taskId: "dts1",
    message: "tested",
    settings: { user: "u" },
    sourcePasswordSaved: true,
    error: { code: "source-access-denied", cause: { errno: 1045 } },
  });
  expect(() => log.info({ opened: open(seal("hunter2", "p", key), "p", key) }, "never")).toThrow("an opened secret was given to the log");
});
