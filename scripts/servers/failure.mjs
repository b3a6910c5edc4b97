/** A step that failed for a reason outside of this program, with what to do about it. Printed without a stack. */
export class SetupFailure extends Error {
  /**
   * @param {string} what what failed, one sentence
   * @param {string} remedy what to do, one or two sentences
   * @param {string} [detail] output of the failed program
   */
  constructor(what, remedy, detail = "") {
    super(`${what}\n  What to do: ${remedy}${detail ? `\n${detail.trimEnd().replace(/^/gm, "  | ")}` : ""}`);
    this.name = "SetupFailure";
  }
}

/**
 * Last word of a script: a setup failure speaks for itself, anything else keeps its stack.
 * @param {unknown} error
 * @returns {never}
 */
export function endWith(error) {
  process.stderr.write(`${error instanceof SetupFailure ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
