import { randomBytes, randomInt } from "node:crypto";

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

function letters(count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** `dts` + 16 of [a-z0-9]. */
export function newInstanceId(): string {
  return `dts${letters(16)}`;
}

/** `mysql-polardb-<yymmdd>-<4>` */
export function newTaskName(now: Date): string {
  return `mysql-polardb-${now.toISOString().slice(2, 10).replaceAll("-", "")}-${letters(4)}`;
}

/** `i-` / `pc-` + 12 of [a-z0-9]. */
export function newResourceId(prefix: "i" | "pc"): string {
  return `${prefix}-${letters(12)}`;
}

export function newRunId(): string {
  return randomBytes(8).toString("hex");
}
