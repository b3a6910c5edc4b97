import { createServer } from "node:net";

/** Shared test servers take base … base + 3, private ones base + 10 … base + 99. */
const portsPerRun = 100;
const sharedPorts = 4;

/**
 * A base whose ports for the shared servers are free on 127.0.0.1: another program, or another run, may sit on the usual ones.
 * @param {number} first
 * @returns {Promise<number>}
 */
export async function freePortBase(first) {
  for (let base = first; base < first + 50 * portsPerRun; base += portsPerRun) {
    const free = await Promise.all(Array.from({ length: sharedPorts }, (_, offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  return first;
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
