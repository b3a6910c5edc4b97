/** What the command line answers to a script. */
export const exitCode = {
  /** Done, passed, equal. */
  done: 0,
  /** The precheck failed, or both sides differ. */
  refused: 1,
  /** Wrong usage or a faulty task file. */
  usage: 2,
  /** The task failed. */
  failed: 3,
} as const;
