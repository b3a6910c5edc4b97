/** Reads a task's log files: newest lines, lines after or before a place, lines around a moment. */
import { readFile } from "node:fs/promises";
import { segmentBytes, segmentsKept, segmentsOf, type Segment } from "../logging/task-log";
import { logLevels, type LogLevel, type LogLine, type LogPage } from "./view";

export interface LogQuery {
  /** Only what was written after this place. */
  readonly after?: string;
  /** Only what was written before it. */
  readonly before?: string;
  /** Begin a minute before this moment. */
  readonly atMs?: number;
  readonly level?: LogLevel;
  readonly component?: string;
  readonly text?: string;
  readonly limit: number;
}

/** A page of lines that match. What does not parse is shown as it is: nothing is left out silently. */
export async function readTaskLog(folder: string, query: LogQuery): Promise<LogPage> {
  const segments = segmentsOf(folder);
  const after = query.after === undefined ? null : place(query.after);
  const before = query.before === undefined ? null : place(query.before);
  const components = new Set<string>();
  const forward = after !== null || query.atMs !== undefined;
  const lines: LogLine[] = [];
  let more = false;
  let oldestAtMs: number | null = null;
  const first = segments[0];
  if (first) oldestAtMs = (await linesOf(first))[0]?.atMs ?? null;
  for (const segment of forward ? segments : [...segments].reverse()) {
    if (after && segment.number < after.number) continue;
    if (before && segment.number > before.number) continue;
    const all = await linesOf(segment);
    for (const line of all) components.add(line.component);
    let fitting = all.filter((line) => matches(line, query));
    if (after) fitting = fitting.filter((line) => isBehind(line.cursor, after));
    if (before) fitting = fitting.filter((line) => !isBehind(line.cursor, before) && line.cursor !== query.before);
    if (query.atMs !== undefined) fitting = fitting.filter((line) => line.atMs >= query.atMs! - 60_000);
    const room = query.limit - lines.length;
    if (forward) lines.push(...fitting.slice(0, room));
    else lines.unshift(...fitting.slice(Math.max(0, fitting.length - room)));
    if (fitting.length > room) {
      more = true;
      break;
    }
  }
  const last = segments.at(-1);
  const whole = last ? `${last.number}:${last.bytes}` : "0:0";
  return {
    lines,
    // A page that is full ends at its own last line: the rest comes with the next question.
    end: forward && more ? (lines.at(-1)?.cursor ?? whole) : last ? (await endOf(last)) : whole,
    more: !forward && (more || false),
    components: [...components].filter((component) => component !== "").sort(),
    bytes: segments.reduce((sum, segment) => sum + segment.bytes, 0),
    files: segments.length,
    mostBytes: segmentBytes * segmentsKept,
    oldestAtMs,
  };
}

function matches(line: LogLine, { level, component, text }: LogQuery): boolean {
  if (level && logLevels.indexOf(line.level) < logLevels.indexOf(level)) return false;
  if (component && line.component !== component) return false;
  if (!text) return true;
  const wanted = text.toLowerCase();
  return line.message.toLowerCase().includes(wanted) || line.facts.some(([name, value]) => `${name}=${value}`.toLowerCase().includes(wanted));
}

function place(cursor: string): { number: number; byte: number } | null {
  const found = /^(\d{1,6}):(\d{1,12})$/.exec(cursor);
  return found ? { number: Number(found[1]), byte: Number(found[2]) } : null;
}

function isBehind(cursor: string, at: { number: number; byte: number }): boolean {
  const own = place(cursor);
  return own !== null && (own.number > at.number || (own.number === at.number && own.byte > at.byte));
}

/** The last whole line's place: half a line that is being written comes with the next question. */
async function endOf(segment: Segment): Promise<string> {
  return (await linesOf(segment)).at(-1)?.cursor ?? `${Math.max(0, segment.number - 1)}:999999999999`;
}

async function linesOf(segment: Segment): Promise<LogLine[]> {
  const bytes = await readFile(segment.path).catch(() => Buffer.alloc(0));
  const lines: LogLine[] = [];
  for (let from = 0; ; ) {
    const end = bytes.indexOf(10, from);
    if (end < 0) break;
    if (end > from) lines.push(parseLine(bytes.toString("utf8", from, end), `${segment.number}:${from}`));
    from = end + 1;
  }
  return lines;
}

/** One record as a line. What is no JSON is a message of its own. */
export function parseLine(text: string, cursor: string): LogLine {
  try {
    const { time, level, component, message, taskId: _task, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return {
      cursor,
      atMs: Date.parse(String(time)) || 0,
      level: logLevels.find((each) => each === level) ?? "info",
      component: typeof component === "string" ? component : "",
      message: typeof message === "string" ? message : "",
      facts: Object.entries(rest)
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const),
    };
  } catch {
    return { cursor, atMs: 0, level: "info", component: "", message: text, facts: [] };
  }
}
