import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** From this size on a buffer is large: it is taken from the system by itself, and goes back to it when it is collected. Bytes. */
export const largeBytes = 1 << 20;

/** So much may have been allocated in large buffers since the last collection. Bytes. */
const uncollectedBytes = 32 << 20;

/** So much may have been read in chunks since the last collection of the young. Bytes. */
const youngBytes = 8 << 20;

let allocated = 0;
let dropped = 0;
let collectGarbage: Collector | null = null;

type Collector = (options?: { readonly type: "minor" }) => void;

/**
 * A buffer of large size, its bytes not set. V8 sees the few bytes of a buffer's handle and not the megabytes behind it in time, so that dead ones pile
 * up; here the dead are collected before a new one is made. A collection takes some 20 ms, and is paid once per 32 MiB of large values.
 */
export function allocateLarge(bytes: number): Buffer {
  if (bytes < largeBytes) return Buffer.allocUnsafeSlow(bytes);
  if (allocated + bytes > uncollectedBytes) {
    collectGarbage ??= exposedCollector();
    collectGarbage();
    allocated = 0;
  }
  allocated += bytes;
  return Buffer.allocUnsafeSlow(bytes);
}

/** Bytes of short-lived buffers that are done with: what a large value was read in. A collection of the young takes a millisecond or two. */
export function dropSmall(bytes: number): void {
  dropped += bytes;
  if (dropped < youngBytes) return;
  dropped = 0;
  collectGarbage ??= exposedCollector();
  collectGarbage({ type: "minor" });
}

/** The collector without a flag on the command line, which an embedder may not be able to give. */
function exposedCollector(): Collector {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as Collector;
}
