// A lock between processes: a file that names the owner. A dead owner's lock is taken over.
import { readFileSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/**
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(file, action) {
  while (!(await tryLock(file))) await wait(50);
  try {
    return await action();
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * Takes the lock if nobody alive holds it. Give it back by removing the file.
 * @param {string} file
 */
export async function tryLock(file) {
  const aside = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(aside, processIdentity(process.pid));
  try {
    await link(aside, file); // the one step that only one process can win
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
  if (!isAlive(await readFile(file, "utf8").catch(() => ""))) {
    // Of several that find the owner dead, one moves the file away; whoever moved a living owner's lock puts it back.
    await rename(file, aside).catch(() => undefined);
    if (isAlive(await readFile(aside, "utf8").catch(() => ""))) await link(aside, file).catch(() => undefined);
    await rm(aside, { force: true });
  }
  return false;
}

/**
 * A process by number and start time: numbers are used again.
 * @param {number} pid
 */
export function processIdentity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie has ended; it keeps its number until its parent asks for it.
    return fields[0] === "Z" ? "" : `${pid} ${fields[19]}`;
  } catch {
    return String(pid);
  }
}

/** @param {string} identity as given by processIdentity */
export function isAlive(identity) {
  const pid = Number(identity.split(" ")[0]);
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPERM") return false;
  }
  return processIdentity(pid) === identity;
}
