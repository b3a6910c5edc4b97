/**
 * A person sets another position for a task that stands still. Forward, the changes between are never applied: a known gap. Back, they are applied again,
 * idempotently, until the task is back where it stood.
 *
 * Nothing is guessed. The log between both places is looked through; what cannot be right there is refused with the reason (`position-reset-refused`):
 *  - definitions of the new position that nobody knows: forward over a schema change only where the source has changed nothing since, so that its present
 *    definitions are those of the new position, and the destination's tables fit them; back over none;
 *  - XA transactions of which one half only would be read;
 *  - back, rows of tables without a key, which would be there twice.
 */
import { AppError } from "../errors/app-error";
import { metadataSession } from "../mysql/connection";
import { quoteName, quoteText } from "../mysql/identifier";
import { openAttempt, replicaIdentity, type Attempt, type Failpoint } from "./attempt";
import { assertTablesFit } from "./begin-task";
import { preparedStoreOf } from "./begin-prepared";
import type { SourceItem } from "./change";
import { ClosingStack } from "./closing-stack";
import { endIntent, readIntent } from "./ddl/ddl-intent";
import { DecisionRecords } from "./decision-records";
import { decodeItems } from "./decoder/decode-items";
import { inTransaction } from "./in-transaction";
import type { EngineObserver, EnginePlan, PositionMove, ResetTarget } from "./plan";
import { ExecutedSet } from "./position/gtid-set";
import type { SourcePosition } from "./position/position";
import { compareCoordinates, reached } from "./position/position-order";
import { positionIsAvailable, readBinaryLogs, readSourcePosition } from "./position/read-position";
import { upTo } from "./position/up-to";
import { lookThrough, type Stretch } from "./position-reset/look-through";
import { openBinlogReader } from "./reader/binlog-reader";
import { RoutedTables } from "./routed-tables";
import { loadSchemaAt, SchemaHistory } from "./schema/schema-history";
import { storeWholeSchema } from "./schema/schema-store";

export interface ResetRequest {
  readonly target: ResetTarget;
  /** Absent: it is only said what would become of it. Else it is done; `key` names the decision, at most 64 ASCII characters. */
  readonly commit?: { readonly key: string; /** What the person was shown: another outcome is refused with `version-conflict`. */ readonly from: SourcePosition };
}

const moves = new DecisionRecords<PositionMove>("task_moved", "record of a position that was set");
const silent: EngineObserver = { figures: () => undefined, tables: () => undefined, event: () => undefined };

/**
 * Looks at it, and with `commit` does it. Nobody may run the task: whoever does is fenced off. Done once under its key: repeated, it answers what it did.
 * Throws `position-reset-refused`, `version-conflict`, and what opening an attempt throws.
 */
export async function resetPosition(plan: EnginePlan, request: ResetRequest, signal: AbortSignal, failpoint?: Failpoint): Promise<PositionMove> {
  await using stack = new ClosingStack();
  const attempt = await openAttempt(plan, silent, signal, stack, failpoint);
  const { destination, place, progress, store } = attempt;
  await moves.ensure(destination, place);
  const [done] = request.commit ? await moves.read(destination, place, [request.commit.key]) : [];
  if (done) return done;
  const mark = progress.lowWaterMark;
  if (progress.phase !== "stream" || mark === null) throw refused("the changes made during the initial synchronization are not applied yet");
  if (request.commit && !samePlace(request.commit.from, mark)) throw new AppError("version-conflict");
  const present = await readSourcePosition(attempt.source);
  const to = await placeOf(attempt, request.target, mark, present, signal);
  const direction = directionOf(mark, to);
  const [earlier, later] = direction === "forward" ? [mark, to] : [to, mark];
  const available = await positionIsAvailable(attempt.source, to);
  if (!available.available) throw refused(available.reason === "purged" ? "the source no longer has the log of that position" : "the source does not know that position");
  if (direction === "back" && progress.start !== null && !isBehind(to, progress.start)) throw refused("it lies before the place where this task began");
  const { inside, schemaChangesBehind } = await between(attempt, earlier, later, present, signal);
  await assertNoHalves(attempt, inside);
  if (direction === "back") assertRepeatable(attempt, inside);
  const schema = schemaFor(attempt, direction, inside, schemaChangesBehind);
  const history = new SchemaHistory(attempt.history.fold);
  if (schema === "source") {
    const { position, tables, databases } = await loadSchemaAt(attempt.source, attempt.router.selection.toTableSelection(), () => readSourcePosition(attempt.source), signal);
    const since = await between(attempt, present, position, position, signal);
    if (since.inside.schemaChanges.size > 0) throw schemaUnknown();
    history.reset({ tables: tables.filter((table) => attempt.router.selection.selects(table.name)), databases });
    await assertTablesFit({ tables: new RoutedTables(attempt.router, history), destination, router: attempt.router }).catch((error: unknown) => {
      throw error instanceof AppError ? refused(`behind it the destination's tables do not fit: ${String(error.context["detail"])}`, error) : error;
    });
  }
  const move: PositionMove = {
    from: mark,
    to,
    direction,
    transactions: inside.transactions,
    firstMs: inside.firstMs,
    lastMs: inside.lastMs,
    tables: [...inside.tables].sort(),
    schema,
  };
  if (!request.commit) return move;
  const { key } = request.commit;
  const connection = stack.use(await attempt.connectDestination({ session: metadataSession }));
  const intent = await readIntent(connection, place);
  await inTransaction(connection, async () => {
    await store.assertClaim(connection);
    if (schema === "source") await storeWholeSchema(connection, place, history);
    if (intent !== null && inside.schemaChanges.has(intent.id) && direction === "forward") await endIntent(connection, place);
    // Forward, what is applied above the mark already stays known: the next claim keeps what lies behind the new mark. Back, all of it is applied again.
    const back = direction === "back" ? `, phase='catch_up', load_end=${quoteText(JSON.stringify(mark))}, covered=''` : "";
    await connection.run(`UPDATE ${quoteName(place.database)}.\`task_progress\` SET low_water=${quoteText(JSON.stringify(to))}, mark_order=mark_order+1${back} WHERE task_id=${quoteText(place.taskId)}`);
    await moves.write(connection, place, key, move);
    await failpoint?.("reset-before-commit");
  });
  await failpoint?.("reset-committed");
  return move;
}

const refused = (detail: string, cause?: unknown) => new AppError("position-reset-refused", { detail, cause });

function samePlace(a: SourcePosition, b: SourcePosition): boolean {
  return a.file === b.file && a.offset === b.offset && a.gtidSet === b.gtidSet;
}

/** The position that is meant, whole: with file, offset and GTID set where the task goes by one. */
async function placeOf(attempt: Attempt, target: ResetTarget, mark: SourcePosition, present: SourcePosition, signal: AbortSignal): Promise<SourcePosition> {
  if (target.kind === "now") return present;
  if (target.kind === "gtid") {
    if (mark.gtidSet === null) throw refused("this task goes by log file and offset, not by GTIDs");
    return { file: "", offset: 4, gtidSet: new ExecutedSet(mark.flavour, target.gtidSet).toString(), flavour: mark.flavour };
  }
  const { file, offset } = target;
  const log = (await readBinaryLogs(attempt.source)).find((one) => one.file === file);
  if (!log || offset > log.size) throw refused("the source does not have that place in its log");
  return { file, offset, gtidSet: await executedAt(attempt, mark, { file, offset, size: log.size }, signal), flavour: mark.flavour };
}

interface LogEvent {
  readonly Event_type: string;
  readonly Pos: string;
  readonly Info: string;
}

/** Events that a log file begins with. */
const headers = new Set(["Format_desc", "Previous_gtids", "Gtid_list", "Binlog_checkpoint", "Start_encryption", "Stop", "Rotate"]);

/** What is executed up to a place of the log; null without GTIDs. Throws `position-reset-refused` where the place lies inside a transaction. */
async function executedAt(attempt: Attempt, mark: SourcePosition, at: { readonly file: string; readonly offset: number; readonly size: number }, signal: AbortSignal): Promise<string | null> {
  const first = await attempt.source.query<LogEvent>(`SHOW BINLOG EVENTS IN ${quoteText(at.file)} LIMIT 10`);
  const previous = first.find((event) => event.Event_type === "Previous_gtids")?.Info ?? "";
  const executed = mark.gtidSet === null ? null : new ExecutedSet(mark.flavour, mark.flavour === "mysql" ? previous : await binlogGtidPos(attempt, at.file, at.offset));
  const firstGroup = first.find((event) => !headers.has(event.Event_type));
  let atBorder = at.offset === at.size || !firstGroup || at.offset <= Number(firstGroup.Pos);
  if (firstGroup && at.offset > Number(firstGroup.Pos)) {
    await using reader = await openReader(attempt, { file: at.file, offset: 4, gtidSet: null, flavour: mark.flavour }, signal);
    for await (const item of itemsOf(attempt, reader, () => undefined, signal)) {
      const [file, end] = item.kind === "heartbeat" ? [item.file, item.offset] : [item.file, item.endOffset];
      if (file === at.file && end <= at.offset && item.kind !== "heartbeat" && item.gtid !== null && mark.flavour === "mysql") executed?.add(item.gtid);
      if (file === at.file && end === at.offset) atBorder = true;
      if (file !== at.file || end >= at.offset) break;
    }
  }
  if (!atBorder) throw refused("no transaction begins at that place of the log");
  return executed === null ? null : executed.toString();
}

async function binlogGtidPos(attempt: Attempt, file: string, offset: number): Promise<string> {
  const [row] = await attempt.source.query<{ pos: string | null }>("SELECT BINLOG_GTID_POS(?, ?) AS pos", [file, offset]);
  if (row?.pos == null) throw refused("no transaction begins at that place of the log");
  return row.pos;
}

function directionOf(mark: SourcePosition, to: SourcePosition): PositionMove["direction"] {
  const [ahead, behind] = [isBehind(to, mark), isBehind(mark, to)];
  if (ahead && behind) throw refused("the task stands there already");
  if (!ahead && !behind) throw refused("it holds transactions that this task has not applied, and lacks others that it has: it lies neither before nor behind the present position");
  return ahead ? "forward" : "back";
}

const isBehind = (position: SourcePosition, other: SourcePosition) => reached(position, other);

function openReader({ plan }: Attempt, from: SourcePosition, signal: AbortSignal) {
  const { serverId, replicaUuid } = replicaIdentity(plan);
  // Not the task's own: the source would end its dump.
  return openBinlogReader({ settings: plan.source, from, serverId: serverId === 0xffff_ffff ? 0x8000_0000 : serverId + 1, replicaUuid: `${replicaUuid.slice(0, -1)}${replicaUuid.endsWith("0") ? "1" : "0"}`, signal, heartbeatMs: 1_000 });
}

function itemsOf({ plan }: Attempt, events: Parameters<typeof decodeItems>[0], seen: (database: string, table: string) => void, signal: AbortSignal) {
  return decodeItems(events, {
    // No row is decoded: which columns they have is not known here.
    resolveTable: (database, table) => {
      seen(database, table);
      return null;
    },
    isStatementInScope: () => false,
    memoryBytes: plan.limits.memoryBytes,
    signal,
  });
}

async function between(attempt: Attempt, earlier: SourcePosition, later: SourcePosition, present: SourcePosition, signal: AbortSignal) {
  const { selection } = attempt.router;
  const isUpToLater = upTo(later);
  const nothing: { readonly inside: Stretch; readonly schemaChangesBehind: number } = { inside: { transactions: 0, firstMs: null, lastMs: null, tables: new Set(), schemaChanges: new Set(), cutsPrepared: false }, schemaChangesBehind: 0 };
  if (reached(earlier, present)) return nothing;
  await using reader = await openReader(attempt, earlier, signal);
  return await lookThrough({
    events: reader,
    decode: (events, seen) => itemsOf(attempt, events, seen, signal),
    // What other lanes had applied above the mark is no gap.
    isInside: (item) => item.kind !== "heartbeat" && isUpToLater(named(item)) && !(earlier === attempt.progress.lowWaterMark && attempt.progress.covered.has(item.id)),
    isEnd: (item) => compareCoordinates({ file: item.file, offset: item.kind === "heartbeat" ? item.offset : item.endOffset }, present) >= 0,
    carriedAs: (database, table) => {
      const name = attempt.history.table({ database, table })?.name;
      return name ? `${name.database}.${name.table}` : null;
    },
    concerns: ({ statement, context }) => {
      const { defaultDatabase } = context;
      if (defaultDatabase !== null && selection.database(defaultDatabase) !== null) return true;
      const text = statement.toString("latin1").toLowerCase();
      return selection.databaseNames.some((name) => text.includes(Buffer.from(name.toLowerCase(), "utf8").toString("latin1")));
    },
  });
}

/** The statement of a CREATE TABLE … SELECT bears the name of its group in its id only. */
function named(item: Exclude<SourceItem, { readonly kind: "heartbeat" }>) {
  const { gtid, file, endOffset, id } = item;
  return { gtid: gtid ?? (id.endsWith("#ddl") ? id.slice(0, -"#ddl".length) : null), file, endOffset };
}

/** Of an XA transaction both halves are read, or none. */
async function assertNoHalves(attempt: Attempt, inside: Stretch): Promise<void> {
  const store = preparedStoreOf(attempt);
  try {
    const stored = [...(await store.open())].filter((xid) => xid !== "*");
    if (stored.length > 0 || inside.cutsPrepared) throw refused("an XA transaction is prepared on one side of it and ended on the other");
  } finally {
    await store.close();
  }
}

/** What is repeated ends at the present position. Rows are found by their key: those of a table without one would be there twice. */
function assertRepeatable({ tables, progress }: Attempt, inside: Stretch): void {
  if (progress.covered.size > 0) throw refused("changes behind the present position are applied already, those before it are not: resume the task and pause it first");
  const keyless = tables.all.find((table) => table.identity === null && inside.tables.has(`${table.source.database}.${table.source.table}`));
  if (keyless) throw refused(`changes of ${keyless.source.database}.${keyless.source.table}, which has no key, would be applied twice`);
}

/** Which definitions are those of the new position. */
function schemaFor({ history }: Attempt, direction: PositionMove["direction"], inside: Stretch, schemaChangesBehind: number): PositionMove["schema"] {
  if (inside.schemaChanges.size === 0) return "kept";
  if (direction === "back") throw refused("a schema change of the synchronized databases lies in between: what the tables looked like before it is not known any more");
  if (schemaChangesBehind > 0) throw schemaUnknown();
  if (history.followed.length + history.shadows.length + history.ignored.length > 0) throw refused("a schema change lies in between, and tables were renamed, left out or are being rebuilt by an online change");
  return "source";
}

const schemaUnknown = () => refused("schema changes of the synchronized databases lie before and behind it: what the tables looked like there is not known");
