/**
 * The log of one task as files: `logs/<task>/000001.jsonl` and so on, one JSON record per line. A file that is full is followed by the next; the
 * oldest goes when there are too many. A place in the log is `file number:byte`, and stays valid as long as its file is kept.
 */
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

export const segmentBytes = 4 << 20;
export const segmentsKept = 8;

export interface Segment {
  readonly number: number;
  readonly path: string;
  readonly bytes: number;
}

export function taskLogFolder(dataDir: string, taskId: string): string {
  // Ids are our own, but a path is a path.
  return join(/*turbopackIgnore: true*/ dataDir, "logs", taskId.replace(/[^a-z0-9-]/gi, "_"));
}

/** Files of a task's log, oldest first. */
export function segmentsOf(folder: string): Segment[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{6}\.jsonl$/.test(name))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? [{ number: Number(name.slice(0, 6)), path, bytes: found.size }] : [];
    });
}

/** Appends whole lines. A disk that refuses must not end the task: what cannot be written is lost here and still on standard output. */
export class TaskLogWriter {
  #folder: string;
  #number = 0;
  #bytes = 0;

  constructor(
    dataDir: string,
    taskId: string,
    private readonly limits: { readonly bytes: number; readonly files: number } = { bytes: segmentBytes, files: segmentsKept },
  ) {
    this.#folder = taskLogFolder(dataDir, taskId);
  }

  write(line: string): void {
    try {
      if (this.#number === 0) this.#open();
      if (this.#bytes >= this.limits.bytes) this.#next();
      const text = line.endsWith("\n") ? line : `${line}\n`;
      appendFileSync(join(this.#folder, name(this.#number)), text, { mode: 0o600 });
      this.#bytes += Buffer.byteLength(text);
    } catch {
      this.#number = 0;
    }
  }

  #open(): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const last = segmentsOf(this.#folder).at(-1);
    this.#number = last?.number ?? 1;
    this.#bytes = last?.bytes ?? 0;
  }

  #next(): void {
    this.#number += 1;
    this.#bytes = 0;
    const old = segmentsOf(this.#folder);
    for (const segment of old.slice(0, Math.max(0, old.length - this.limits.files + 1))) rmSync(segment.path, { force: true });
  }
}

const name = (number: number) => `${String(number).padStart(6, "0")}.jsonl`;
