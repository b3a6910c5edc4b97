import { AppError } from "../../errors/app-error";
import type { TransactionId } from "../position/position";

/**
 * Transaction ids as compact text: `uuid:n`, `file:offset` and MariaDB's `0-1-n` all are a prefix, a separator and a number, so that ids of one
 * prefix are written as its first number and the distances between the others, in base 36. A thousand neighbouring ids take about 2 kB.
 * An id of another shape is written as it is, on a line of its own that begins with `=`.
 */
export function encodeCovered(ids: Iterable<TransactionId>): string {
  const byPrefix = new Map<string, number[]>();
  const lines: string[] = [];
  for (const id of ids) {
    const at = Math.max(id.lastIndexOf(":"), id.lastIndexOf("-")) + 1;
    const number = Number(id.slice(at));
    if (at === 0 || !Number.isSafeInteger(number) || String(number) !== id.slice(at)) {
      lines.push(`=${id}`);
      continue;
    }
    const prefix = id.slice(0, at);
    const numbers = byPrefix.get(prefix);
    if (numbers) numbers.push(number);
    else byPrefix.set(prefix, [number]);
  }
  for (const [prefix, numbers] of byPrefix) {
    numbers.sort((a, b) => a - b);
    let last = 0;
    const text: string[] = [];
    for (const number of numbers) {
      text.push((number - last).toString(36));
      last = number;
    }
    lines.push(`${prefix} ${text.join(" ")}`);
  }
  return lines.join("\n");
}

/** The ids of an encoded text. Throws `checkpoint-unreadable`. */
export function decodeCovered(text: string): TransactionId[] {
  const ids: TransactionId[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    if (line.startsWith("=")) {
      ids.push(line.slice(1));
      continue;
    }
    const [prefix, ...distances] = line.split(" ");
    let last = 0;
    for (const distance of distances) {
      const step = /^[0-9a-z]+$/.test(distance) ? Number.parseInt(distance, 36) : Number.NaN;
      last += step;
      if (!Number.isSafeInteger(last)) throw new AppError("checkpoint-unreadable", { detail: "list of covered transactions" });
      ids.push(`${prefix}${last}`);
    }
  }
  return ids;
}
