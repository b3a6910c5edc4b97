import { setTimeout as wait } from "node:timers/promises";
import { choicesThatLeaveOut } from "../change-kinds/change-kinds";
import { readStoredMark } from "../engine/checkpoint/read-mark";
import { reached } from "../engine/position/position-order";
import { readSourcePosition } from "../engine/position/read-position";
import { ObjectSelection } from "../engine/router/object-selection";
import { readFollowed } from "../engine/schema/schema-store";
import { withStoredNames } from "../engine/schema/stored-names";
import { Router } from "../engine/router/router";
import { verifyTables, type TableVerification } from "../engine/verification/verify-tables";
import { connect, metadataSession, type MysqlConnection } from "../mysql/connection";
import { readTables } from "../mysql/read-tables";
import { readServerFacts } from "../mysql/server-facts";
import type { TaskFile } from "../tasks/task-file";
import { exitCode } from "./exit-code";
import { errorObject, errorText } from "./tell-error";

/** Kinds of changes that are left out make differences without anything being wrong. */
function expectedText(plan: TaskFile["plan"]): string {
  const names = choicesThatLeaveOut(plan).map((name) => name || "the whole task");
  return names.length === 0 ? "" : `Kinds of changes are left out by choice: ${names.join(", ")}. Differences there are expected.\n`;
}

/** A task whose mark does not move for this long is not running: differences are final then. */
const stillMs = 10_000;
const lookEveryMs = 200;

/**
 * Compares all selected tables row by row with exact values, in chunks. While the task runs, rows that differ are read again when the changes under
 * way have arrived. 0 = equal, 1 = differences, listed with their keys.
 */
export async function verifyCommand(file: TaskFile, options: { readonly json: boolean }, signal: AbortSignal): Promise<number> {
  const { plan } = file;
  try {
    await using source = await connect(plan.source, { session: metadataSession, signal });
    await using destination = await connect(plan.destination, { session: metadataSession, signal });
    const facts = await readServerFacts(source);
    const selection = new ObjectSelection(plan.objects, facts.lowerCaseTableNames !== 0);
    selection.follow(await readFollowed(destination, { database: plan.bookkeepingDatabase, taskId: plan.taskId }));
    const router = new Router(selection, { sourceLogsCascades: facts.logsCascades, destinationFolding: (await readServerFacts(destination)).lowerCaseTableNames });
    const tables = router.routeAll(await withStoredNames(await readTables(source, selection.toTableSelection()), router.mapping, destination, { database: plan.bookkeepingDatabase, taskId: plan.taskId }));
    const applied = new AppliedWatch(source, destination, file, signal);
    let unequal = 0;
    let rows = 0;
    for await (const result of verifyTables({
      connectSource: (session) => connect(plan.source, { session, signal }),
      connectDestination: (session) => connect(plan.destination, { session, signal }),
      tables,
      signal,
      recheck: () => applied.caughtUp(),
    })) {
      rows += result.sourceRows;
      if (!result.equal) unequal += 1;
      if (options.json) process.stdout.write(`${JSON.stringify({ type: "table", ...result })}\n`);
      else process.stdout.write(tableText(result));
    }
    if (options.json) process.stdout.write(`${JSON.stringify({ type: "end", equal: unequal === 0, tables: tables.length, unequal, rows })}\n`);
    else process.stdout.write(unequal === 0 ? `\nEqual: ${tables.length} tables, ${rows.toLocaleString("en")} rows.\n` : `\nDifferent: ${unequal} of ${tables.length} tables.\n${expectedText(plan)}`);
    return unequal === 0 ? exitCode.done : exitCode.refused;
  } catch (error) {
    if (signal.aborted) {
      process.stderr.write("Interrupted: not all tables were compared.\n");
      return exitCode.failed;
    }
    if (options.json) process.stdout.write(`${JSON.stringify({ type: "end", equal: null, error: errorObject(error) })}\n`);
    process.stderr.write(`${errorText(error)}\n`);
    return exitCode.failed;
  }
}

/** Watches a task that somebody else runs. */
class AppliedWatch {
  /** Found to stand still: it will not be waited for again. */
  #still = false;

  constructor(
    private readonly source: MysqlConnection,
    private readonly destination: MysqlConnection,
    private readonly file: TaskFile,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves when all that the source has committed by now is applied, or when the task evidently does not run. */
  async caughtUp(): Promise<void> {
    if (this.#still) return;
    const { plan } = this.file;
    const target = await readSourcePosition(this.source);
    let last = "";
    let movedAt = Date.now();
    for (;;) {
      const mark = await readStoredMark(this.destination, plan.bookkeepingDatabase, plan.taskId);
      if (mark === null || Date.now() - movedAt > stillMs) {
        this.#still = true;
        return;
      }
      if (reached(mark, target)) return;
      const text = JSON.stringify(mark);
      if (text !== last) movedAt = Date.now();
      last = text;
      await wait(lookEveryMs, undefined, { signal: this.signal });
    }
  }
}

function tableText(result: TableVerification): string {
  const name = `${result.source.database}.${result.source.table}`;
  if (result.equal) return `ok    ${name}  ${result.sourceRows.toLocaleString("en")} rows\n`;
  const counts = `${result.missing} missing, ${result.extra} extra, ${result.different} different${result.unsettled > 0 ? `, ${result.unsettled} kept changing` : ""}`;
  const rows = result.differences.map((difference) => `      ${difference.kind.padEnd(9)} ${difference.key}${difference.columns.length > 0 ? `: ${difference.columns.join(", ")}` : ""}${difference.count > 1 ? ` (${difference.count} rows)` : ""}\n`);
  return `DIFF  ${name}  ${counts}\n${rows.join("")}`;
}
