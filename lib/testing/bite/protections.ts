import { choiceProtections } from "./choice-protections";
import { copyProtections } from "./copy-protections";
import { schemaProtections } from "./schema-protections";

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
  /** A second place that does the same, and would make up for the first one. */
  readonly also?: { readonly file: string; readonly from: string; readonly to: string };
  /** The tests that are run, and a part of their names (a regular expression, as of `vitest -t`). */
  readonly test: string;
  readonly named: string;
}

const hidden = "lib/testing/hidden-cascades.mysql.test.ts";
const scenarios = "lib/testing/scenarios.mysql.test.ts";
const crashes = "lib/testing/crash.mysql.test.ts";
const faults = "lib/testing/faults.mysql.test.ts";
const outside = "lib/testing/outside-faults.mysql.test.ts";

export const protections: readonly Protection[] = [
  ...copyProtections,
  ...choiceProtections,
  ...schemaProtections,
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
    name: "heartbeat-behind-changes",
    without: "the heartbeat row is measured when it is read, and says that a destination is near which stands still",
    file: "lib/engine/stream-changes.ts",
    from: "settled: (ticket) => mark.whenPassed(ticket, () => heartbeat.arrived(writtenAtMs))",
    to: "settled: () => heartbeat.arrived(writtenAtMs)",
    test: "lib/testing/heartbeat.mysql.test.ts",
    named: "source: the lag is measured from end to end",
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
    name: "foreign-keys-unchecked",
    without: "the destination runs cascades that the source has logged, or refuses a child before its parent",
    file: "lib/engine/applier/lane-session.ts",
    from: "foreign_key_checks=0, unique_checks=1",
    to: "foreign_key_checks=1, unique_checks=1",
    // Else what fails is done again row by row, without checks.
    also: { file: "lib/engine/applier/run-statements.ts", from: 'ROLLBACK");\n  await connection.run("SET SESSION foreign_key_checks=0")', to: 'ROLLBACK");\n  await connection.run("SET SESSION foreign_key_checks=1")' },
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
    name: "wide-cascades",
    without: "a row with a wide tree below it, which its source deletes, stops the task at a destination of 9.6 or later",
    file: "lib/engine/applier/row-by-row.ts",
    from: 'kind === "delete" && isCascadeTooWide(error)',
    to: 'kind === "delete" && !isCascadeTooWide(error)',
    test: scenarios,
    named: "cascades, case-insensitive and padded keys, key swaps mariadb",
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
    from: "if (plan.begun && stored.start === null",
    to: "if (false && stored.start === null",
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
    name: "incomplete-images",
    without: "a row change without all columns is read as if they were there",
    file: "lib/engine/decoder/rows-event.ts",
    from: "if (!((this.#bytes[at + (i >> 3)]! >> (i & 7)) & 1)) {",
    to: "if (i < 0) {",
    test: faults,
    named: "a session with binlog_row_image = MINIMAL",
  },
  {
    name: "statements",
    without: "a change that was logged as a statement is passed over",
    file: "lib/engine/decoder/transaction-assembler.ts",
    from: '    if (!inScope || inScope(query.statement.toString("latin1"), database)) {',
    to: "    if (query.statement.length === 0) {",
    test: faults,
    named: "a session with binlog_format = STATEMENT",
  },
  {
    name: "source-history",
    without: "another server's log is read on from a place of the first one's",
    file: "lib/engine/attempt.ts",
    from: "  await assertHistory(source, identity, progress, observer);\n",
    to: "",
    test: "lib/testing/source-failover.mysql.test.ts",
    named: "a replica that lacks what was applied",
  },
  {
    name: "no-coordinates-after-failover",
    without: "file and offset of the server before are taken for the new one's",
    file: "lib/engine/leave-gtids.ts",
    from: ' || start?.file === ""',
    to: "",
    test: "lib/testing/source-failover.mysql.test.ts",
    named: "the task follows the source to a replica",
  },
  {
    name: "copied-up-to",
    without: "changes of a keyless table that the copy holds already are applied again",
    file: "lib/engine/carried-changes.ts",
    from: " && !isCopied(change.table.copiedUpTo, transaction)",
    to: "",
    test: "lib/testing/changes-during-load.mysql.test.ts",
    named: "9.7: rows that change while they are copied",
  },
  {
    name: "covered-large",
    without: "a large transaction that was applied above the mark is applied again",
    file: "lib/engine/applier/change-writer.ts",
    from: "if (transaction.gtid !== null && this.#carried.has(transaction.gtid)) {",
    to: 'if (transaction.gtid === "") {',
    test: "lib/engine/applier/restart.mysql.test.ts",
    named: "what was applied as one of many is skipped too",
  },
  {
    name: "dead-lines",
    without: "a connection that went dead without a word is waited for",
    file: "lib/engine/line-watch.ts",
    from: "if (one.still === 0 || one.still % 3 !== 0 || one.asked) continue;",
    to: "if (one.still >= 0) continue;",
    test: outside,
    named: "connections that went dead without a word",
  },
  {
    name: "followed-stays",
    without: "a table that was followed under a new name is dropped from the task when others are added",
    file: "lib/engine/merge-supplement.ts",
    from: "  selection.follow(staying);\n",
    to: "",
    test: "lib/testing/modify-followed.mysql.test.ts",
    named: "tables that were followed under a new name stay",
  },
  {
    name: "cascades-through-filters",
    without: "a parent row that leaves the filter takes children with it that the source keeps",
    file: "lib/engine/router/row-filter.ts",
    from: "if (change.table.cascadesUnlogged) assertSameCascades(change, before, after);",
    to: "",
    test: hidden,
    named: "source56: a filter on the parent",
  },
  {
    name: "cascades-and-filters-at-the-start",
    without: "a task begins whose cascades nobody can follow",
    file: "lib/engine/begin-task.ts",
    from: "  assertCascadesRunHere(attempt);\n  await inTransaction",
    to: "  await inTransaction",
    test: hidden,
    named: "source56: a filter on the parent",
  },
  {
    name: "same-log",
    without: "a source that was put back under its own name is read on, and the transactions that took the place of others are lost",
    file: "lib/engine/attempt.ts",
    from: "  if (mark !== null && progress.sourceIdentity === identity) await assertSameLog(source, mark, printReader(plan, signal));\n",
    to: "",
    test: "lib/testing/same-log.mysql.test.ts",
    named: "source: a log that was reset",
  },
  {
    name: "print-of-another-server",
    without: "after a failover the log is compared with the one of the server before",
    file: "lib/engine/attempt.ts",
    from: "const lowWaterMark = withoutPrint(progress.lowWaterMark);",
    to: "const lowWaterMark = progress.lowWaterMark;",
    test: "lib/testing/source-failover.mysql.test.ts",
    named: "the task follows the source to a replica",
  },
  {
    name: "tables-without-snapshots",
    without: "a keyless table of MyISAM is taken for one that a snapshot shows as of one moment, and rows are there twice",
    file: "lib/engine/snapshot/keyless-table.ts",
    from: "versioned.has(engine.toLowerCase());",
    to: 'engine !== "";',
    test: "lib/engine/snapshot/keyless-table.mysql.test.ts",
    named: "a keyless table of MyISAM",
  },
  {
    name: "skip-record",
    without: "a transaction is left out by decision, and the record of it commits by itself: a crash in between leaves one without the other",
    file: "lib/engine/skips/skipped-transactions.ts",
    from: "        await skippedRecords.write(connection, this.options.place, record.key, record);\n        recorded = true;",
    to: "        setImmediate(() => (recorded = true));",
    test: "lib/testing/skip-transaction.mysql.test.ts",
    named: "killed at after-commit of passing over it",
  },
  {
    name: "skip-one",
    without: "a decision to leave out one transaction leaves out whichever comes",
    file: "lib/engine/skips/skipped-transactions.ts",
    from: "const decision = this.#decisions.get(transaction.id);",
    to: "const decision = this.options.decisions[0];",
    test: "lib/testing/skip-transaction.mysql.test.ts",
    named: "from source: of several transactions in one batch",
  },
];
