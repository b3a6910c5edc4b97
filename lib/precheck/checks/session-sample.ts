import type { DdlChange } from "../../engine/change";
import { readCollations } from "../../engine/ddl/statement-session";
import { compareFiles } from "../../engine/position/position-order";
import { readBinaryLogs, readSourcePosition } from "../../engine/position/read-position";
import { ObjectSelection } from "../../engine/router/object-selection";
import { errorCatalogue } from "../../errors/catalogue";
import { fileBeginMs, sampleBinlog, type Stopper } from "../binlog-sample";
import type { AffectedObject, Check } from "../check";
import type { CheckContext } from "../context";
import { judgeSchemaChange, type SchemaChangeVerdict, type SchemaChangeWorld } from "../judge-schema-change";
import { speaker, verbatim } from "../text";

const say = speaker("session-sample", {
  topic: "Dry run over the newest binlog",
  title: "{count, plural, one {# change of the last minutes} other {# changes of the last minutes}} would have stopped the task",
  read: "Read",
  amount: "{transactions, plural, one {# transaction} other {# transactions}}, {rows, plural, one {# row} other {# rows}} of selected tables, {ddl, plural, one {# schema change} other {# schema changes}}",
  span: "From … to",
  cut: "up to the limit of the sample",
  unread: "The newest changes of the source were not looked at",
  whyUnread: "The source's newest binlog file is so large, or the way to it so slow, that reading ended before its end. What a session does at this moment was not seen; what was seen is right.",
  required: "Nothing that stops the task",
  why: "The newest binlog was decoded as the task will do it. Sessions that are still open keep the format that they began with, so settings alone do not show this. As long as such changes are written, the task stops at the first one.",
  statement: "logged as a statement; end the sessions that keep the old format",
  image: "not all columns are in the row; end the sessions that keep the old row image",
  whySchema: "The newest binlog was decoded as the task will do it, and each schema change of selected objects was decided as the task decides it. At one like these the task stops, until somebody makes the change at the destination and marks it as done, runs another statement instead, or skips it.",
  whyBoth: "The newest binlog was decoded as the task will do it. Sessions that are still open keep the format that they began with, so settings alone do not show this; and schema changes were decided as the task decides them. As long as such changes are written, the task stops at the first one.",
  leavesTitle: "{count, plural, one {# table that is selected by itself was renamed} other {# tables that are selected by themselves were renamed}} to names that are not selected",
  leavesWhy: "A table that is selected by itself leaves the task when it is renamed like this: nothing stops, and its later changes do not arrive. Select the new name too, or let the task follow renamed tables.",
  place: "{what} ({count, plural, one {once} other {# times}}, last at {file}:{offset})",
  statementPlace: "{what}: {statement} ({file}:{offset})",
  unreadable: "a statement that cannot be read; run another one at the source, or be ready to make the change at the destination and mark it as done",
  unsupported: "cannot be carried ({reason}); be ready to make the change at the destination and mark it as done",
  kindLeftOut: "of a kind that this task leaves out, and rows behind it need it; make the change at the destination before it is made at the source",
  leaves: "becomes {to}, which is not selected",
});

const defaultMinutes = 10;
/** A sample of this size is read and decoded within seconds. A file can be read from its beginning alone: what is older than the sample is passed over, up to the size that files have by default and a large transaction more. */
const defaultLimits = { passedBytes: 1_280 * 1024 * 1024, bytes: 256 * 1024 * 1024, ms: 30_000 };
/** Asking when a file was begun takes a connection each. */
const mostFiles = 32;

export const sessionSample: Check = {
  id: "session-sample", code: "CHECK_SESSION_SAMPLE", side: "source", severity: "blocker", ignorable: true, dependsOn: ["binlog-enabled", "source-privileges", "server-id"], topic: say("topic"),
  async run(context) {
    const [facts, selected] = [await context.facts("source"), await context.selected()];
    const settings = context.settings("source");
    const { sampleMinutes: minutes = defaultMinutes, sampleBytes = defaultLimits.bytes } = context.input.options;
    const limits = { ...defaultLimits, bytes: sampleBytes };
    const sinceMs = Date.now() + facts.clockOffsetMs - minutes * 60_000;
    const [to, logs, collations] = await context.use("source", async (connection) => [await readSourcePosition(connection), await readBinaryLogs(connection), await readCollations(connection)] as const);
    context.note("source", "SHOW BINARY LOGS");
    // The files of the window, the newest first; what is beyond the limit is left out at its beginning.
    let file = to.file;
    let bytes = logs.find((log) => log.file === file)?.size ?? 0;
    for (const log of [...logs].sort((one, other) => compareFiles(other.file, one.file)).filter((each) => compareFiles(each.file, to.file) < 0).slice(0, mostFiles)) {
      if (log.size === 0 || bytes + log.size > limits.bytes) break;
      const begun = await fileBeginMs(settings, file, facts.flavour, context.signal);
      if (begun === null || begun <= sinceMs) break;
      file = log.file;
      bytes += log.size;
    }
    context.note("source", "COM_BINLOG_DUMP");
    const tables = new Map(selected.tables.map((table) => [`${table.source.database}\0${table.source.table}`, table.routed]));
    const fold = (name: string) => (facts.lowerCaseTableNames === 0 ? name : name.toLowerCase());
    const databases = context.input.objects.map((object) => object.database);
    const mentions = databases.map((name) => Buffer.from(name.toLowerCase(), "utf8").toString("latin1"));
    const sample = await sampleBinlog({
      settings, from: { file, offset: 4, gtidSet: null, flavour: facts.flavour }, to, sinceMs, limits, signal: context.signal,
      resolveTable: (database, table) => tables.get(`${database}\0${table}`) ?? null,
      // As the engine decides it.
      isStatementInScope: (statement, database) => {
        if (database !== null && databases.some((name) => fold(name) === fold(database))) return true;
        const text = statement.toLowerCase();
        return mentions.some((name) => text.includes(name));
      },
    });
    const clock = (ms: number | null) => (ms === null ? "—" : `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`);
    const observed = [
      { label: say("read"), value: say("amount", { transactions: sample.transactions, rows: sample.rows, ddl: sample.schemaChanges }) },
      { label: say("span"), value: verbatim(`${clock(sample.fromMs)} … ${clock(sample.toMs)}`) },
      ...(sample.cut ? [{ label: say("span"), value: say("cut") }] : []),
    ];
    const findings = await judge(sample.statements, await worldOf(context, collations));
    const stops = [...sample.stoppers.map(ofStopper), ...findings.flatMap((finding) => (finding.verdict.kind === "stops" ? [ofStatement(finding)] : []))];
    const leaves = findings.flatMap((finding) => (finding.verdict.kind === "leaves" ? [ofStatement(finding)] : []));
    // Not the figures: whoever takes this risk takes it for the next run too.
    if (stops.length === 0 && leaves.length > 0) return { status: "warning", title: say("leavesTitle", { count: leaves.length }), observed: [], why: say("leavesWhy"), affected: leaves, step: "objects" };
    if (stops.length === 0 && sample.cut) return { status: "warning", title: say("unread"), observed: observed.slice(-1), why: say("whyUnread") };
    if (stops.length === 0) return { status: "passed", observed };
    const count = sample.stoppers.reduce((sum, each) => sum + each.count, 0) + stops.length - sample.stoppers.length;
    const why = stops.length === sample.stoppers.length ? "why" : sample.stoppers.length === 0 ? "whySchema" : "whyBoth";
    return { status: "failed", title: say("title", { count }), observed, required: [{ label: say("read"), value: say("required") }], why: say(why), affected: [...stops, ...leaves] };
  },
};

interface Finding {
  readonly verdict: SchemaChangeVerdict;
  readonly ddl: DdlChange;
}

function ofStopper({ code, object, count, file, offset }: Stopper): AffectedObject {
  const what = code === "binlog-statement-format" ? say("statement") : code === "binlog-row-image-incomplete" ? say("image") : verbatim(errorCatalogue[code].sentence);
  const [database, table] = partsOf(object);
  return { kind: table === null ? "transaction" : database === null ? "database" : "table", database, name: table ?? file, note: say("place", { what, count, file, offset: String(offset) }) };
}

function ofStatement({ verdict, ddl }: Finding): AffectedObject {
  const [database, table] = partsOf(verdict.object);
  const what =
    verdict.kind === "leaves" ? say("leaves", { to: verdict.to }) : verdict.code === "ddl-unreadable" ? say("unreadable") : verdict.code === "ddl-kind-left-out" ? say("kindLeftOut") : verdict.code === "binlog-statement-format" ? say("statement") : say("unsupported", { reason: verdict.reason });
  return { kind: table === null ? "transaction" : database === null ? "database" : "table", database, name: table ?? ddl.file, note: say("statementPlace", { what, statement: shorten(verdict.statement), file: ddl.file, offset: String(ddl.endOffset) }) };
}

/** Of `database.table`; a name alone is a database's. */
function partsOf(object: string | null): [string | null, string | null] {
  if (object === null || !object.includes(".")) return [null, object];
  return [object.slice(0, object.indexOf(".")), object.slice(object.indexOf(".") + 1)];
}

const shorten = (statement: string) => (statement.length > 240 ? `${statement.slice(0, 240)}…` : statement).replace(/\s+/g, " ").trim();

async function worldOf(context: CheckContext, collations: SchemaChangeWorld["collations"]): Promise<SchemaChangeWorld> {
  const [source, destination, selected] = [await context.facts("source"), await context.facts("destination"), await context.selected()];
  const { input } = context;
  const { major, minor, patch } = source.version;
  return {
    selection: new ObjectSelection(input.objects, source.lowerCaseTableNames !== 0, input.options.kinds),
    tables: selected.tables.map((table) => table.definition),
    databases: selected.databases.flatMap(({ source: name, charset, collation }) => (charset === null || collation === null ? [] : [{ name, charset, collation }])),
    onlineDdlTables: input.options.onlineDdlTables,
    triggers: input.options.triggers ?? "skip",
    events: input.options.events ?? "skip",
    followRenames: input.options.followRenames ?? false,
    collations,
    version: major * 10_000 + minor * 100 + patch,
    mariadb: source.flavour === "mariadb",
    destinationIsMariadb: destination.flavour === "mariadb",
    destinationFolding: destination.lowerCaseTableNames,
  };
}

async function judge(statements: readonly DdlChange[], world: SchemaChangeWorld): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const ddl of statements) {
    const verdict = await judgeSchemaChange(ddl, world);
    if (verdict) findings.push({ verdict, ddl });
  }
  return findings;
}
