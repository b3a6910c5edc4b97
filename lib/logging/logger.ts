import { Writable } from "node:stream";
import pino, { type DestinationStream, type Logger as PinoLogger } from "pino";
import { environment } from "../config/env";
import { redact } from "./redact";

export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly level: "error" | "warn" | "info" | "debug";
  readonly format: "json" | "text";
  readonly onSecret?: "hide" | "throw";
  /** Default: standard output (console) — the runner and the console log there and leave files to their supervisor. */
  readonly destination?: DestinationStream;
}

/** A logger whose every object passes `redact`. Give errors under `error`, durations in ms, positions as strings. */
export function makeLogger(options: LoggerOptions): Logger {
  const made = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: "message",
      formatters: {
        level: (label) => ({ level: label }),
        log: (object) => redact(object, { onSecret: options.onSecret }) as Record<string, unknown>,
      },
      // `redact` has done it.
      serializers: { err: (value: unknown) => value },
    },
    options.destination ?? (options.format === "text" ? textStream() : pino.destination({ fd: 1, sync: true })),
  );
  return redactBindings(made, made.child, options);
}

/** The library shows a child's bindings to no formatter: they are cleaned when the child is made. */
function redactBindings(logger: Logger, child: Logger["child"], options: LoggerOptions): Logger {
  const clean = (bindings: pino.Bindings): Logger =>
    redactBindings(child.call(logger, redact(bindings, { onSecret: options.onSecret }) as pino.Bindings) as unknown as Logger, child, options);
  return Object.assign(logger, { child: clean as unknown as Logger["child"] });
}

let root: Logger | undefined;

/**
 * The log of one task: every record, also those below the process's level, goes to `write`; what is of the level goes where the process's log goes.
 * `write` gets one cleaned JSON line at a time.
 */
export function taskLogger(component: string, write: (line: string) => void): Logger {
  const { logLevel, logFormat } = environment();
  const out: DestinationStream = logFormat === "text" ? textStream() : { write: (line) => void process.stdout.write(line) };
  const least = levels.indexOf(logLevel);
  const destination: DestinationStream = {
    write: (line) => {
      write(line);
      const level = /"level":"(\w+)"/.exec(line)?.[1];
      if (levels.findIndex((each) => each === level) <= least) out.write(line);
    },
  };
  return makeLogger({ level: "debug", format: "json", destination }).child({ component });
}

const levels = ["error", "warn", "info", "debug"] as const;

/** The process's logger with the component's name: `logger("runner")`. Bind more with `.child({ taskId, epoch })`. */
export function logger(component: string): Logger {
  root ??= makeLogger({ level: environment().logLevel, format: environment().logFormat });
  return root.child({ component });
}

/** One readable line per record, for a person at a terminal. */
function textStream(): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        const { time, level, message, component, ...rest } = JSON.parse(chunk.toString("utf8")) as Record<string, unknown>;
        const facts = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
        const line = [String(time).slice(11, 23), String(level).padEnd(5), String(component ?? ""), String(message ?? ""), ...facts]
          .filter((part) => part !== "")
          .join(" ");
        process.stdout.write(`${line}\n`, () => done());
      } catch {
        process.stdout.write(chunk, () => done());
      }
    },
  });
}
