import { compareFiles } from "../../engine/position/position-order";
import { readBinaryLogs, readSourcePosition } from "../../engine/position/read-position";
import { errorCatalogue } from "../../errors/catalogue";
import { fileBeginMs, sampleBinlog } from "../binlog-sample";
import type { AffectedObject, Check } from "../check";
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
  place: "{what} ({count} times, last at {file}:{offset})",
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
    const [to, logs] = await context.use("source", async (connection) => [await readSourcePosition(connection), await readBinaryLogs(connection)] as const);
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
    // Not the figures: whoever takes this risk takes it for the next run too.
    if (sample.stoppers.length === 0 && sample.cut) return { status: "warning", title: say("unread"), observed: observed.slice(-1), why: say("whyUnread") };
    if (sample.stoppers.length === 0) return { status: "passed", observed };
    const what = (code: string) => (code === "binlog-statement-format" ? say("statement") : code === "binlog-row-image-incomplete" ? say("image") : verbatim(errorCatalogue[code as keyof typeof errorCatalogue].sentence));
    return {
      status: "failed", title: say("title", { count: sample.stoppers.reduce((sum, each) => sum + each.count, 0) }), observed, required: [{ label: say("read"), value: say("required") }], why: say("why"),
      affected: sample.stoppers.map((each): AffectedObject => {
        const [database, table] = each.object?.includes(".") ? [each.object.slice(0, each.object.indexOf(".")), each.object.slice(each.object.indexOf(".") + 1)] : [null, each.object];
        return { kind: table === null ? "transaction" : database === null ? "database" : "table", database, name: table ?? each.file, note: say("place", { what: what(each.code), count: each.count, file: each.file, offset: String(each.offset) }) };
      }),
    };
  },
};
