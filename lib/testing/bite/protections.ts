/** What keeps rows safe, how to take it out, and the test that must fail then. */
export interface Protection {
  /** For `npm run bite -- --only`. */
  readonly name: string;
  /** What goes wrong without it. */
  readonly without: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** The tests that are run, and a part of their names (a regular expression, as of `vitest -t`). */
  readonly test: string;
  readonly named: string;
}

const scenarios = "lib/testing/scenarios.mysql.test.ts";
const crashes = "lib/testing/crash.mysql.test.ts";

export const protections: readonly Protection[] = [
  {
    name: "checkpoint-with-rows",
    without: "the checkpoint commits by itself, before the rows: a crash in between loses them",
    file: "lib/engine/checkpoint/checkpoint-store.ts",
    from: "    const { affectedRows } = await connection.run(\n      `UPDATE ${this.#lane} SET commits=commits+1",
    to: "    await using own = await this.options.connect();\n    const { affectedRows } = await own.run(\n      `UPDATE ${this.#lane} SET commits=commits+1",
    test: crashes,
    named: "killed at before-commit",
  },
  {
    name: "fence",
    without: "a runner that was overtaken goes on writing",
    file: "lib/engine/checkpoint/checkpoint-store.ts",
    from: "return `epoch=${this.options.epoch} AND claim=${this.#claim}`;",
    to: 'return "1";',
    test: "lib/engine/applier/restart.mysql.test.ts",
    named: "a writer that was overtaken cannot commit",
  },
  {
    name: "covered-lists",
    without: "after a crash what other lanes had already committed above the mark is applied again",
    file: "lib/engine/checkpoint/checkpoint-store.ts",
    from: "const covered = new Set(aboveMark(",
    to: "const covered = new Set<string>() ?? new Set(aboveMark(",
    test: "lib/engine/applier/restart.mysql.test.ts",
    named: "what one lane committed while another stood still",
  },
  {
    name: "crc",
    without: "a damaged event is taken at its word",
    file: "lib/engine/reader/event-framing.ts",
    from: "return end >= headerLength && crc32(bytes.subarray(0, end)) === bytes.readUInt32LE(end);",
    to: "return end >= headerLength && crc32(bytes.subarray(0, end)) >= 0;",
    test: "lib/engine/decoder/damaged-events.mysql.test.ts",
    named: "a changed byte anywhere in an event",
  },
  {
    name: "schema-as-of-position",
    without: "rows of before an ALTER are read with the columns of after it",
    file: "lib/engine/attempt.ts",
    from: "  await restoreSchema(destination, place, history);\n",
    to: '  await restoreSchema(destination, place, history);\n  if (progress.start !== null) history.reset(await (await import("./schema/schema-history")).loadSchemaAt(source, selection.toTableSelection(), async () => (await import("./position/read-position")).readSourcePosition(source), signal));\n',
    test: scenarios,
    named: "the seed's DML and DDL arrive 9.7, with lag",
  },
  {
    name: "foreign-keys-unchecked",
    without: "the destination runs cascades that the source has logged, or refuses a child before its parent",
    file: "lib/engine/applier/lane-session.ts",
    from: "foreign_key_checks=0, unique_checks=1",
    to: "foreign_key_checks=1, unique_checks=1",
    test: scenarios,
    named: "cascades, case-insensitive and padded keys, key swaps 9.7, with lag",
  },
  {
    name: "cascades-run-here",
    without: "what cascades of a source that does not log them did never happens",
    file: "lib/engine/sql/cascades.ts",
    from: "return change.table.cascadesUnlogged && mayCascade(change);",
    to: "return change.table.cascadesUnlogged && mayCascade(change) && false;",
    test: scenarios,
    named: "cascades, case-insensitive and padded keys, key swaps 5.6, with lag",
  },
  {
    name: "cascade-echoes",
    without: "a row that the source logs as deleted twice is looked for a second time",
    file: "lib/engine/decoder/cascade-echoes.ts",
    from: "if (gone.has(row)) continue;",
    to: "",
    test: scenarios,
    named: "cascades, case-insensitive and padded keys, key swaps 9.7, with lag",
  },
  {
    name: "one-of-equal-rows",
    without: "a change of one of several equal rows changes all of them",
    file: "lib/engine/sql/single-row.ts",
    from: 'Buffer.from(" LIMIT 1")',
    to: 'Buffer.from("")',
    test: "lib/engine/applier/keyless-and-cascades.mysql.test.ts",
    named: "of equal rows in a table without a key one is deleted and one is changed",
  },
  {
    name: "unique-keys-in-write-sets",
    without: "a unique value that one transaction frees is taken by another before",
    file: "lib/engine/scheduler/write-set.ts",
    from: "for (const entry of keys.keys) {",
    to: "for (const entry of keys.keys.slice(0, 1)) {",
    test: "lib/engine/applier/parallel-apply.mysql.test.ts",
    named: "random transactions over all kinds of keys",
  },
  {
    name: "catch-up-is-idempotent",
    without: "changes that the copy already holds are taken for conflicts",
    file: "lib/engine/stream-changes.ts",
    from: 'inLoad(transaction) ? "idempotent" : "strict"',
    to: '"strict"',
    test: "lib/testing/changes-during-load.mysql.test.ts",
    named: "9.7: rows that change while they are copied",
  },
  {
    name: "begun-needs-checkpoint",
    without: "an empty server in the destination's place is loaded as if nothing had been",
    file: "lib/engine/attempt.ts",
    from: "if (plan.begun && progress.start === null",
    to: "if (false && progress.start === null",
    test: "lib/testing/outside-faults.mysql.test.ts",
    named: "an empty server in the destination's place",
  },
  {
    name: "folded-keys",
    without: "a key that another transaction gives up is taken before, because its bytes are different",
    file: "lib/engine/sql/key-fold.ts",
    from: 'if (part.equality === "exact" || !quoted) {',
    to: 'if (part.equality !== "unknown") {',
    test: "lib/testing/order.mysql.test.ts",
    named: "a key that is another one only in its bytes",
  },
  {
    name: "drained-before-schema-change",
    without: "a schema change overtakes transactions that wait for a lock",
    file: "lib/engine/stream-changes.ts",
    from: 'await prepared.park("all");\n      await writer.drain();\n      const outcome',
    to: 'await prepared.park("all");\n      const outcome',
    test: "lib/testing/order.mysql.test.ts",
    named: "a schema change waits for all transactions before it",
  },
];
